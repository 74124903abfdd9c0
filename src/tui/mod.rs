//! The dashboard.
//!
//! ```text
//!   runtime    one loop, one channel, one input thread; tells the time               (I/O)
//!   keyboard   what is typed, through buffers that are wiped                         (I/O)
//!   page       what is drawn, written in one piece and wiped                         (I/O)
//!   worker     slow work beside it: keys, files                                      (I/O)
//!   dashboard  model, terminal, clipboard: performs effects, draws
//!   terminal   raw mode in and out, signals                                          (I/O)
//!   sequence   the bytes that terminals send, as events                              PURE
//!   update     a message changes the model and asks for effects                      PURE
//!   view       the model on a buffer                                                 PURE
//!   model      everything the dashboard knows
//!   keymap     keys to actions, from one file; hint: actions to words
//!   layout     where things stand; hit: what a click means; theme: how they look
//!   wire       cells as the bytes that draw them
//! ```

pub mod courier;
mod dashboard;
mod effect;
mod hint;
mod hit;
mod keyboard;
pub mod keymap;
pub mod layout;
mod message;
mod model;
mod page;
mod runtime;
mod sequence;
mod shift;
pub mod terminal;
mod theme;
mod update;
mod view;
mod wire;
mod worker;

pub use dashboard::{Beginning, Dashboard, Turn};
pub use effect::Copy;
pub use message::{
    Checked, Ending, Focus, Message, Mouse, NotSaved, Opened, Refused, Regrouped, Written,
};
pub use model::{Look, Manner, Shift, Size};
pub use page::Page;
pub use runtime::{End, run};
pub use wire::Wire;
pub use worker::{Foreign, Job, Takeout, Worker};
