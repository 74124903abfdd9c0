//! What went wrong, and what to do next. Each is one or two sentences: the failure, then the way on.

use super::messages;
use crate::text::Safe;

messages! {
    /// An error as a person reads it.
    pub enum Fault {
        VaultMissing { path: Safe<'static> }
            en "There is no vault at {path}. Create one with: keyrack init"
            zh "{path} 没有保险库。请用 keyrack init 新建";
    }
}
