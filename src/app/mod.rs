//! Use cases shared by the command line and the dashboard. They take values and return values;
//! what is said about them is chosen in [`explain`] and in the two callers.

pub mod activity;
pub mod conflicts;
pub mod copying;
pub mod create;
pub mod demo;
pub mod desk;
pub mod draft;
pub mod explain;
pub mod export;
pub mod findings;
pub mod foreign;
pub mod identity;
pub mod import;
pub mod loss;
pub mod platforms;
pub mod print;
pub mod proof;
pub mod shelf;
pub mod sight;
pub mod sync;
pub mod team;
pub mod trust;
pub mod words;
