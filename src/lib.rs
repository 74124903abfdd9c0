//! Keyrack: a terminal dashboard for teams that sign in to many store accounts.
//!
//! # Layers
//!
//! Imports go downwards only; `tests/architecture` enforces it.
//!
//! ```text
//!            main
//!              │
//!         cli ─┴─ tui            what people type and see
//!              │
//!             app                use cases both share; errors become sentences here
//!              │
//!     ┌──────┬────┴────┬────────┐
//!   vault   sync   exchange   health  one encrypted file; git; other programs' formats; what is wrong
//!     │      │         │        │     (sync stands on platform alone)
//!  activity  │         │        │     who did what when
//!     └──────┴────┬────┴────────┘
//!            model               accounts and the things around them; search
//!              │
//!             otp                keys, codes, otpauth addresses
//!              │
//!     secret  text  time         what everything above is made of
//!
//!     side leaves: i18n  config  garble                         (they import the last row only)
//!                  clipboard ─ platform ─ surroundings          (each imports those to its right)
//! ```
//!
//! `otp`, `model`, `health`, `activity`, `exchange`, `garble`, `vault::schema` and
//! `tui::{update, view}` are pure: no file, environment, process, terminal, clock or randomness.
//! `now` is always an argument; only [`platform`] reads a clock.
//!
//! # Words
//!
//! | word | meaning |
//! | --- | --- |
//! | vault | one age-encrypted file of accounts, devices, numbers, people |
//! | account | one login at one platform, serving one or more marketplaces of one store |
//! | key / code | the shared secret / what is typed |
//! | method | one way to pass two-step verification: app, text message, call … main or backup |
//! | device, number, person | a handset, a phone line, a colleague: they get lost separately |
//! | book | everything a vault holds, in memory |
//! | identity | the private half of an age key pair, on one person's machine |
//! | recipient | the public half, in the vault |

pub mod activity;
pub mod app;
pub mod cli;
pub mod clipboard;
pub mod config;
pub mod exchange;
pub mod garble;
pub mod health;
pub mod i18n;
pub mod model;
pub mod otp;
pub mod platform;
pub mod secret;
pub mod surroundings;
pub mod sync;
pub mod text;
pub mod time;
pub mod tui;
pub mod vault;
