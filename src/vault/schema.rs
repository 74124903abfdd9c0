//! The records of the file, apart from the model so that each can change on its own.
