//! What is said of taking accounts out.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about an export.
    pub enum Export {
        // What each form is.
        FormUriList en "Addresses (otpauth://): most apps read those of TOTP and HOTP" zh "otpauth:// 地址列表：多数应用可导入其中的 TOTP 和 HOTP";
        FormAegis en "Aegis, with a password" zh "Aegis，有密码保护";
        FormAegisPlain en "Aegis, readable" zh "Aegis，未加密";
        FormTwoFas en "2FAS, with a password" zh "2FAS，有密码保护";
        FormBitwardenJson en "Bitwarden, readable JSON" zh "Bitwarden，未加密的 JSON";
        FormBitwardenCsv en "Bitwarden, readable CSV" zh "Bitwarden，未加密的 CSV";
        FormMigration en "Google Authenticator's addresses, several accounts in each" zh "Google 身份验证器的转移地址，每个含多个账号";
        FormCodes en "QR codes for Google Authenticator, as a page to print" zh "Google 身份验证器的二维码，可打印的网页";
        FormScreen en "QR codes for Google Authenticator, here on the screen" zh "Google 身份验证器的二维码，直接显示在屏幕上";
        FormCsv en "A table with the keys, for a spreadsheet" zh "含密钥的表格，可用电子表格打开";
        FormAge en "A vault of its own with a password: everything Keyrack knows" zh "单独的保险库，有密码保护，包含 Keyrack 的全部内容";
        FormRon en "All that is in the vault, readable (RON)" zh "保险库的全部内容，未加密";
        FormText en "Keys on paper, as plain text" zh "打印用纯文本，含密钥";
        FormHtml en "Keys on paper, as a page to print" zh "打印用网页，含密钥";
        FormList en "A table without keys" zh "不含密钥的表格";

        // In the dashboard.
        Title en "Export" zh "导出";
        TitleOf { what: Safe<'static>, n: usize } en "Export: {what} ({n})" zh "导出：{what}（{n} 个）";
        All en "all accounts" zh "全部账号";
        Found { query: Safe<'static> } en "found: {query}" zh "搜索结果：{query}";
        One { title: Safe<'static> } en "selected: {title}" zh "所选账号：{title}";
        OfPlatform { name: Safe<'static> } en "platform: {name}" zh "平台：{name}";
        OfCompany { name: Safe<'static> } en "company: {name}" zh "公司：{name}";
        OfTag { name: Safe<'static> } en "tag: {name}" zh "标签：{name}";
        AskWhich en "Which accounts?" zh "导出哪些账号？";
        AskWay en "Into what?" zh "导出为哪种格式？";
        Sealed en "encrypted" zh "已加密";
        Readable en "readable" zh "未加密";
        Keyless en "no keys" zh "无密钥";
        LosesNothing en "Nothing is lost." zh "不会丢失任何内容。";
        OnScreen { n: usize } en "{n} accounts go into these codes." one(n) "1 account goes into this code." zh "二维码将包含 {n} 个账号。";
        AskFile en "Which file? It must not exist yet; only you will be able to read it." zh "写入哪个文件？必须是新文件，仅您可读。";
        AskPassword en "A password for the file:" zh "请设置文件密码：";
        AskAgain en "Once more:" zh "请再输入一次：";
        AskPhone en "Which phone gets these keys? It is written down at every account." zh "这些密钥要放到哪部手机？每个账号都会记下。";
        KnownPhones { names: Safe<'static> } en "Known: {names}" zh "已登记：{names}";
        WarnPlain en "Whoever gets this file can make codes for these logins." zh "拿到此文件的人可以生成这些账号的验证码。";
        Record { n: usize, phone: Safe<'static> }
            en "To be written down as copies of {n} keys: app, {phone}"
            one(n) "To be written down as a copy of 1 key: app, {phone}"
            zh "将记为 {n} 个密钥的副本：应用，{phone}";
        WarnShown
            en "Whoever sees the codes, also on a shared screen or in a recording, can make these accounts' codes from then on."
            zh "任何看到二维码的人（包括通过共享屏幕或录屏），今后都能生成这些账号的验证码。";
        CodesAhead { n: usize }
            en "{n} codes follow, one after the other: scan all of them." one(n) "There is one code to scan."
            zh "共 {n} 张二维码，每张都要扫描。";
        CodesWithoutRoom { n: usize, names: Safe<'static> }
            en "{n} accounts are left out, because this terminal has no room for their codes (enlarge it first, or choose the file): {names}"
            one(n) "One account is left out, because this terminal has no room for its code (enlarge it first, or choose the file): {names}"
            zh "{n} 个账号的二维码在当前终端中放不下，不会显示（请先放大窗口，或改为导出文件）：{names}";
        NoRoom { width: u16, height: u16, has_width: u16, has_height: u16 }
            en "Not shown, and not written down: the QR code needs {width} columns and {height} lines; this terminal has {has_width} and {has_height}. Enlarge it, or make its letters smaller (often Ctrl and -)."
            zh "未显示，也未登记：二维码需要 {width} 列 {height} 行，当前终端只有 {has_width} 列 {has_height} 行。请放大窗口或缩小字号（通常是 Ctrl 加 -）。";
        RoomNow { key: Safe<'static> } en "There is room now: {key} shows the code." zh "现在放得下了：按 {key} 显示二维码。";
        TypeWord en "Type export to write it:" zh "要写入文件，请输入 export（或 导出）：";
        Writing en "Writing…" zh "正在写入……";
        Part { n: usize, of: usize } en "Part {n} of {of}" zh "第 {n} 张，共 {of} 张";
        Scan en "Google Authenticator: menu, Transfer accounts, Import accounts." zh "Google 身份验证器：菜单、【转移账号】、【导入账号】。";
        NextPart { key: Safe<'static> } en "{key}  next part" zh "{key}  下一张";
        LastPart { key: Safe<'static> } en "{key}  done" zh "{key}  完成";
        Leave { key: Safe<'static> } en "{key}  leave" zh "{key}  离开";
        AndMore { n: usize } en "and {n} more" zh "另有 {n} 个";

        // Before it is written.
        Holds { n: usize, form: Safe<'static> }
            en "{n} accounts go into this file ({form})." one(n) "1 account goes into this file ({form})."
            zh "此文件（{form}）将包含 {n} 个账号。";
        LeftOut { n: usize } en "{n} are left out:" one(n) "1 is left out:" zh "{n} 个不包含在内：";
        LeftOutOne { title: Safe<'static>, reason: Safe<'static> } en "  {title}: {reason}" zh "  {title}：{reason}";
        NoKey en "it has no key" zh "没有密钥";
        UnfitKind en "this format has no such kind of key" zh "此格式不支持这类密钥";
        UnfitPeriod en "this format knows no such period" zh "此格式不支持这个周期";
        UnfitDigits en "this format knows no such number of digits" zh "此格式不支持这个位数";
        UnfitCounter en "its counter is too high for this format" zh "计数器超出此格式的上限";
        UnfitKey en "this format would turn it into another key" zh "写入此格式后密钥会改变";
        UnfitLong en "its names or its key are too long for this format" zh "名称或密钥过长，此格式无法容纳";
        Loses en "What this format has no place for:" zh "此格式无法保存的内容：";
        LostTags { n: usize } en "  {n} tags" one(n) "  1 tag" zh "  {n} 个标签";
        LostNotes { n: usize } en "  {n} notes" one(n) "  1 note" zh "  {n} 条备注";
        LostPinned { n: usize }
            en "  that {n} accounts are pinned" one(n) "  that 1 account is pinned"
            zh "  {n} 个账号的置顶标记";
        LostRecovery { n: usize } en "  {n} recovery codes" one(n) "  1 recovery code" zh "  {n} 个恢复代码";
        LostPins { n: usize }
            en "  the PINs of {n} keys" one(n) "  the PIN of 1 key"
            zh "  {n} 个密钥的 PIN";
        LostIssuers { n: usize }
            en "  that {n} accounts have no platform: their login stands in for it"
            one(n) "  that 1 account has no platform: its login stands in for it"
            zh "  {n} 个账号没有平台，将以登录账号代替";
        LostNames { n: usize }
            en "  the exact names or tags of {n} accounts: they come back a little different"
            one(n) "  the exact names or tags of 1 account: they come back a little different"
            zh "  {n} 个账号的准确名称或标签（再次导入时会略有不同）";
        LostOnIphones { n: usize }
            en "  {n} keys on iPhones: they are in the file, but 2FAS reads them differently there"
            one(n) "  1 key on iPhones: it is in the file, but 2FAS reads it differently there"
            zh "  iPhone 上的 {n} 个密钥（文件中有，但 iPhone 版 2FAS 读取的结果不同）";
        LostStores { n: usize } en "  {n} names of stores" one(n) "  1 name of a store" zh "  {n} 个店铺名称";
        LostSites { n: usize }
            en "  the sites of {n} accounts" one(n) "  the sites of 1 account"
            zh "  {n} 个账号的站点";
        LostTwins { n: usize }
            en "  what tells {n} accounts apart, which have platform, login and key in common" zh "  区分 {n} 个账号的信息（平台、登录账号和密钥均相同）";
        LostTwinsOf { names: Safe<'static> } en "    of {names}" zh "    即：{names}";
        LostCompanies { n: usize } en "  {n} names of companies" one(n) "  1 name of a company" zh "  {n} 个公司名称";
        LostMethods { n: usize }
            en "  the methods, devices and numbers of {n} accounts"
            one(n) "  the methods, devices and numbers of 1 account"
            zh "  {n} 个账号的验证方式、设备和手机号";
        LostMethodFacts { n: usize }
            en "  how the codes of {n} accounts arrive, beyond a main and a backup number; whether that still works, and when it was tested"
            one(n) "  how the codes of 1 account arrive, beyond a main and a backup number; whether that still works, and when it was tested"
            zh "  {n} 个账号的验证方式（主、备用手机号除外）及其状态和测试记录";
        HolderLeft { name: Safe<'static> } en "{name}, left" zh "{name}，已离职";
        LostNumberFacts { n: usize }
            en "  what is known of {n} phone numbers: lapsed or suspended, carrier, when to top up, in whose name, notes"
            one(n) "  what is known of 1 phone number: lapsed or suspended, carrier, when to top up, in whose name, notes"
            zh "  {n} 个手机号的资料：停机或销号状态、运营商、保号期限、登记人、备注";
        LostDeviceFacts { n: usize }
            en "  what is known of {n} devices: labels, lost or broken, notes, and whether their holders left"
            one(n) "  what is known of 1 device: its label, lost or broken, notes, and whether its holder left"
            zh "  {n} 台设备的资料：编号、丢失或损坏状态、备注，以及保管人是否离职";
        LostNumbers { title: Safe<'static>, numbers: Safe<'static> } en "  {title}: no column for {numbers}" zh "  {title}：没有列可存放 {numbers}";
        LostTwoStep { n: usize }
            en "  whether two-step verification is on for {n} accounts" one(n) "  whether two-step verification is on for 1 account"
            zh "  {n} 个账号是否已开启两步验证";
        LostPeople { n: usize }
            en "  the people of {n} accounts" one(n) "  the people of 1 account"
            zh "  {n} 个账号的使用人";
        LostSignIns { n: usize }
            en "  the sign-in pages of {n} accounts" one(n) "  the sign-in page of 1 account"
            zh "  {n} 个账号的登录网址";
        LostProfiles { n: usize }
            en "  the browser profiles of {n} accounts" one(n) "  the browser profile of 1 account"
            zh "  {n} 个账号的浏览器环境";
        LostKeyDays { n: usize }
            en "  the days on which {n} keys were set up or got out" one(n) "  the day on which 1 key was set up or got out"
            zh "  {n} 个密钥的启用或泄露日期";
        LostCopies { n: usize }
            en "  the record of where copies of {n} keys are" one(n) "  the record of where copies of 1 key are"
            zh "  {n} 个密钥的副本记录";
        LostRecoveryFacts { n: usize }
            en "  where the recovery codes of {n} accounts are kept, and how many are left"
            one(n) "  where the recovery codes of 1 account are kept, and how many are left"
            zh "  {n} 个账号的恢复代码存放地点和剩余数量";
        LostClashes { n: usize }
            en "  {n} values that clash with those shown" one(n) "  1 value that clashes with the one shown"
            zh "  {n} 个与所示内容冲突的值";
        LostNoteKeys { n: usize }
            en "  what looks like a key in the notes or names of {n} accounts: dots stand in its place"
            one(n) "  what looks like a key in the note or a name of 1 account: dots stand in its place"
            zh "  {n} 个账号的备注或名称中疑似密钥的内容（以圆点代替）";
        LostSecondKeys { n: usize }
            en "  {n} second keys, which clash with those shown" one(n) "  1 second key, which clashes with the one shown"
            zh "  另有 {n} 个与所示密钥冲突的密钥";
        LostAddresses { n: usize }
            en "  {n} addresses that no app can read, because the names are too long (the keys are in the file)" one(n) "  1 address that no app can read, because the names are too long (the key is in the file)"
            zh "  {n} 个地址（因名称过长，其他应用无法读取；密钥仍在文件中）";
        LostUnreadable { n: usize }
            en "  {n} entries that this program cannot read" one(n) "  1 entry that this program cannot read"
            zh "  {n} 个本程序无法读取的条目";
        LostLosses { n: usize }
            en "  {n} records of what was lost and who left, with what is done of it (which keys got out by it is kept)" one(n) "  1 record of what was lost or who left, with what is done of it (which keys got out by it is kept)"
            zh "  {n} 条丢失或离职记录及其处理进度（哪些密钥因此外泄会保留）";
        AskPlain
            en "Whoever gets this file can make codes for these logins. Type export to write it: "
            zh "拿到此文件的人可以生成这些账号的验证码。要写入文件，请输入 export（或 导出）：";
        Ask en "Write the file? [y/N] " zh "要写入文件吗？[y/N] ";

        // Afterwards.
        NothingWritten en "Nothing was written." zh "未写入任何文件。";
        Written { n: usize, path: Safe<'static> }
            en "{n} accounts written: {path}" one(n) "1 account written: {path}"
            zh "已写入 {n} 个账号：{path}";
        DeleteAfter
            en "Anybody who reads this file has the keys. Delete it once it is where it was to go."
            zh "任何能读取此文件的人都会得到密钥。用完后请立即删除。";
    }
}
