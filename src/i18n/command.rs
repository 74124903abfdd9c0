//! What the command line says besides help: prompts, questions, results.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence on the command line.
    pub enum Command {
        // Prompts. The English word is in the Chinese ones too, so that scripts that wait for it work.
        AskIdentity en "Passphrase of your identity: " zh "身份文件口令（passphrase）：";
        AskVault en "Passphrase of this vault: " zh "保险库口令（passphrase）：";
        AskNewOfFile en "Password of the file (empty takes the ten words): " zh "文件密码（password，留空则使用以上十个单词）：";
        AskAgainOfFile en "The password again: " zh "再次输入文件密码（password）：";
        AskNew en "New passphrase (empty takes the ten words): " zh "新口令（passphrase，留空则使用以上十个单词）：";
        AskAgain en "The passphrase again: " zh "再次输入口令（passphrase）：";
        AskKey en "Key or otpauth address (not shown; empty for none): " zh "密钥或 otpauth 地址（不显示；没有则留空）：";
        AskPin en "PIN of this key (not shown; empty if you do not have it): " zh "此密钥的 PIN（不显示；没有则留空）：";
        AskRecovery
            en "Make a recovery key for paper, in case the identity is lost? [y/N] "
            zh "要生成纸质恢复密钥，以防身份文件丢失吗？[y/N] ";
        AskRemove { title: Safe<'static> } en "Remove {title}? [y/N] " zh "要删除 {title} 吗？[y/N] ";
        AskRestore { name: Safe<'static> }
            en "Put {name} in the vault's place? What is there now becomes a backup. [y/N] "
            zh "要用 {name} 替换保险库吗？现有内容会转为备份。[y/N] ";
        AskPrintSecrets en "Whoever reads the sheet can make codes for these logins. Type print to print the keys: " zh "拿到这张纸的人可以生成这些账号的验证码。要打印密钥，请输入 print（或 打印）：";
        NothingPrinted en "Nothing was printed." zh "未打印任何内容。";
        SecondKeysLeft { n: usize }
            en "Second keys, which clash with those printed, are not on the sheet: {n} logins have one. Decide first which one counts: {keyrack} conflict"
            one(n) "A second key, which clashes with the one printed, is not on the sheet. Decide first which one counts: {keyrack} conflict"
            zh "{n} 个账号另有冲突的密钥，未印在表上。请先确认以哪个为准：{keyrack} conflict";
        Printed { path: Safe<'static> } en "Written: {path}" zh "已写入：{path}";
        AskField { field: Safe<'static> } en "{field}: " zh "{field}：";

        // init.
        Offered { words: Safe<'static> }
            en "Ten words nobody has seen, if you like. Write them down with their dashes: {words}"
            zh "可以使用这十个随机单词，请连同短横线一起抄下：{words}";
        StrengthIs { strength: Safe<'static> } en "Strength: {strength}" zh "强度：{strength}";
        VaultAt { path: Safe<'static> } en "Vault: {path}" zh "保险库：{path}";
        IdentityAt { path: Safe<'static> } en "Identity: {path}" zh "身份文件：{path}";
        IdentityUsed { path: Safe<'static> } en "Identity: {path} (it existed and was used)" zh "身份文件：{path}（已存在，直接使用）";
        RecipientIs { recipient: Safe<'static> } en "Recipient: {recipient}" zh "接收者公钥：{recipient}";
        KeepIdentity
            en "Keep a copy of the identity file elsewhere: without it the vault does not open."
            zh "请另存一份身份文件：没有它就无法打开保险库。";
        KeepIdentityOrPaper
            en "Keep a copy of the identity file elsewhere: without it only the recovery key opens the vault."
            zh "请另存一份身份文件：没有它就只能用恢复密钥打开保险库。";
        IdentityBeside
            en "Note: the identity lies beside the vault. Whoever copies the folder takes both."
            zh "注意：身份文件与保险库在同一文件夹，复制该文件夹的人会同时得到两者。";
        WeakPassphrase en "Note: this passphrase is easy to guess." zh "注意：这个口令很容易猜到。";

        ShiftOver en "The shift is over." zh "值班时间已到。";
        ClipboardCleared
            en "What you copied last is taken out of the clipboard."
            zh "已从剪贴板中清除最后复制的内容。";
        ClipboardLeft
            en "The clipboard is left as it is: clear_clipboard_seconds is 0."
            zh "剪贴板保持原样：clear_clipboard_seconds 为 0。";
        CopyHeld { title: Safe<'static>, n: u64 }
            en "Copied: {title}. In the clipboard for {n} s; Ctrl-C takes it back at once."
            zh "已复制：{title}。在剪贴板中保留 {n} 秒，按 Ctrl-C 立即清除。";
        CopyKept { title: Safe<'static> }
            en "Copied: {title}. In the clipboard until something else is copied; Ctrl-C takes it back."
            zh "已复制：{title}。保留到复制其他内容为止，按 Ctrl-C 清除。";
        CopyTaken { title: Safe<'static> } en "Copied: {title}." zh "已复制：{title}。";
        CopySent { title: Safe<'static> }
            en "Sent to your terminal: {title}. Nothing pasted? keyrack doctor --copy says why."
            zh "已发送到您的终端：{title}。粘贴不出来？keyrack doctor --copy 可查原因。";
        CopyBegins { n: u32 } en "That is the next code: it begins in {n} s." zh "这是下一个验证码，{n} 秒后生效。";
        CopyFarTmux
            en "Your local tmux blocks copies by default. Run there: tmux set -s set-clipboard on"
            zh "您电脑上的 tmux 默认拦截复制，请在那里运行：tmux set -s set-clipboard on";
        CopyNearTmux
            en "The tmux here drops copies by default. As its user, run: tmux set -s set-clipboard on"
            zh "本机的 tmux 默认拦截复制，请以启动它的用户运行：tmux set -s set-clipboard on";
        CopyPrint en "{keyrack} code prints it." zh "可用 {keyrack} code 输出验证码。";
        CopyPerhapsFarTmux
            en "If you use tmux on your own machine and nothing arrives, run there: tmux set -s set-clipboard on"
            zh "若您电脑上用着 tmux 而粘贴不出来，请在那里运行：tmux set -s set-clipboard on";
        CopyShortLived { n: u32 } en "It expires in {n} s." zh "{n} 秒后过期。";
        CopyReplaced en "Something else was copied meanwhile; it was left alone." zh "期间复制了其他内容，已保留。";
        CopyBack en "Taken out of the clipboard." zh "已从剪贴板中清除。";
        Crashed
            en "Keyrack stopped on an internal error. The vault is as it was last saved."
            zh "Keyrack 因内部错误中止。保险库保持上次保存时的内容。";

        // Accounts.
        Added { title: Safe<'static>, id: Safe<'static> } en "Added {title} ({id})" zh "已添加 {title}（{id}）";
        AddedAt { title: Safe<'static>, platform: Safe<'static>, id: Safe<'static> } en "Added {title}, {platform} ({id})" zh "已添加 {title}，平台 {platform}（{id}）";
        SameKey { title: Safe<'static> } en "{title} has the same key already: one login in two places, or the wrong key was taken." zh "{title} 已有相同的密钥：可能是同一个登录账号重复录入，也可能用错了密钥。";
        AskSameKey en "Add it all the same? [y/N] " zh "仍要添加吗？[y/N] ";
        Edited { title: Safe<'static> } en "Saved {title}" zh "已保存 {title}";
        Removed { title: Safe<'static> } en "Removed {title}. The version before is among the backups: {keyrack} doctor --backups" zh "已删除 {title}。之前的版本在备份中：{keyrack} doctor --backups";
        LeftAlone en "Nothing was changed." zh "未作任何更改。";
        Compare { code: Safe<'static>, left: u32 }
            en "It shows {code} for {left} s now: compare with the phone."
            zh "当前验证码 {code}（{left} 秒）：请与手机核对。";
        CompareCounter { code: Safe<'static> }
            en "The next code is {code}: compare with the device."
            zh "下一个验证码为 {code}：请与设备核对。";
        NoCodeYet
            en "It gives no code until its PIN is here: {keyrack} edit QUERY --ask-pin"
            zh "补充 PIN 之前无法生成验证码：{keyrack} edit 关键词 --ask-pin";
        AskCode en "The code the phone shows: " zh "手机上显示的验证码：";
        SameCode en "The phone shows the code of now." zh "手机显示的就是当前验证码。";
        NextCode
            en "The phone shows the next code already: its clock is some seconds fast, or this computer's is slow. Platforms usually accept that."
            zh "手机显示的是下一个验证码：手机快了几秒，或本机慢了几秒。平台通常会接受。";
        PreviousCode
            en "The phone shows the code before: typed a little late, or its clock is some seconds slow, or this computer's is fast. Platforms usually accept that."
            zh "手机显示的是上一个验证码：输入晚了一点，或手机慢了几秒，或本机快了几秒。平台通常会接受。";
        PhoneSlow { steps: u64, seconds: u64 }
            en "The phone shows the code of {steps} steps ago: the phone is about {seconds} s slow, or this computer {seconds} s fast. Which one: {keyrack} doctor --clock"
            zh "手机显示的是 {steps} 个周期前的验证码：手机约慢 {seconds} 秒，或本机约快 {seconds} 秒。判断是哪边：{keyrack} doctor --clock";
        PhoneFast { steps: u64, seconds: u64 }
            en "The phone shows the code of {steps} steps ahead: the phone is about {seconds} s fast, or this computer {seconds} s slow. Which one: {keyrack} doctor --clock"
            zh "手机显示的是 {steps} 个周期后的验证码：手机约快 {seconds} 秒，或本机约慢 {seconds} 秒。判断是哪边：{keyrack} doctor --clock";
        NoMatch { minutes: u64 }
            en "It matches nothing within {minutes} min: the phone has another key, or this login was re-keyed. See keyrack playbook refused"
            zh "前后 {minutes} 分钟内都不匹配：手机上是另一个密钥，或者密钥已更换。参见 keyrack playbook refused";
        SameCounter en "The device shows the next code, as here." zh "设备显示的就是下一个验证码，与这里一致。";
        CounterAhead { steps: u64, counter: u64 }
            en "The device is {steps} codes ahead. Its code is the one of counter {counter}: {keyrack} edit QUERY --counter {counter}"
            one(steps) "The device is one code ahead. Its code is the one of counter {counter}: {keyrack} edit QUERY --counter {counter}"
            zh "设备超前 {steps} 个验证码。该验证码的计数为 {counter}：{keyrack} edit 关键词 --counter {counter}";
        NoCounterMatch { reach: u32 }
            en "It matches none of the next {reach} codes: used already, or another key."
            zh "与接下来的 {reach} 个验证码都不匹配：已经用过，或是另一个密钥。";
        SecondsLeft { n: u32 } en "{n} s" zh "{n} 秒";
        NoAccounts en "No accounts yet. Add one with {keyrack} add, or import a list: {keyrack} import FILE" zh "还没有账号。请用 {keyrack} add 添加，或导入列表：{keyrack} import 文件";
        KeyIs { kind: Safe<'static>, digits: u8, algorithm: Safe<'static>, bits: usize }
            en "{kind}, {digits} digits, {algorithm}, {bits} bits"
            zh "{kind}，{digits} 位，{algorithm}，{bits} 比特";
        KeyEvery { kind: Safe<'static>, digits: u8, period: u32, algorithm: Safe<'static>, bits: usize }
            en "{kind}, {digits} digits every {period} s, {algorithm}, {bits} bits"
            zh "{kind}，每 {period} 秒 {digits} 位，{algorithm}，{bits} 比特";
        KeyWithoutPin { key: Safe<'static> }
            en "{key}; PIN missing, so no code: {keyrack} edit QUERY --ask-pin"
            zh "{key}；缺少 PIN，无法生成验证码：{keyrack} edit 关键词 --ask-pin";
        NoKey en "none here" zh "无";
        Methods en "Methods" zh "验证方式";
        TestedOn { day: Safe<'static> } en "tested {day}" zh "{day} 测试";

        // ungarble.
        PasteMessage en "Paste the message, then press Enter and Ctrl-D." zh "请粘贴短信，然后按回车和 Ctrl-D。";
        ReadPlain en "The digits stand in the message as it is." zh "数字直接出自短信原文。";
        ReadAs { sent: Safe<'static>, seen: Safe<'static> }
            en "It was sent as {sent} and read as {seen}."
            zh "短信按 {sent} 发出，被误读为 {seen}。";
        ReadTwice { sent: Safe<'static>, seen: Safe<'static> }
            en "It was sent as {sent} and read as {seen}, twice in a row."
            zh "短信按 {sent} 发出，连续两次被误读为 {seen}。";
        ReadText { text: Safe<'static> } en "It says: {text}" zh "短信内容：{text}";
        ReadLost { n: usize }
            en "{n} characters of it are lost." one(n) "One character of it is lost."
            zh "其中 {n} 个字符已丢失。";

        // platform.
        Yes en "yes" zh "是";
        No en "no" zh "否";
        NotKnown en "not known" zh "未知";
        PlatformAliases en "Also called" zh "别名";
        PlatformConsole en "Console" zh "后台地址";
        PlatformConsoleOf { site: Safe<'static> } en "Console {site}" zh "后台地址 {site}";
        PlatformKinds en "Kinds of second step" zh "验证方式";
        PlatformAppTwice en "App as main and backup" zh "主、备均可用验证器";
        PlatformOneNumber en "A number only once per login" zh "每个账号同一号码限用一次";
        PlatformMandate en "Required" zh "强制要求";
        Everywhere en "everywhere" zh "所有站点";
        Since { place: Safe<'static>, day: Safe<'static> } en "{place}, since {day}" zh "{place}，自 {day} 起";
        PlatformRecovery en "Recovery codes" zh "恢复代码";
        Codes { n: u32 } en "yes, {n}" one(n) "yes; how many is not known" zh "有（{n}）";
        PlatformSharing en "Number or app may be shared" zh "允许共用号码或验证器";
        PlatformSubUsers en "A login for each colleague" zh "支持子账号";
        PlatformMoney en "Payment account" zh "收款账户";
        PlatformWithdraws en "Gives up" zh "将停用";
        Until { kind: Safe<'static>, day: Safe<'static> } en "{kind}, on {day}" zh "{kind}，{day} 起";
        PlatformChecked en "Checked" zh "核实日期";
        PlatformSource en "Source" zh "来源";
        PlatformMark en "How sure" zh "可信度";
        MarkV en "verified" zh "已核实";
        MarkS en "one source" zh "单一来源";
        MarkU en "not verified" zh "未核实";
        ChangedInVault en "changed in this vault" zh "本保险库已修改";
        AddedInVault en "added in this vault" zh "由本保险库添加";
        ChangedInFile en "changed in platforms.ron" zh "platforms.ron 已修改";
        AddedInFile en "added in platforms.ron" zh "由 platforms.ron 添加";
        PlatformNoted { name: Safe<'static> } en "{name}: noted in the vault." zh "{name}：已记入保险库。";
        PlatformNew { name: Safe<'static> } en "{name} was not known so far: added to the vault." zh "此前没有 {name} 的资料，已添加到保险库。";
        PlatformForgotten { name: Safe<'static> } en "{name}: the vault says nothing of it any more." zh "{name}：已删除保险库中的资料。";

        // doctor.
        SettingsLine en "Settings" zh "设置";
        IdentityLine en "Identity" zh "身份文件";
        VaultLine en "Vault" zh "保险库";
        BackupsLine en "Backups" zh "备份";
        KnownLine en "Last seen" zh "已见版本";
        ClockRight en "right" zh "准确";
        ClockSlow { seconds: Safe<'static> } en "{seconds} s slow" zh "慢 {seconds} 秒";
        ClockFast { seconds: Safe<'static> } en "{seconds} s fast" zh "快 {seconds} 秒";
        ClockFine { server: Safe<'static> } en "by {server}; fine" zh "对照 {server}；正常";
        ClockMedium { server: Safe<'static> }
            en "by {server}; codes may be refused. Switch on automatic time: timedatectl set-ntp true, or chrony"
            zh "对照 {server}；验证码可能无效。请打开自动校时：timedatectl set-ntp true，或使用 chrony";
        ClockHigh { server: Safe<'static> }
            en "by {server}; codes will often be refused. Switch on automatic time: timedatectl set-ntp true, or chrony"
            zh "对照 {server}；验证码经常会无效。请打开自动校时：timedatectl set-ntp true，或使用 chrony";
        AccountsLine en "Accounts" zh "账号";
        Hardened en "closed to other programs" zh "其他程序无法读取";
        NotHardened en "open to other programs of this user (a debug build)" zh "本用户的其他程序可读取（调试版本）";
        HardenFailed { error: Safe<'static> } en "may be open to other programs of this user: {error}" zh "本用户的其他程序可能可以读取：{error}";
        KindReplaced en "before a save" zh "保存前";
        KindConflict en "yours, when another's was in place" zh "冲突时您的版本";
        KindCopy en "a synchroniser's copy, taken in" zh "已并入的同步副本";
        KindRecovered en "from an interrupted save" zh "中断保存的残留";
        QuarantineLine { title: Safe<'static>, reason: Safe<'static> } en "not understood: {title} ({reason})" zh "无法理解：{title}（{reason}）";
        ReasonShape en "not a record, or a value of the wrong sort" zh "不是记录，或值的类型不对";
        ReasonUnknownField en "a field this Keyrack does not know" zh "含有未知字段";
        ReasonValue { field: Safe<'static> } en "the value of {field}" zh "{field} 的值有误";
        ReasonNoId en "no id" zh "没有 id";
        ReasonDuplicate en "an id or name that is there already" zh "id 或名称重复";
        RestoreKeepsOut { names: Safe<'static> }
            en "Could read this backup and cannot read the vault now: {names}. They stay out. (--readmit would let them in again.)"
            zh "以下成员当时可读取这份备份，现在已无权读取保险库：{names}。恢复后仍无权读取（如需重新允许，请加 --readmit）。";
        RestoreLetsIn { names: Safe<'static> }
            en "Cannot read the vault now and will read it again: {names}."
            zh "以下成员现在无权读取保险库，恢复后将重新可以读取：{names}。";
        RestoreShutsOut { names: Safe<'static> }
            en "Can read the vault now and will not read it any more: {names}. To keep them, let them in again afterwards: {keyrack} member add"
            zh "以下成员现在可以读取保险库，恢复后将无权读取：{names}。如需保留，请在恢复后重新添加：{keyrack} member add";
        Restored { name: Safe<'static> } en "{name} is the vault now." zh "{name} 已成为当前保险库。";

        // health.
        NothingFound en "Nothing found." zh "未发现问题。";
        NothingSnoozed en "Nothing is put off." zh "没有已推迟的问题。";
        FindingCounts { critical: usize, high: usize, medium: usize, low: usize }
            en "{critical} critical, {high} high, {medium} medium, {low} low"
            zh "严重 {critical}，高 {high}，中 {medium}，低 {low}";
        FindingsSnoozed { n: usize }
            en "{n} findings are put off: {keyrack} health --snoozed"
            one(n) "1 finding is put off: {keyrack} health --snoozed"
            zh "另有 {n} 个问题已推迟：{keyrack} health --snoozed";
        SnoozedUntil { day: Safe<'static>, reason: Safe<'static> } en "until {day}: {reason}" zh "推迟至 {day}：{reason}";
        ApartFromAccounts en "what belongs to no account" zh "不属于账号的问题";
        Snoozed { rule: Safe<'static>, title: Safe<'static>, day: Safe<'static> }
            en "{rule} stays quiet until {day}: {title}"
            zh "{rule} 已推迟至 {day}：{title}";
        Woken { rule: Safe<'static>, title: Safe<'static> } en "{rule} counts again: {title}" zh "{rule} 已恢复提醒：{title}";
    }
}
