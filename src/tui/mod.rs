//! The dashboard.
//!
//! ```text
//!   runtime    one loop, one channel, one worker: performs effects, tells the time   (I/O)
//!   terminal   raw mode in and out, signals                                          (I/O)
//!   update     a message changes the model and asks for effects                      PURE
//!   view       the model on a buffer                                                 PURE
//!   model      everything the dashboard knows
//!   keymap     keys to actions, from one file; hint: actions to words
//!   layout     where things stand; theme: how they look
//! ```

mod effect;
mod hint;
pub mod keymap;
pub mod layout;
mod message;
mod model;
mod theme;
mod update;
mod view;
