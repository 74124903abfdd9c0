//! The whole dashboard without a terminal: keys in as a string, screens and saved books out.

mod book;
mod burst;
mod care;
mod copy;
mod enrol;
mod hide;
mod hostile;
mod import;
mod keys;
mod looks;
mod screens;
mod stage;
mod wire;
