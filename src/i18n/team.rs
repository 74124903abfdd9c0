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
            en "Two people changed these at the same time. Choose which one is right."
            zh "这些内容被两人同时修改过，请选择以哪个为准。";
        Clashing { n: usize }
            en "{n} values clash" one(n) "1 value clashes"
            zh "{n} 处冲突";
        ClashingHere { n: usize, key: Safe<'static> }
            en "{n} values clash: {key}" one(n) "1 value clashes: {key}"
            zh "{n} 处冲突：按 {key}";
        ClashingDecide { n: usize }
            en "{n} values clash. Decide with: keyrack conflict" one(n) "1 value clashes. Decide with: keyrack conflict"
            zh "有 {n} 处冲突，请用 keyrack conflict 处理";
        KeysClash { title: Safe<'static> }
            en "Two keys clash at {title}; this is the code of the one in the list. Decide with: keyrack conflict"
            zh "{title} 有互相冲突的密钥，此验证码来自列表中的那个。请用 keyrack conflict 处理。";
        NoValue en "nothing" zh "空";
        ShownNow { value: Safe<'static> } en "{value}  (in the list now)" zh "{value}（列表中当前显示的值）";
        KeepAll en "all of them, one below the other" zh "全部保留，逐行列出";
        KeepAsAccounts en "all of them, an account for each" zh "全部保留，各成一个账号";
        KeyGives { kind: Safe<'static>, code: Safe<'static> } en "{kind}, gives {code} now" zh "{kind}，当前验证码 {code}";
        KeyHidden { kind: Safe<'static> } en "{kind}, code not shown" zh "{kind}，验证码未显示";
        CodesLeft { n: usize } en "{n} codes left" one(n) "1 code left" zh "剩余 {n} 个";

        // A vault that may not be the one this machine knew.
        DoubtForeign
            en "Another vault stands in the place of the one this machine knew. Whoever made it could not read ours."
            zh "保险库文件被换成了另一个，制作它的人读不到原来的保险库。";
        DoubtRolledBack
            en "The vault file holds an older version than this machine has seen."
            zh "保险库文件是旧版本，比本机见过的更早。";
        DoubtForked
            en "The vault file was saved without the last version that this machine knew."
            zh "保存这个保险库文件的人没有本机所知的最新版本。";
        DoubtRecipients
            en "More people can open this vault than this machine knew of."
            zh "能打开此保险库的人比本机所知的多。";
        DoubtBehind { machine: Safe<'static>, known: u64, found: u64 }
            en "machine {machine}: {known} saves known, {found} in the file"
            zh "机器 {machine}：已知保存 {known} 次，文件中只有 {found} 次";
        DoubtBehindHere { known: u64, found: u64 }
            en "this machine: {known} saves known, {found} in the file"
            zh "本机：已知保存 {known} 次，文件中只有 {found} 次";
        DoubtAdded { name: Safe<'static>, key: Safe<'static>, by: Safe<'static> }
            en "{name} can read it (key ends in {key}; added by {by})"
            zh "{name} 可以读取（公钥末尾 {key}，添加者：{by}）";
        DoubtRemoved { name: Safe<'static>, on: Safe<'static>, by: Safe<'static> }
            en "{name} was removed on {on} (by {by})" zh "{name} 已于 {on} 移除（操作者：{by}）";
        DoubtUnlisted { n: usize }
            en "{n} keys open the file that its list of members does not name" one(n) "1 key opens the file that its list of members does not name"
            zh "有 {n} 把不在成员列表中的公钥也能打开此文件";
        DoubtMissing { n: usize, names: Safe<'static> }
            en "{n} accounts are missing: {names}" one(n) "1 account is missing: {names}" zh "缺少 {n} 个账号：{names}";
        DoubtChanged { n: usize, names: Safe<'static> }
            en "{n} accounts are not as they were: {names}" one(n) "1 account is not as it was: {names}" zh "有 {n} 个账号与本机所知不同：{names}";
        DoubtNew { n: usize, names: Safe<'static> }
            en "{n} accounts are new: {names}" one(n) "1 account is new: {names}" zh "新增 {n} 个账号：{names}";
        DoubtNoDifference en "The accounts are the same." zh "账号内容没有差异。";
        NothingDoubtful
            en "This is the vault that this machine knew. Nothing speaks against it."
            zh "这就是本机所知的保险库，没有异常。";
        LookOnly en "Look at it, without writing" zh "只读查看";
        PutBack en "Put back what this machine knew" zh "写回本机所知的版本";
        PutTogether en "Put both versions together" zh "合并两个版本";
        TakeIt en "Take it for the vault from now on" zh "今后以此文件为准";
        HowToRegain en "To put back what this machine knew: keyrack trust --regain" zh "写回本机所知的版本：keyrack trust --regain";
        HowToTogether en "To put both versions together: keyrack trust --regain" zh "合并两个版本：keyrack trust --regain";
        AskTrust
            en "Take it for the vault from now on? [y/N] "
            zh "今后以此文件为准吗？[y/N] ";
        Trusted en "This machine takes it for the vault from now on." zh "今后本机以此为准。";
        Regained en "What this machine knew is in the vault again." zh "本机所知的内容已写回保险库。";

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
