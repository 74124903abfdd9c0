//! The whole dashboard without a terminal: keys in as a string, screens and saved books out.

mod activity;
mod big;
mod book;
mod burst;
mod care;
mod columns;
mod conflicts;
mod copy;
mod doubt;
mod enrol;
mod export;
mod hide;
mod hostile;
mod import;
mod keys;
mod looks;
mod mouse;
mod pin;
mod proof;
mod rest;
mod screens;
mod several;
mod shift;
mod stage;
mod team;
mod wire;
