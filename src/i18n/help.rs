//! What `--help` says. One line for each command and option.

use super::messages;

messages! {
    keyrack in
    /// A line of help.
    pub enum Help {
        // Frame.
        About en "Codes and backup devices for many store accounts, from one encrypted file" zh "一个加密文件，管理众多店铺账号的验证码和备用设备";
        Usage en "Usage: " zh "用法：";
        Commands en "Commands" zh "命令";
        Arguments en "Arguments" zh "参数";
        Options en "Options" zh "选项";
        Everywhere en "Options of every command" zh "通用选项";
        Ending
            en "Without a command the dashboard opens. Help on one command: keyrack COMMAND --help"
            zh "不带命令时打开仪表盘。单个命令的帮助：keyrack 命令 --help";

        // Options of every command.
        OptVault en "The vault [KEYRACK_VAULT]" zh "保险库文件 [KEYRACK_VAULT]";
        OptWith en "Another vault, open together with it; may be repeated" zh "同时打开的另一个保险库，可重复";
        OptIdentity en "The identity file that opens it [KEYRACK_IDENTITY]" zh "用于打开保险库的身份文件 [KEYRACK_IDENTITY]";
        OptPassphraseFile en "Read the passphrase from a file" zh "从文件读取口令";
        OptPassphraseFd en "Read the passphrase from an open file descriptor" zh "从已打开的文件描述符读取口令";
        OptLang en "The language: en, zh-CN" zh "语言：en、zh-CN";
        OptColor en "Colours of the dashboard: auto, always, never" zh "仪表盘颜色：auto、always、never";
        OptLean en "Few bytes, for slow lines: no bars in the dashboard" zh "慢速网络：仪表盘不画进度条，尽量少传数据";
        OptReadOnly en "Write nothing: whatever would change the vault is refused" zh "只读：凡是会修改保险库的操作一律拒绝";
        OptHelp en "Show this help" zh "显示此帮助";
        OptVersion en "Show the version" zh "显示版本";
        OptJson en "Write JSON" zh "以 JSON 输出";
        OptYes en "Do not ask" zh "不再询问";
        ArgQuery en "The account: its id, or any part of its store, login or platform" zh "账号：id，或店铺、登录账号、平台的任意部分";

        // Commands.
        Init en "Create an identity and a vault" zh "新建身份文件和保险库";
        Add en "Add an account" zh "添加账号";
        Edit en "Change an account" zh "修改账号";
        Move en "Move accounts from one open vault to another" zh "在已打开的保险库之间移动账号";
        MoveAll en "Every account that the query finds" zh "移动查找到的所有账号";
        MoveTo en "The vault they move to, by its file's name without the ending" zh "目标保险库：不带扩展名的文件名";
        Remove en "Remove an account" zh "删除账号";
        Trust
            en "See what is wrong with a doubtful vault, and decide what becomes of it"
            zh "查看可疑的保险库有何异常，并决定如何处理";
        TrustRegain
            en "Put back what this machine knew, merged with what the file holds"
            zh "恢复本机已知的版本，并与文件中的内容合并";
        Activity en "Who copied, showed, edited, tested or exported what, newest first" zh "查看操作记录：谁在何时复制、查看、修改、测试或导出了什么（最新在前）";
        ActivitySince en "Not before: 2026-11-01, 2026-11-01T14:00, 7d, 2h, 30m" zh "起始时间：2026-11-01、2026-11-01T14:00、7d、2h、30m";
        ActivityUntil en "Only before" zh "截止时间";
        ActivityAccount en "Only what was done to the accounts that match this" zh "只列出与之匹配的账号的操作";
        ActivityWho en "Only what was done by whoever has this in their name" zh "只列出姓名包含此文字的人的操作";
        ActivityWhat
            en "Only this: copied, revealed, key-shown, exported, imported, added, edited, removed, moved-in, moved-away, rekeyed, tested, lost, found, recovery-used, let-in, shut-out, confirmed, recovery-made, recovery-tried, rotated, restored; may be repeated"
            zh "只列出此类操作：copied、revealed、key-shown、exported、imported、added、edited、removed、moved-in、moved-away、rekeyed、tested、lost、found、recovery-used、let-in、shut-out、confirmed、recovery-made、recovery-tried、rotated、restored，可重复使用";
        ActivityNumber en "The newest N; 0 for all [100, all with --json and --csv]" zh "最新的 N 条；0 为全部 [100；用 --json 或 --csv 时为全部]";
        ActivityCsv en "As a table for spreadsheets" zh "以表格（CSV）输出";
        Identity en "Your identity: make one, show its public half, change its passphrase, replace it" zh "您的身份：新建、查看公钥、修改口令、更换";
        IdentityNew en "Make an identity, and print the line that lets you into a team's vault" zh "新建身份，并输出用于加入团队保险库的那一行";
        IdentityShow en "Print the line to send, and the fingerprint" zh "输出要发送的那一行和指纹";
        IdentityPassphrase en "Give the identity file another passphrase" zh "修改身份文件的口令";
        IdentityRotate en "Put a new identity in the place of yours, in the file and in every vault that is named" zh "更换身份：更新身份文件和指定的所有保险库";
        IdentityStolen en "Somebody else may have your identity: list what was open to it" zh "您的身份可能已泄露：列出需要更换的内容";
        IdentityName en "Your name, as colleagues call you" zh "您的姓名（同事的称呼）";
        IdentityVaults en "Further vaults that your identity opens" zh "您的身份能打开的其他保险库";
        NewPassphraseFile en "Read the new passphrase from a file" zh "从文件读取新口令";
        NewNoPassphrase en "Leave the file without a passphrase" zh "不设口令";
        Member en "Who can open the vault: let somebody in, shut somebody out, the recovery key" zh "能打开保险库的人：添加、移出，以及恢复密钥";
        MemberList en "List them, and who was shut out (the default)" zh "列出成员和已移出的人（可省略此词）";
        MemberAdd en "Let somebody in, by the line they sent" zh "用对方发来的那一行添加成员";
        MemberRemove en "Shut somebody out, and begin the list of what is to be replaced" zh "移出成员，并生成需更换内容的清单";
        MemberConfirm en "Compare the fingerprint of the vault with a colleague" zh "与同事核对保险库指纹";
        MemberRecovery en "Make a recovery key for paper, or put a new one in its place" zh "生成或更换纸质恢复密钥";
        MemberDrill en "Try the recovery key on paper" zh "验证纸上的恢复密钥";
        MemberLine en "The line: a public key and a name" zh "公钥和姓名组成的一行";
        MemberFile en "Read the line from a file; - for standard input" zh "从文件读取该行，- 表示标准输入";
        MemberName en "What the team calls them" zh "团队对其的称呼";
        MemberPerson en "Which person of the list it is, if the name there is another" zh "对应人员列表中的哪一位（称呼不同时）";
        ArgMember en "The member: the name, or the end of the fingerprint" zh "成员：姓名或指纹末尾";
        MemberMyself en "Allow removing yourself" zh "允许移出自己";
        MemberStolen en "Somebody else may have the key: list what was open to it, and mark nobody as having left; also for a key that is out already" zh "密钥可能已落入他人之手：列出需要更换的内容，不标记离职；也可用于已移出的密钥";
        MemberReplace en "Replace the present one, which stops working once the new one is on paper" zh "替换现有的恢复密钥（确认新密钥已抄好后，旧密钥失效）";
        MemberDrillReplace en "Shut every other recovery key out, once this one has opened the vault" zh "此密钥验证通过后，作废其他恢复密钥";
        MemberPaper en "Read the recovery key from a file; - for standard input" zh "从文件读取恢复密钥，- 表示标准输入";
        Conflict en "Decide between values that two people changed at the same time" zh "处理两人同时修改造成的冲突";
        ConflictList en "List them (the default)" zh "列出冲突（可省略此词）";
        ConflictDecide en "Choose the value to keep" zh "选定以哪个为准";
        ConflictReveal en "Show the codes of keys that clash, to be held against a phone" zh "显示冲突密钥的验证码，以便与手机核对";
        ArgConflict en "The conflict: its letters in the list" zh "冲突在列表中的代号";
        ArgValue en "The value: its number, or all" zh "内容的编号，或 all（全部保留）";
        Sync en "Exchange the vault with other machines through git, and take in a synchroniser's copies" zh "通过 git 与其他机器同步保险库，并合并同步软件的冲突副本";
        SyncInit en "Set up the repository the vault is kept in" zh "设置存放保险库的仓库";
        SyncStatus en "Show how it stands, without the network" zh "显示同步状态（不联网）";
        SyncVerify en "Check who signed the commits" zh "检查提交的签名";
        SyncRemote en "Where it is exchanged: git@host:team.git, /mnt/team.git" zh "远程仓库地址：git@host:team.git、/mnt/team.git";
        SyncAsk en "Let git and ssh ask for passwords on the terminal" zh "允许 git 和 ssh 在终端询问密码";
        SyncAccept en "Take in other recipients, or an older version that was put back; you have asked" zh "接受成员变化或被放回的旧版本（须先向同事确认）";
        SyncSigners en "A file of keys that may sign [git's gpg.ssh.allowedSignersFile]" zh "允许签名者文件 [git 的 gpg.ssh.allowedSignersFile]";
        SyncLast en "Only so many of the newest commits [1000]" zh "只检查最新的若干提交 [1000]";
        GitMerge en "For git: merge three versions of a vault into the second file" zh "供 git 使用：合并保险库的三个版本";
        GitShow en "For git: show a vault without keys, PINs and recovery codes" zh "供 git 使用：显示保险库（不含密钥、PIN 和恢复代码）";
        Show en "Show everything about an account but its key" zh "显示账号的全部信息（不含密钥）";
        List en "List accounts" zh "列出账号";
        Code en "Print the code to type now" zh "输出当前验证码";
        Import en "Add the accounts of other apps' exports, tables, lists and QR pictures" zh "导入其他应用的导出、表格、地址列表或二维码图片";
        Doctor en "Check files, copying and this machine; list and restore backups" zh "检查文件、复制与本机；列出并恢复备份";
        Platform en "Show or correct what is known of the platforms: kinds of second step, what they require" zh "查看或修改平台资料：验证方式、强制要求等";
        PlatformList en "List the platforms" zh "列出平台";
        PlatformShow en "Show everything known of a platform" zh "显示某个平台的全部资料";
        PlatformEdit en "Note in the vault where a platform is not as Keyrack has it; what is not named stays" zh "在保险库中记录平台的实际情况，未指定的内容不变";
        PlatformForget en "Take out what the vault says of a platform" zh "删除保险库中的平台资料";
        PlatformKinds en "What it offers: totp, sms, voice, whatsapp, email, push, security-key, passkey; unknown" zh "支持的验证方式：totp、sms、voice、whatsapp、email、push、security-key、passkey；unknown 表示未知";
        PlatformConsole en "Where sellers sign in; with a marketplace or region before it where it differs" zh "卖家登录地址；站点或地区不同时写在前面";
        PlatformAlias en "Another name of it: the issuer of its keys, a local name" zh "其他名称：密钥的签发方、当地名称";
        PlatformAppTwice en "May an authenticator app be both main and backup? yes, no, unknown" zh "验证器可否同时作为主、备方式：yes、no、unknown";
        PlatformOneNumber en "Is one number good for only one method of a login? yes, no, unknown" zh "每个账号同一号码是否只能用一次：yes、no、unknown";
        PlatformRecovery en "How many recovery codes it issues; none, unknown" zh "发放的恢复代码数量；none 表示不发放，unknown 表示未知";
        PlatformSharing en "May one number or app serve different owners? yes, no, unknown" zh "不同主体可否共用号码或验证器：yes、no、unknown";
        PlatformSubUsers en "Can each colleague have a login? yes, no, unknown" zh "是否支持子账号：yes、no、unknown";
        PlatformMoney en "Does money lie there? yes, no, unknown" zh "是否为收款账户：yes、no、unknown";
        PlatformMandate en "Where two-step verification is required, and since when: EU,JP:2026-01-31, all" zh "强制两步验证的地区与起始日：EU,JP:2026-01-31；all 表示所有站点";
        PlatformWithdraw en "A kind it gives up, and when: sms:2027-06-30" zh "将停用的方式与日期：sms:2027-06-30";
        PlatformNote en "What else is worth knowing" zh "其他说明";
        PlatformSource en "Where that was seen" zh "信息来源";
        PlatformMark en "How sure it is: V its own page or two sources, S one source, U not verified [S]" zh "可信度：V 官方页面或两个来源，S 单一来源，U 未核实 [S]";
        PlatformChecked en "The day somebody looked: 2026-03-31 [today]" zh "核实日期：2026-03-31 [今天]";
        Health en "Show what endangers the accounts, and what to do" zh "检查账号风险并给出处理办法";
        Playbook en "What to do when something goes wrong, step by step" zh "出问题时怎么办：处置手册";
        Ungarble en "Recover the digits of a garbled text message" zh "从乱码短信中还原验证码";
        Demo en "Open the dashboard on a vault of invented stores" zh "用虚构店铺的保险库打开仪表盘";

        Shift
            en "Open the dashboard for somebody who only copies codes: some accounts, some hours"
            zh "值班模式：只打开选定的账号，只能复制验证码，到时自动退出";
        ShiftQuery en "The accounts that a search finds, as keyrack list does" zh "按搜索选择账号，与 keyrack list 相同";
        ShiftFor en "How long, up to 24h: 8h, 90m, 1h30m" zh "时长，最长 24h：8h、90m、1h30m";

        // init.
        InitPassphraseVault en "Make a vault that opens with a passphrase alone" zh "新建仅凭口令打开的保险库";
        InitNoPassphrase en "Do not protect the identity file" zh "不用口令保护身份文件";
        InitRecovery en "Make an offline recovery key and print it once" zh "生成离线恢复密钥并显示一次";
        InitWork en "How costly each guess of the passphrase is: 10 to 20 [18]" zh "口令的工作因子，越大越难猜：10 至 20 [18]";

        // add and edit.
        FieldPlatform en "Where one signs in: Amazon, Coupang …" zh "登录的平台：Amazon、Coupang 等";
        FieldStore en "The store's name" zh "店铺名称";
        FieldLogin en "The user name" zh "登录账号";
        FieldSites en "Marketplaces: DE,FR" zh "站点：DE,FR";
        FieldKind en "totp, hotp, steam, motp, yandex [totp]" zh "totp、hotp、steam、motp、yandex [totp]";
        FieldDigits en "Digits of a code [6]" zh "验证码位数 [6]";
        FieldPeriod en "Seconds of a period [30]" zh "周期秒数 [30]";
        FieldAlgorithm en "sha1, sha256, sha512 [sha1]" zh "sha1、sha256、sha512 [sha1]";
        FieldCounter en "The next counter [0]" zh "下一个计数 [0]";
        FieldBy en "How the code arrives: totp, sms, voice, whatsapp, email, push, security-key, passkey" zh "验证码接收方式：totp、sms、voice、whatsapp、email、push、security-key、passkey";
        FieldDevice en "The device it arrives on: P-07" zh "接收设备：P-07";
        FieldNumber en "The number it arrives on" zh "接收手机号";
        FieldHolder en "Who holds that device" zh "该设备的保管人";
        FieldBackup en "The backup method; the same words as --by" zh "备用方式，取值同 --by";
        FieldBackupDevice en "The backup device" zh "备用设备";
        FieldBackupNumber en "The backup number" zh "备用手机号";
        FieldBackupHolder en "Who holds the backup device" zh "备用设备的保管人";
        FieldBackupTested en "The day the backup last worked: 2026-03-31" zh "备用方式上次测试通过的日期：2026-03-31";
        FieldCompany en "The company that owns it" zh "所属公司";
        FieldTags en "Tags: eu,main" zh "标签：eu,main";
        FieldNote en "A note" zh "备注";
        FieldTwoStep en "Whether two-step verification is on: unknown, on, off" zh "是否已开启两步验证：unknown、on、off";
        FieldUsers en "Who signs in with it: Li,Min-ji" zh "使用该账号的人：李雷,Min-ji";
        FieldProfile en "The browser profile it is opened in" zh "打开它的浏览器环境";
        FieldConsole en "The address one signs in at" zh "登录网址";
        FieldKeyed en "The day the key was enrolled or last replaced" zh "密钥登记或上次更换的日期";
        FieldLabel en "What its sticker says: P-07" zh "设备编号：P-07";
        FieldDeviceKind en "phone, tablet, landline, computer, security-key, modem-pool, cloud-phone [phone]" zh "phone、tablet、landline、computer、security-key、modem-pool、cloud-phone [phone]";
        FieldLocation en "Where it is kept" zh "存放地点";
        FieldDeviceState en "ok, lost, stolen, broken, retired [ok]" zh "ok、lost、stolen、broken、retired [ok]";
        FieldSince en "The day it came into that state" zh "进入该状态的日期";
        FieldAutoTime en "Whether its clock sets itself: yes, no" zh "是否自动校时：yes、no";
        FieldNumberKind en "sim, esim, landline, voip, rented [sim]" zh "sim、esim、landline、voip、rented [sim]";
        FieldCarrier en "Who runs the line" zh "运营商";
        FieldRegisteredTo en "In whose name it is registered" zh "实名登记人";
        FieldKeepalive en "The day until which it must be topped up" zh "保号截止日";
        FieldNumberState en "ok, suspended, lapsed, lost [ok]" zh "ok、suspended、lapsed、lost [ok]";
        FieldName en "What the team calls them" zh "姓名";
        FieldTeam en "Their group" zh "团队";
        FieldLeftOn en "The day they left" zh "离职日期";
        FieldRole en "main, backup, extra [the first that is free]" zh "main、backup、extra [第一个空缺的]";
        FieldAddress en "The mailbox the code arrives in" zh "接收验证码的邮箱";
        FieldMethodState en "active, lost, retired [active]" zh "active、lost、retired [active]";
        FieldRegistered en "The day it was registered at the platform" zh "在平台登记的日期";
        FieldTested en "The day it was last tried" zh "上次测试日期";
        FieldResult en "What came then: ok, late, garbled, none, rejected [ok]" zh "测试结果：ok、late、garbled、none、rejected [ok]";
        FieldTestedBy en "Who tried" zh "测试人";
        FieldCopyKind en "app, manager, web, mini-program, sheet, paper [app]" zh "app、manager、web、mini-program、sheet、paper [app]";
        FieldPlace en "The name of the place" zh "存放位置";
        FieldAdded en "The day it was made" zh "添加日期";
        FieldRemoved en "The day it was deleted" zh "删除日期";
        FieldLeft en "How many are left, where they are not kept here" zh "剩余数量（未存放在此处时）";
        FieldChecked en "The day somebody last looked" zh "核对日期";
        ManageDevice en "Devices: list, show, add, edit, remove, lost, found" zh "设备：列出、显示、添加、修改、删除、丢失、找回";
        ManageNumber en "Phone numbers: list, show, add, edit, remove, lapsed, lost, found" zh "手机号：列出、显示、添加、修改、删除、销号、丢失、找回";
        ManagePerson en "People: list, show, add, edit, remove, left, back" zh "人员：列出、显示、添加、修改、删除、离职、复职";
        NumberLost en "Mark a number as lost, and list the accounts that need work" zh "标记手机号丢失，列出需要处理的账号";
        NumberLapsed en "The carrier took it back: mark it, and list the accounts that need work" zh "标记手机号已被运营商收回，列出需要处理的账号";
        PersonLeft en "Mark a person as having left, and list the accounts that need work" zh "标记人员离职，列出需要处理的账号";
        PersonBack en "They are back: take the mark back" zh "撤销离职标记";
        ManageMethod en "The two-step methods of an account: list, add, edit, remove" zh "账号的验证方式：列出、添加、修改、删除";
        ManageCopy en "Other places that hold an account's key: list, add, edit, remove" zh "账号密钥的其他副本：列出、添加、修改、删除";
        ManageRecovery en "An account's recovery codes: list, set, use, reveal, forget" zh "账号的恢复代码：列出、保存、使用、显示、删除";
        RecordList en "List them" zh "列出全部";
        RecordShow en "Show all that is known of one" zh "显示一条的全部信息";
        RecordAdd en "Add one" zh "添加";
        RecordEdit en "Change one; what is not named stays" zh "修改；未指定的内容保持不变";
        RecordRemove en "Remove one, and every mention of it" zh "删除，并清除所有关联";
        RecordFull en "Show phone numbers whole" zh "显示完整手机号";
        ArgDevice en "The device: its label, a part of it, or its id" zh "设备：编号、编号的一部分或 id";
        ArgNumber en "The number, or its last digits, or its id" zh "手机号、尾号或 id";
        ArgPerson en "The person: their name, a part of it, or their id" zh "人员：姓名、姓名的一部分或 id";
        ArgNewLabel en "What its sticker says: P-07" zh "设备编号：P-07";
        ArgNewNumber en "The number with its country code: \"+86 138 0000 0000\"" zh "带国家代码的手机号：\"+86 138 0000 0000\"";
        ArgNewName en "What the team calls them" zh "姓名";
        OptWhich en "Which one: its place in the list, its role, kind or place" zh "指定哪一个：序号、主/备、类型或存放位置";
        RecoveryList en "How many are left, and where they are; never the codes" zh "剩余数量和存放位置（不显示代码）";
        RecoverySet en "Store codes, or say where they are kept" zh "保存恢复代码，或登记存放位置";
        RecoveryUse en "Take the next code, and mark it as used" zh "取出下一个代码并标记为已使用";
        RecoveryReveal en "Print the codes that are left" zh "输出剩余的代码";
        RecoveryForget en "Forget the codes" zh "删除恢复代码";
        CodesFile en "Read the codes from a file, one a line; - is standard input" zh "从文件读取代码，每行一个；- 表示标准输入";
        KeyFile en "Read the key, or an otpauth address, from a file; - is standard input" zh "从文件读取密钥或 otpauth 地址；- 表示标准输入";
        NoKey en "A login without a key: its code arrives elsewhere" zh "没有密钥的登录账号：验证码从别处接收";
        AskKey en "Ask for a new key" zh "询问新密钥";
        PinFile en "Read the PIN of a mOTP or Yandex key from a file; - is standard input" zh "从文件读取 mOTP 或 Yandex 密钥的 PIN；- 表示标准输入";
        AskPin en "Ask for the PIN of a mOTP or Yandex key" zh "询问 mOTP 或 Yandex 密钥的 PIN";
        RemoveKey en "Forget the key" zh "删除密钥";
        Pin en "Keep it at the top" zh "置顶";
        Unpin en "Do not keep it at the top" zh "取消置顶";

        // health.
        HealthFailOn en "End with 10 if there is a finding as bad as this: critical, high, medium, low" zh "存在该严重程度或更严重的问题时以 10 退出：critical、high、medium、low";
        Attest en "Write the report that is filed: what is overdue, on which day, in which version" zh "生成存档报告：何时、哪个版本、哪些事项逾期";
        AttestFormat en "text, json or html; text if left out" zh "格式：text、json、html，默认 text";
        AttestSign en "Sign it with an SSH key, into FILE.sig" zh "用 SSH 密钥签名，存为 文件.sig";
        AttestNoSign en "Do not sign it, whatever the settings say" zh "不签名，忽略设置中的密钥";
        HealthSnoozed en "List what is put off instead" zh "改为列出已推迟的问题";
        HealthSnooze en "Put the findings of a rule at an account off for a while" zh "推迟某个账号上某条规则的提醒";
        HealthWake en "Count them again" zh "取消推迟";
        ArgRule en "The rule: B09" zh "规则编号：B09";
        SnoozeUntil en "The last day of quiet: 2026-03-31" zh "推迟到哪一天（含）：2026-03-31";
        SnoozeDays en "The same as a number of days" zh "推迟的天数";
        SnoozeReason en "Why" zh "原因";
        SnoozeBy en "Who decided it" zh "决定人";

        // The rest.
        CodeCompare en "Ask for the code a phone shows, and tell whose clock is off" zh "询问手机上显示的验证码，判断哪边的时间不准";
        ArgPlatform en "The platform: its name, another name of it, also with a site: Amazon DE" zh "平台：名称或别名，可带站点：Amazon DE";
        LossDryRun en "Only list the accounts; mark nothing" zh "只列出受影响的账号，不做标记";
        OptBy en "Who did it [the name in the settings, else yours on this machine]" zh "操作人 [设置中的姓名，否则为本机用户名]";
        OptOn en "The day: 2026-03-31 [today]" zh "日期：2026-03-31 [今天]";
        DeviceLost en "Mark a device as lost, and list the accounts that need work" zh "标记设备丢失，列出需要处理的账号";
        DeviceStolen en "It was stolen" zh "设备被盗";
        DeviceFound en "It was found: take the mark back" zh "撤销丢失标记";
        ArgLabel en "The device's label: P-07" zh "设备编号：P-07";
        Drill en "Test backup methods: who, which, and what came of it" zh "备用方式演练：测试谁、测哪个、结果如何";
        DrillStatus en "How many backups are tested, by holder, company and platform" zh "按保管人、公司、平台统计测试情况";
        DrillNext en "The backups to test next" zh "接下来要测试的备用方式";
        DrillRecord en "Write down what a test brought: ok, late, garbled, none or rejected" zh "记录测试结果：ok、late、garbled、none 或 rejected";
        DrillHolder en "Only those of this person" zh "只列出此人保管的";
        DrillCount en "How many at most [10]" zh "最多列出几个 [10]";
        DrillDigits en "Ask for the digits the device shows, and compare them" zh "询问设备上显示的验证码并比对";
        DrillRole en "Which method: backup, extra or main [backup]" zh "测试哪种方式：backup、extra 或 main [backup]";
        DrillMethod en "Which method, by its place in keyrack show: 1, 2 …" zh "按 keyrack show 中的序号指定方式：1、2……";
        ArgDrillRecord en "The account, and behind it the result" zh "账号，其后为结果";
        Print en "Print a device card, an emergency sheet, a handover sheet, a checklist or an audit table" zh "打印设备卡、应急信息表、交接表、处置清单或审计表";
        PrintCard en "A card for each device, or for one" zh "每台设备（或指定设备）一张卡";
        PrintEmergency en "A sheet to be sealed for each company, or for one" zh "每家公司（或指定公司）一份应急信息表，密封保存";
        PrintHandover en "Who holds what now, and what is not finished" zh "当前由谁保管，哪些事项未完成";
        Loss en "What is lost, and how far the work is" zh "丢失情况与处置进度";
        LossList en "Everything that is marked as lost, lapsed or left" zh "列出所有标记为丢失、销号或离职的对象";
        LossShow en "The accounts behind it, with what is to be done and what is done" zh "相关账号、待办步骤与已完成步骤";
        LossTick en "Tick a step off at an account" zh "把某账号的某一步标为已完成";
        LossUndo en "Take a tick back" zh "撤回，改为待办";
        ArgStep en "recover, sign-in, remove, replace, test, rekey, codes or number" zh "recover、sign-in、remove、replace、test、rekey、codes 或 number";
        PrintLoss en "What to do about a device, a number or a person that is gone" zh "设备、手机号丢失或人员离职的处置清单";
        PrintAudit en "Every login: methods, status, last test" zh "全部登录账号：验证方式、状态、上次测试";
        PrintHtml en "Write one HTML file, ready to print, instead of plain text" zh "输出可直接打印的单个 HTML 文件，而非纯文本";
        PrintOutput en "Write it to a new file that only you can read" zh "写入新文件，仅本人可读";
        PrintSecrets en "Print keys and recovery codes too; asks once more" zh "同时打印密钥和恢复代码，会再次确认";
        PrintYes en "Do not ask once more; only together with --secrets" zh "不再确认，仅可与 --secrets 同用";
        ArgCompany en "The company: its whole name" zh "公司全称";
        ArgThing en "The device's label, the number or the person's name" zh "设备编号、手机号或姓名";
        ArgPlaybook en "The page: its number, its word or a part of its title; without it the list" zh "页面：编号、代号或标题的一部分；不填则列出目录";
        ListCodes en "Show the codes too" zh "同时显示验证码";
        ArgFilter en "Only what matches this" zh "只列出匹配的账号";
        ArgFile en "The file; - is standard input" zh "文件；- 表示标准输入";
        ArgFiles en "The files, taken together; - is standard input" zh "一个或多个文件，一并导入；- 表示标准输入";
        ImportClipboard en "Read the QR codes of the picture on this machine's clipboard (not over ssh)" zh "读取本机剪贴板上图片中的二维码（ssh 远程时不可用）";
        ImportOnly en "Only these: line or entry numbers (1,4-6), or words of their names (amazon,steam); may be repeated" zh "只导入这些：行号或条目号（1,4-6），或名称中的词（amazon,steam）；可重复使用";
        ImportSameKey en "What to do when a key is here under other names: keep (both), merge, skip [keep]; merge also fills accounts of the same name" zh "密钥已以其他名称存在时：keep（均保留）、merge（并入）、skip（跳过）[keep]；merge 也会补充同名账号";
        ImportFormat en "What the file is, when it is not recognised: aegis, 2fas, table …" zh "无法识别时指明格式：aegis、2fas、table 等";
        ImportColumn en "What a column of a table holds: 3=login, 5=none; 1=? lists the words; may be repeated" zh "指明表格列的内容：3=login、5=none；1=? 列出可用的词；可重复使用";
        ImportHeadings en "Whether the first row of a table has headings (yes) or is an account (no), when that is not recognised" zh "表格第一行是表头（yes）还是账号（no），无法识别时指明";
        ImportSheet en "Which sheet of a workbook to read" zh "读取工作簿中的哪个工作表";
        ImportPasswordFile en "Read the file's password from a file" zh "从文件读取被导入文件的密码";
        ImportPasswordFd en "Read the file's password from an open file descriptor" zh "从已打开的文件描述符读取被导入文件的密码";
        ImportReveal en "With --json: print keys, PINs and recovery codes too" zh "与 --json 同用：同时输出密钥、PIN 和恢复代码";
        ImportDryRun en "Only say what would be done" zh "只说明将要做什么，不保存";
        Export en "Take accounts out: for another program, as a portable vault, on paper, as a table" zh "导出账号：供其他程序使用、便携保险库、打印稿或表格";
        ArgFormat
            en "uri-list, aegis, aegis-plain, 2fas, bitwarden-json, bitwarden-csv, google-migration, google-qr, csv, age, ron, text, html, or list, which has no keys"
            zh "uri-list、aegis、aegis-plain、2fas、bitwarden-json、bitwarden-csv、google-migration、google-qr、csv、age、ron、text、html，或不含密钥的 list";
        ArgNewFile en "The new file; - is standard output" zh "新文件；- 表示标准输出";
        ExportTag en "Only accounts with this tag; may be repeated" zh "只包括带此标签的账号，可重复";
        ExportPlatform en "Only accounts at this platform; may be repeated" zh "只导出此平台的账号，可重复";
        ExportCompany en "Only accounts of this company; may be repeated" zh "只导出此公司的账号，可重复";
        ExportPasswordFile en "Take the file's new password from this file" zh "从此文件读取新文件的密码";
        ExportPasswordFd en "Take it from this file descriptor" zh "从此文件描述符读取新密码";
        ExportYesPlain en "Do not ask before a file is written that shows the keys" zh "写入含明文密钥的文件时不再询问";
        ExportDryRun en "Only say what would be left out and lost" zh "只说明将缺少哪些内容，不写入";
        Copy en "Copy the code to type now to your clipboard, over ssh, too" zh "把当前验证码复制到您的剪贴板（支持 ssh）";
        CopyNext en "The code after it" zh "复制下一个验证码";
        CopyLogin en "The login instead" zh "改为复制登录账号";
        DoctorAsk en "Ask the terminal what it can do, even when the output is not a terminal" zh "查询终端支持的功能，即使输出不是终端";
        DoctorCopy en "Test copying: a harmless word goes out, you paste it back" zh "测试复制：发出一个无害的词，由您粘贴回来";
        DoctorBackups en "List the backups" zh "列出备份";
        DoctorClock en "Ask a time server how far this computer's clock is off [the setting ntp_server]" zh "向时间服务器查询本机时间偏差 [设置 ntp_server]";
        ArgGarbled en "The message as shown; without it, or for -, standard input" zh "收到的短信原文；省略或写 - 时读取标准输入";
        UngarbleHex en "The message in hexadecimal: 31D98C56, 31 D9, U+31D9; - is standard input" zh "十六进制形式的短信：31D98C56、31 D9、U+31D9；- 表示标准输入";
        DoctorReadmit en "With --restore: who could read it then and was removed since reads it again" zh "与 --restore 同用：当时可读取、之后被移出的成员可重新读取";
        DoctorRestore en "Put a backup in the vault's place: its name or path" zh "用备份替换保险库：备份名称或路径";
    }
}
