//! What is said of what was done: the activity.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A word or sentence about who did what when.
    pub enum Activity {
        // What was done.
        Copied en "copied the code" zh "复制验证码";
        Revealed en "showed the code" zh "查看验证码";
        RecoveryShown en "showed the codes" zh "查看恢复代码";
        KeyShown en "showed the key" zh "显示密钥二维码";
        Exported en "exported" zh "导出";
        Imported en "imported" zh "导入";
        Added en "added" zh "新增";
        Edited en "edited" zh "修改";
        Removed en "deleted" zh "删除";
        MovedIn en "moved in" zh "转入";
        MovedAway en "moved away" zh "转出";
        Rekeyed en "replaced the key" zh "更换密钥";
        Tested en "tested" zh "测试";
        Lost en "marked as gone" zh "标记为失效";
        Left en "marked as gone" zh "标记为离职";
        Back en "marked as back" zh "撤销离职";
        Found en "marked as found" zh "标记为恢复";
        RecoveryUsed en "used recovery code" zh "使用恢复代码";
        LetIn en "let in" zh "添加成员";
        ShutOut en "shut out" zh "移出成员";
        Confirmed en "compared the vault" zh "核对保险库";
        RecoveryMade en "made recovery key" zh "生成恢复密钥";
        RecoveryTried en "tried recovery key" zh "验证恢复密钥";
        Rotated en "replaced identity" zh "更换身份";
        Restored en "put a backup back" zh "恢复备份";
        Accepted en "took in" zh "接受并入";
        Other en "something newer" zh "新版本的操作";

        // To what.
        Records { n: u32 } en "{n} records" one(n) "1 record" zh "{n} 条记录";
        Accounts { n: u32 } en "{n} accounts" one(n) "1 account" zh "{n} 个账号";
        Codes { n: u32 } en "{n} codes" one(n) "1 code" zh "{n} 个验证码";
        RecoveryCodes { n: u32 } en "{n} codes" one(n) "1 code" zh "{n} 个恢复代码";
        Snoozes en "findings put off" zh "已推迟的问题";
        Platforms en "platforms" zh "平台资料";
        Losses en "what is done about losses" zh "丢失与离职的处理进度";
        PutAside en "entries put aside" zh "已搁置的条目";
        AcceptedOf { who: Safe<'static> }
            en "saved without knowing that {who} was shut out" zh "保存时尚不知 {who} 已被移出";
        OutBy { who: Safe<'static> } en "{who} (shut out)" zh "{who}（已移出）";
        Phone en "QR codes for a phone" zh "供手机扫描的二维码";
        Gone { name: Safe<'static> } en "{name} (deleted)" zh "{name}（已删除）";
        Away { name: Safe<'static> } en "{name} (moved away)" zh "{name}（已转出）";

        // Labels.
        When en "When" zh "时间";
        Who en "Who" zh "操作人";
        Did en "What" zh "操作";
        To en "To what" zh "对象";
        Machine en "Machine" zh "机器";
        Detail en "Detail" zh "详情";

        // The dashboard.
        CopiedBy { who: Safe<'static>, n: u64 }
            en "{who} copied this {n} s ago: a code works once." zh "{who} 在 {n} 秒前复制了此验证码，每个验证码只能用一次。";
        CopiedByNow { who: Safe<'static> }
            en "{who} has just copied this: a code works once." zh "{who} 刚刚复制了此验证码，每个验证码只能用一次。";
        ShortBy { who: Safe<'static>, n: u64 } en "{who} {n} s" zh "{who} {n} 秒";
        Reading en "Reading what was done…" zh "正在读取操作记录……";
        Nothing en "Nothing has been written down yet." zh "还没有操作记录。";

        // The command.
        NoEvents en "Nothing of that kind was written down." zh "没有符合条件的操作记录。";
        More { n: usize } en "{n} more; -n 0 shows all." one(n) "1 more; -n 0 shows all." zh "另有 {n} 条，用 -n 0 显示全部。";

        // What is wrong.
        Missing { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} events are missing in what machine {machine} wrote in {month}: somebody took them out, or a file did not come along."
            one(n) "1 event is missing in what machine {machine} wrote in {month}: somebody took it out, or a file did not come along."
            zh "机器 {machine} 在 {month} 的记录缺少 {n} 条：可能被人删去，或有文件未同步过来。";
        Damaged { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} events of machine {machine} in {month} are damaged or were altered."
            one(n) "1 event of machine {machine} in {month} is damaged or was altered."
            zh "机器 {machine} 在 {month} 的记录有 {n} 条已损坏或被改动。";
        Order { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} events of machine {machine} in {month} stand where they were not written: lines were moved, or two copies of that machine write at once."
            one(n) "1 event of machine {machine} in {month} stands where it was not written: lines were moved, or two copies of that machine write at once."
            zh "机器 {machine} 在 {month} 的记录有 {n} 条顺序不对：被人移动过，或该机器有两份副本同时写入。";
        Cut { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} events of machine {machine} that were here before are gone from the end ({month})."
            one(n) "1 event of machine {machine} that was here before is gone from the end ({month})."
            zh "机器 {machine} 的记录末尾有 {n} 条之前见过，现已不在（{month}）。";
        FilesGone { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "Nothing is left of machine {machine}: the {n} events that it had written by {month} were here before, and its files are gone."
            one(n) "Nothing is left of machine {machine}: the event that it had written by {month} was here before, and its files are gone."
            zh "机器 {machine} 的记录已全部不在：截至 {month} 的 {n} 条之前都见过，文件现已不在。";
        Sealed { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} events of machine {machine} in {month} were written with a key that this vault does not have."
            one(n) "1 event of machine {machine} in {month} was written with a key that this vault does not have."
            zh "机器 {machine} 在 {month} 的记录有 {n} 条所用的密钥不属于此保险库。";
        Torn { n: u64, machine: Safe<'static>, month: Safe<'static> }
            en "{n} lines of machine {machine} in {month} were left unfinished, by a crash or a full disk; or the file was cut, and more may be gone from its end."
            one(n) "1 line of machine {machine} in {month} was left unfinished, by a crash or a full disk; or the file was cut, and more may be gone from its end."
            zh "机器 {machine} 在 {month} 有 {n} 行未写完，可能是崩溃或磁盘已满所致；也可能文件被截断，末尾还有记录丢失。";
        SkippedForeign { name: Safe<'static> }
            en "{name} in the folder of the activity is none of its files and was skipped." zh "操作记录文件夹中的 {name} 不是记录文件，已跳过。";
        SkippedLink { name: Safe<'static> }
            en "{name} in the folder of the activity is no plain file and was not opened." zh "操作记录文件夹中的 {name} 不是普通文件，未打开。";
        SkippedLarge { name: Safe<'static> }
            en "{name} in the folder of the activity is too large, or one too many, and was not read." zh "操作记录文件夹中的 {name} 过大或数量过多，未读取。";
        SkippedRefused { name: Safe<'static> }
            en "{name} in the folder of the activity could not be read." zh "操作记录文件夹中的 {name} 无法读取。";
        AndMore { said: Safe<'static>, n: usize } en "{said} And {n} more: {keyrack} activity." zh "{said}另有 {n} 处，见 {keyrack} activity。";
        LogBusy en "another Keyrack is writing and does not finish" zh "另一个 Keyrack 正在写入且未完成";
        LogFull { path: Safe<'static> } en "{path} is full" zh "{path} 已满";
    }
}
