//! What is said where several people work on one vault.

use super::messages;
use crate::text::Safe;

messages! {
    /// A sentence about somebody else's version, about members, about what clashed.
    pub enum Team {
        Merged
            en "Somebody else had saved meanwhile: both versions are merged."
            zh "同事刚保存过，已将两个版本合并。";
        MergedClashing { n: usize }
            en "Somebody else had saved meanwhile: both versions are merged, but {n} values clash." one(n) "Somebody else had saved meanwhile: both versions are merged, but 1 value clashes."
            zh "同事刚保存过，已将两个版本合并，但有 {n} 处冲突。";

        // What clashed.
        Conflicts en "Values that clash" zh "冲突的内容";
        NoConflicts en "Nothing clashes." zh "没有冲突。";
        TwoChanged
            en "Two people changed these at the same time. Choose the value that holds."
            zh "这些内容被两人同时修改过，请选择以哪个为准。";
        Clashing { n: usize }
            en "{n} values clash" one(n) "1 value clashes"
            zh "{n} 处冲突";
        ClashingHere { n: usize, key: Safe<'static> }
            en "{n} values clash: {key}" one(n) "1 value clashes: {key}"
            zh "{n} 处冲突：按 {key}";
        KeysClash { title: Safe<'static> }
            en "Two keys clash at {title}; this is the code of the one in the list. Decide with: keyrack conflict"
            zh "{title} 有互相冲突的密钥，此验证码来自列表中的那个。请用 keyrack conflict 处理。";
        NoValue en "nothing" zh "空";
        ShownNow { value: Safe<'static> } en "{value}  (in the list now)" zh "{value}（目前显示）";
        KeepAll en "all of them, one below the other" zh "全部保留，逐行列出";
        KeepAsAccounts en "all of them, an account for each" zh "全部保留，各成一个账号";
        KeyGives { kind: Safe<'static>, code: Safe<'static> } en "{kind}, gives {code} now" zh "{kind}，当前验证码 {code}";
        KeyHidden { kind: Safe<'static> } en "{kind}, code not shown" zh "{kind}，验证码未显示";
        CodesLeft { n: usize } en "{n} codes left" one(n) "1 code left" zh "剩余 {n} 个";
        Decided { field: Safe<'static>, title: Safe<'static> }
            en "Decided: {field} of {title}." zh "已确定 {title} 的{field}。";
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
