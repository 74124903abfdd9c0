//! Other programs' formats, in and out. Pure: bytes in, accounts and a report out.

pub mod uri_list;
