//! What carries a vault between machines, as far as it is not the vault itself: git, and the names
//! that synchronisers give to copies that clash.
//!
//! ```text
//!   git       a repository, by git's command line: the only place that starts git
//!   trust     which of a repository's own settings git may act on            PURE
//!   copies    which files beside a vault are copies of it, by their names    PURE
//! ```
//!
//! Nothing here opens a vault or merges one: contents are bytes. What follows from what is
//! `app::sync`.

pub mod copies;
mod git;
mod trust;

pub use git::{Asking, Git, GitError, Oid, Pushed, Signed, Signing, Touch, Written, has_marks};
