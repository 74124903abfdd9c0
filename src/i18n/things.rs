//! What the commands about devices, numbers, people, methods, recovery codes and key copies say.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about what hangs on accounts.
    pub enum Things {
        NoDevices en "No devices yet. Add one with: {keyrack} device add LABEL" zh "还没有设备。请用 {keyrack} device add 添加。";
        NoNumbers en "No numbers yet. Add one with: {keyrack} number add NUMBER" zh "还没有手机号。请用 {keyrack} number add 添加。";
        NoPeople en "No people yet. Add one with: {keyrack} person add NAME" zh "还没有人员。请用 {keyrack} person add 添加。";
        NoMethods en "No methods are recorded here. Add one with: {keyrack} method add" zh "未登记验证方式。请用 {keyrack} method add 添加。";
        NoCopies en "No other copies of this key are recorded." zh "未登记该密钥的其他副本。";
        NoSets en "No recovery codes are recorded. Add them with: {keyrack} recovery set" zh "未登记恢复代码。请用 {keyrack} recovery set 添加。";
        Added { title: Safe<'static> } en "Added {title}" zh "已添加 {title}";
        NewPerson { name: Safe<'static> } en "{name} is new: added as a person." zh "人员列表中原来没有 {name}，已添加。";
        NewDevice { name: Safe<'static> } en "{name} is new: added as a device." zh "设备列表中原来没有 {name}，已添加。";
        NewNumber { name: Safe<'static> } en "{name} is new: added as a number." zh "手机号列表中原来没有 {name}，已添加。";
        PartOfNames { name: Safe<'static>, n: usize, command: Safe<'static> }
            en "{name} is only a part of {n} names. Write the whole name, or the id. If a new one is meant, add it first: {command}"
            one(n) "{name} is only a part of a name. Write the whole name, or the id. If a new one is meant, add it first: {command}"
            zh "有 {n} 个名称包含 {name}。请写出完整名称或 id；如果确实是新的，请先添加：{command}";
        Saved { title: Safe<'static> } en "Saved {title}" zh "已保存 {title}";
        SavedCodes { title: Safe<'static>, n: usize }
            en "Saved {title}: {n} codes kept"
            one(n) "Saved {title}: 1 code kept"
            zh "已保存 {title}：{n} 个恢复代码";
        NoCodes { n: usize }
            en "{n} pieces are no codes (words, labels, codes marked as used) and were left out: look at them"
            one(n) "1 piece is no code (a word, a label, a code marked as used) and was left out: look at it"
            zh "有 {n} 处不是恢复代码（文字、标签或标记为已用的代码），未保存，请核对";
        SavedCodesTwice { title: Safe<'static>, n: usize, twice: usize }
            en "Saved {title}: {n} codes kept, {twice} listed twice"
            one(n) "Saved {title}: 1 code kept, {twice} listed twice"
            zh "已保存 {title}：{n} 个恢复代码，另有 {twice} 个重复";
        SecondMain { title: Safe<'static> }
            en "{title} has another main method; this one replaces nothing. If it is a backup: {keyrack} method edit --role backup"
            zh "{title} 已有其他主验证方式，此次添加未替换它。如属备用：{keyrack} method edit --role backup";
        Removed { title: Safe<'static> } en "Removed {title}. The version before is among the backups: {keyrack} doctor --backups" zh "已删除 {title}。之前的版本在备份中：{keyrack} doctor --backups";
        AccountsHang { n: usize } en "{n} accounts" one(n) "1 account" zh "{n} 个账号";
        KnownSince { day: Safe<'static> } en "known since {day}" zh "{day} 起登记";
        HangsOn { title: Safe<'static>, n: usize }
            en "{n} accounts refer to {title}:"
            one(n) "1 account refers to {title}:"
            zh "有 {n} 个账号与 {title} 关联：";
        Accounts { n: usize } en "{n} accounts" one(n) "1 account" zh "{n} 个账号";
        NoUses en "No account refers to it." zh "没有账号与其关联。";
        Uses en "Accounts" zh "账号";
        Numbers en "Numbers" zh "手机号";
        Devices en "Devices" zh "设备";
        Copies en "Copies of the key" zh "密钥副本";
        HeldBy { name: Safe<'static> } en "held by {name}" zh "保管人 {name}";
        LeftOn { day: Safe<'static> } en "left {day}" zh "{day} 离职";
        SeenUntil { day: Safe<'static> } en "until {day}" zh "至 {day}";
        RemovedOn { day: Safe<'static> } en "deleted {day}" zh "{day} 删除";
        KeptHere { left: usize, total: usize } en "{left} of {total} left, kept here" zh "剩余 {left} / {total} 个，存放在此保险库";
        Counted { left: usize } en "{left} left, kept elsewhere" zh "剩余 {left} 个，存放在别处";
        NotCounted en "kept elsewhere, not counted" zh "存放在别处，未清点";
        CheckedOn { day: Safe<'static> } en "checked {day}" zh "{day} 核对";
        UsedOn { day: Safe<'static> } en "used {day}" zh "{day} 已使用";
        AskCodes en "Recovery codes, separated by commas (not shown; empty for none): " zh "恢复代码，用逗号分隔（不显示；没有则留空）：";
        AskForget { title: Safe<'static> } en "Forget the recovery codes of {title}? [y/N] " zh "要删除 {title} 的恢复代码吗？[y/N] ";
        CodesLeft { n: usize } en "{n} left after this one." zh "用过此代码后还剩 {n} 个。";
        NumberWithoutCountry { number: Safe<'static> }
            en "{number} has no country code, or one that is none; it is kept as typed. Write +86 … to have it understood."
            zh "{number} 没有国家代码或国家代码有误，已按输入保留。请写成 +86 … 的形式。";
        NumberUnusual { number: Safe<'static> }
            en "{number} is not a number its country gives out. Check that no digit is missing."
            zh "{number} 不符合该国家的号码规则，请核对是否缺位。";
    }
}
