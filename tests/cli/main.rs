//! The real program as a script sees it: arguments in; standard output, standard error and an exit
//! code out.

mod activity;
mod again;
mod alike;
mod attest;
mod care;
mod cells;
mod clock;
mod conflict;
mod copy;
mod doctor;
mod export;
mod formats;
mod headless;
mod health;
mod home;
mod import;
mod losses;
mod making;
mod member;
mod moves;
mod names;
mod out;
mod pin;
mod probe;
mod readonly;
mod refusals;
mod rotation;
mod rows;
mod secrets;
mod seen;
mod several;
mod sheets;
#[path = "../skip/mod.rs"]
mod skip;
mod slips;
mod tables;
mod teams;
mod terminal;
mod things;
mod together;
mod transcripts;
mod trust;
