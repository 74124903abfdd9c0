//! What the dashboard says.

use super::messages;

messages! {
    /// A sentence or hint on a screen.
    pub enum Screen {
        Accounts { n: usize } en "{n} accounts" one(n) "{n} account" zh "{n} 个账号";
        Copied en "Copied" zh "已复制";
    }
}
