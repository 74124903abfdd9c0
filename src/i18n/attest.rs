//! What stands in the report that is filed, and what is said of its signature.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence or a label of the report.
    pub enum Attest {
        Title en "Two-step sign-in report" zh "两步验证状况报告";
        Made en "Made" zh "生成时间";
        Utc { time: Safe<'static> } en "{time} UTC" zh "{time}（UTC）";
        Vault en "Vault" zh "保险库";
        Version en "Version" zh "保险库版本";
        VersionIs { n: u64, digest: Safe<'static> }
            en "{n} saves; the file's SHA-256 begins with {digest}"
            one(n) "1 save; the file's SHA-256 begins with {digest}"
            zh "共保存 {n} 次；文件 SHA-256 开头为 {digest}";
        Program en "Keyrack" zh "Keyrack";
        Members en "Can open it" zh "可打开者";
        MembersAre { n: usize } en "{n} keys, recovery keys included" one(n) "1 key" zh "{n} 个公钥（含恢复密钥）";
        ByPassphrase en "whoever knows its passphrase" zh "知道口令的人";
        Holds en "Holds" zh "内容";
        HoldsAre { accounts: usize, keys: usize }
            en "{accounts} logins, {keys} of them with a key"
            zh "{accounts} 个登录账号，其中 {keys} 个有密钥";
        Things en "Recorded" zh "登记";
        ThingsAre { devices: usize, numbers: usize, people: usize }
            en "devices: {devices}, numbers: {numbers}, people: {people}"
            zh "{devices} 台设备、{numbers} 个手机号、{people} 人";
        Findings en "Open findings" zh "未解决的问题";
        FindingsAre { critical: usize, high: usize, medium: usize, low: usize }
            en "{critical} critical, {high} high, {medium} medium, {low} low"
            zh "严重 {critical}、高 {high}、中 {medium}、低 {low}";
        Backups en "Backups" zh "备用方式";
        BackupsAre { tested: usize, all: usize, failed: usize }
            en "{tested} of {all} tested in time, {failed} failed"
            zh "共 {all} 个，按期测试 {tested} 个，失败 {failed} 个";
        LastTest en "Last test" zh "最近一次测试";
        LastTestIs { day: Safe<'static>, account: Safe<'static>, result: Safe<'static> }
            en "{day}: {account}, {result}"
            zh "{day}：{account}，{result}";
        LastTestBy { day: Safe<'static>, account: Safe<'static>, result: Safe<'static>, by: Safe<'static> }
            en "{day}: {account}, {result}, by {by}"
            zh "{day}：{account}，{result}，测试人 {by}";
        Overdue { n: usize } en "Overdue ({n})" zh "逾期未办（{n}）";
        NothingOverdue en "Nothing is overdue." zh "没有逾期事项。";
        Other { n: usize } en "Other open findings ({n})" zh "其他未解决的问题（{n}）";
        NothingOther en "There are no others." zh "没有其他问题。";
        PutOff { n: usize } en "Put off ({n})" zh "已推迟（{n}）";
        NothingPutOff en "Nothing is put off." zh "没有推迟的问题。";
        RanOut { n: usize } en "Put off, and the time has run out ({n})" zh "推迟已到期（{n}）";
        Until en "Until" zh "推迟至";
        Reason en "Why, and who" zh "原因、决定人";
        Losses { n: usize } en "Losses being worked off ({n})" zh "丢失与离职的处置（{n}）";
        NoDay en "day not noted" zh "日期未记录";
        NoLosses en "Nothing is marked as lost, lapsed or left." zh "目前没有标记为丢失、销号或离职的对象。";

        // The last line.
        Signed { file: Safe<'static>, check: Safe<'static> }
            en "Signed with an SSH key: {file}. Whoever knows its public key checks with: {check}"
            zh "已用 SSH 密钥签名：{file}。知道公钥的人可这样验证：{check}";
        NoKey
            en "Not signed: no key named (--sign KEYFILE, or signing_key in the settings)."
            zh "未签名：没有指定密钥（--sign 密钥文件，或设置中的 signing_key）。";
        NotWanted en "Not signed, as asked for." zh "按要求未签名。";
        NoFile
            en "Not signed: a signature needs a file beside it (--output FILE)."
            zh "未签名：签名需要存为文件（--output 文件）。";

        // Afterwards.
        Written { path: Safe<'static>, sig: Safe<'static> } en "Written: {path}, signature: {sig}" zh "已写入：{path}，签名：{sig}";
        Check { check: Safe<'static> } en "Check it with: {check}" zh "验证：{check}";
    }
}
