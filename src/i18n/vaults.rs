//! What is said where several vaults are open: which is in hand, and what moving an account means.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about several vaults.
    pub enum Vaults {
        Title en "Vaults" zh "保险库";
        Explained
            en "New accounts go to the vault in hand, and the team screen shows its members."
            zh "新账号存入当前保险库，团队页显示其成员。";
        Row { name: Safe<'static>, n: usize, members: usize }
            en "{name} · {n} accounts · {members} can open it" one(n) "{name} · 1 account · {members} can open it"
            zh "{name} · {n} 个账号 · 可由 {members} 个公钥打开";
        RowByPassphrase { name: Safe<'static>, n: usize }
            en "{name} · {n} accounts · opens with a passphrase" one(n) "{name} · 1 account · opens with a passphrase"
            zh "{name} · {n} 个账号 · 用口令打开";
        InHand en "in hand" zh "当前";
        ReadOnly en "read-only" zh "只读";
        Shut en "Shut" zh "未打开";
        ShutCount { n: usize }
            en "{n} vaults shut" one(n) "1 vault shut" zh "{n} 个保险库未打开";
        SameVault { of: Safe<'static> }
            en "It is a copy of {of}, which is open. Open one of them."
            zh "它是已打开的 {of} 的副本，请只打开其中一个。";
        Away { path: Safe<'static> }
            en "There is no file at {path}. If it lies on a share, that may be away; it opens when it is back."
            zh "{path} 不存在。如果它在共享目录上，可能暂时断开，恢复后会重新打开。";
        HandShut { name: Safe<'static> }
            en "Nothing was saved: {name} is in hand and is not open. Take another in hand, or wait until it is back."
            zh "未保存：当前保险库 {name} 没有打开。请换一个，或等它恢复。";
        OthersOpen
            en "Nothing was saved: other vaults are open now than when this form was opened. Leave it and begin anew."
            zh "未保存：表单打开后，已打开的保险库发生了变化。请退出表单后重新编辑。";
        ShutAgain
            en "Once that is mended they open again, at the latest when you lock Keyrack and unlock it."
            zh "处理好之后会自动重新打开；若没有，请锁定后再解锁。";
        AsksAgain
            en "It is there now, and asks for its own passphrase: lock Keyrack and unlock it."
            zh "文件已恢复，但需要输入其口令：请锁定后再解锁。";
        OpenNow { names: Safe<'static> } en "Open now: {names}" zh "现已打开：{names}";
        Taken { name: Safe<'static> } en "What is new goes to {name} now." zh "新内容现在存入 {name}。";
        One
            en "One vault is open. Open another with it: --with FILE, or vaults in the settings."
            zh "当前只打开了一个保险库。用 --with 文件 可同时打开另一个，也可在设置的 vaults 中列出。";
        MoveTitle { title: Safe<'static> } en "Move {title} to another vault" zh "将“{title}”移到其他保险库";
        MoveTo { name: Safe<'static> } en "To {name}" zh "移到 {name}";
        Gains { names: Safe<'static> } en "They will see it: {names}" zh "移动后新增可见者：{names}";
        Loses { names: Safe<'static> } en "They will no longer see it: {names}" zh "移动后不再可见者：{names}";
        LosesKnow
            en "They have seen its key, though. To shut them out, replace it at the platform."
            zh "但这些人已见过其密钥。要彻底收回，请在平台上更换密钥。";
        ShutOutSaw { names: Safe<'static> }
            en "Shut out, but they have seen it: {names}. Its key stays on their list until it is replaced; its recovery codes and numbers leave that list, so replace those first."
            zh "已被移出、但见过此账号者：{names}。密钥会留在其待办中，直到更换；恢复代码和号码移动后不再列入，请先更换。";
        ShutOutSawRest { names: Safe<'static> }
            en "Shut out, but they have seen it: {names}. Its recovery codes and numbers leave their list, so replace those first."
            zh "已被移出、但见过此账号者：{names}。恢复代码和号码移动后不再列入其待办，请先更换。";
        SameSight en "The same people see it as before." zh "能看到它的人不变。";
        OpensByPassphrase { name: Safe<'static> }
            en "Whoever knows the passphrase of {name} will see it." zh "知道 {name} 口令的人都能看到。";
        OpenedByPassphrase { name: Safe<'static> }
            en "Whoever knows the passphrase of {name} has seen its key, too." zh "知道 {name} 口令的人也已见过其密钥。";
        Along { names: Safe<'static> }
            en "Goes along, and is seen there, too: {names}" zh "一并转入，那边也能看到：{names}";
        AlongGone { names: Safe<'static> }
            en "Lost or left, and marked so there, too: {names}" zh "已丢失或离职，那边也会如此标记：{names}";
        Twins { names: Safe<'static> }
            en "Another device there is called so, too: {names}. Give one of them another name: {keyrack} device edit"
            zh "那边已有同名的另一台设备：{names}。请为其中一台改名：{keyrack} device edit";
        SamePeople { names: Safe<'static> }
            en "Taken for whoever is called so there: {names}" zh "视为那边的同名人员：{names}";
        Namesakes { names: Safe<'static> }
            en "Somebody else there is called so, too, and there will be two: {names}. Give one of them another name: {keyrack} person edit"
            zh "那边已有同名人员，移动后会有两条记录：{names}。请为其中一个改名：{keyrack} person edit";
        MovedAll { n: usize, name: Safe<'static> }
            en "{n} accounts are in {name} now." one(n) "1 account is in {name} now." zh "{n} 个账号已移到 {name}。";
        AskMove { n: usize, name: Safe<'static> }
            en "Move {n} accounts to {name}?" one(n) "Move 1 account to {name}?" zh "将 {n} 个账号移到 {name}？";
        GoesFromAll { names: Safe<'static>, how: Safe<'static> }
            en "It stands in {names} and goes from all of them. To keep it in one, move it there instead: {how}"
            zh "它同时在 {names} 中，删除时都会删掉。若只想留在其中一个，请改为移到那里：{how}";
        AlreadyThere { name: Safe<'static> } en "It is in {name} already." zh "它已在 {name} 中。";
        Where en "Vault" zh "保险库";
    }
}
