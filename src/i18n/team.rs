//! What is said where several people work on one vault.

use super::messages;

messages! {
    /// A sentence about somebody else's version, about members, about what clashed.
    pub enum Team {
        Merged
            en "Somebody else had saved meanwhile: both versions are merged."
            zh "同事刚保存过，已将两个版本合并。";
        MergedClashing { n: usize }
            en "Somebody else had saved meanwhile: both versions are merged, but {n} values clash." one(n) "Somebody else had saved meanwhile: both versions are merged, but 1 value clashes."
            zh "同事刚保存过，已将两个版本合并，但有 {n} 处冲突。";
    }
}

impl Team {
    /// That two versions were merged, after which so many values wait for a decision.
    pub fn merged(conflicts: usize) -> Self {
        match conflicts {
            0 => Self::Merged,
            n => Self::MergedClashing { n },
        }
    }
}
