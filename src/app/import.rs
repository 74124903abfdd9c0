//! From a foreign file to accounts: what is kept, changed, refused, and what is here already.
