//! One writer at a time.
