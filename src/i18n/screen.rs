//! What the dashboard says.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence or hint on a screen.
    pub enum Screen {
        // The frame.
        Accounts { n: usize } en "{n} accounts" one(n) "{n} account" zh "{n} 个账号";
        Matches { n: usize, of: usize } en "{n} of {of}" zh "{n} / {of}";
        LocksInMinutes { n: u64 } en "locks in {n} min" zh "{n} 分钟后锁定";
        LocksInSeconds { n: u64 } en "locks in {n} s" zh "{n} 秒后锁定";
        ReadOnly en "read-only" zh "只读";
        HiddenUnfocused en "Codes are covered while another window is used." zh "正在使用其他窗口，验证码已遮盖。";
        HiddenIdle en "Codes are covered: nobody pressed a key for a while. Any key shows them." zh "一段时间没有按键，验证码已遮盖，按任意键显示。";
        FileGone en "file gone" zh "文件不见了";
        FileTorn en "file damaged" zh "文件已损坏";
        FileUnread en "file unreadable" zh "文件读不出";
        NotSavedYet en "not saved" zh "未保存";
        Saving en "saving" zh "正在保存";
        Seconds { n: u32 } en "{n} s" zh "{n} 秒";
        SortedBy { sort: Safe<'static> } en "Sorted by: {sort}" zh "排序：{sort}";
        GroupedBy { group: Safe<'static> } en "Grouped by: {group}" zh "分组：{group}";
        NothingHere en "Nothing matches." zh "没有匹配项。";
        NothingMatches en "Nothing matches." zh "没有匹配的账号。";
        NoCommand en "There is no such command." zh "没有匹配的命令。";
        NoAccounts { add: Safe<'static>, import: Safe<'static> }
            en "No accounts yet. {add} adds one, {import} imports another app's file."
            zh "还没有账号。按 {add} 添加，或按 {import} 导入其他应用的文件。";
        TabAccounts en "Accounts" zh "账号";
        TabDevices en "Devices" zh "设备";
        TabHealth en "Health" zh "健康";
        TabActivity en "Activity" zh "记录";
        TabTeam en "Team" zh "团队";
        NoThings en "Nobody's phone is known yet. Add a device, or name one when you edit an account." zh "还没有登记任何手机。请添加设备，或在编辑账号时填写。";
        HangOn { n: usize } en "{n} logins depend on it" one(n) "{n} login depends on it" zh "{n} 个登录账号依赖于此";
        TooSmall en "Too small: enlarge the window" zh "窗口太小，请放大";
        NoPlatform en "(no platform)" zh "（无平台）";
        NoGroup en "(none)" zh "（无）";

        // Notices.
        Copied { title: Safe<'static> } en "Copied: {title}." zh "已复制：{title}。";
        CopiedShortLived { title: Safe<'static>, left: u32 } en "Copied: {title}. It expires in {left} s." zh "已复制：{title}，{left} 秒后过期。";
        CopiedNext { title: Safe<'static>, left: u32 } en "Copied: {title}, the next code; it begins in {left} s." zh "已复制：{title} 的下一个验证码，{left} 秒后生效。";
        DigitsCopied en "The digits are copied." zh "已复制这些数字。";
        DigitsSent en "The digits are sent to your terminal. Nothing pasted? Type them." zh "数字已发送到您的终端。粘贴不出来？请手动输入。";
        SentLogin { title: Safe<'static> } en "Login sent to your terminal: {title}." zh "已将登录账号发送到您的终端：{title}。";
        CounterAsks { key: Safe<'static> } en "Each look uses up one count. {key} shows and copies the next code." zh "每次查看都会用掉一个计数。按 {key} 显示并复制下一个验证码。";
        Sent { title: Safe<'static>, key: Safe<'static> }
            en "Sent to your terminal: {title}. Nothing pasted? {key} shows it large."
            zh "已发送到您的终端：{title}。粘贴不出来？按 {key} 放大显示。";
        SentShortLived { title: Safe<'static>, left: u32, key: Safe<'static> }
            en "Sent to your terminal: {title}, {left} s left. Not pasted? {key} shows it."
            zh "已发送到您的终端：{title}，剩 {left} 秒。粘贴不出来？按 {key} 放大。";
        SentNext { title: Safe<'static>, left: u32, key: Safe<'static> }
            en "Sent: {title}, next code, in {left} s. Not pasted? {key} shows this one."
            zh "已发送：{title} 的下一个验证码，{left} 秒后生效。粘贴不出来？按 {key} 放大当前的。";
        SentFarTmux
            en "Local tmux blocks copies by default. Run there: tmux set -s set-clipboard on"
            zh "您电脑上的 tmux 默认拦截复制，请在那里运行：tmux set -s set-clipboard on";
        SentNearTmux
            en "The tmux here drops copies. As its user, run: tmux set -s set-clipboard on"
            zh "本机的 tmux 默认拦截复制，请以其用户运行：tmux set -s set-clipboard on";
        Then { first: Safe<'static>, second: Safe<'static> } en "{first} {second}" zh "{first}{second}";
        ReadItHere en "Read it here." zh "请看屏幕输入。";
        ShowItLarge { key: Safe<'static> } en "{key} shows it large." zh "按 {key} 放大显示。";
        MouseOn { key: Safe<'static> }
            en "Mouse on: click and wheel work, Shift-drag selects text. {key} turns it off."
            zh "鼠标已启用：可点击、滚动，按住 Shift 拖动可选取文字。按 {key} 关闭。";
        MouseOff en "Mouse off: it is the terminal's again." zh "鼠标已关闭，交还终端处理。";
        SentPerhapsFarTmux
            en "Sent. If you use tmux on your machine, run there: tmux set -s set-clipboard on"
            zh "已发送。若您电脑上用着 tmux，请在那里运行：tmux set -s set-clipboard on";
        Waiting { seconds: u64, key: Safe<'static> } en "Copying the next code in {seconds} s. {key} cancels." zh "{seconds} 秒后复制下一个验证码，按 {key} 取消。";
        NoKeyHere en "There is no key here: the code arrives as shown." zh "此账号没有密钥：验证码按所示方式接收。";
        PinMissing { key: Safe<'static> } en "Its PIN is missing: no code without it. {key} edits it." zh "缺少 PIN，无法生成验证码。按 {key} 编辑补充。";
        CounterHasNoNext en "A counter has no next code until this one is used." zh "计数器验证码用过之后才有下一个。";
        ExportStale en "The vault changed meanwhile: choose anew." zh "在此期间保险库已被更改，请重新选择。";
        ExportAgain en "The vault changed meanwhile: this is how it is now." zh "在此期间保险库已被更改，现已按最新内容重新列出。";
        ExportShownPartly { shown: usize, of: usize, n: usize }
            en "{shown} of {of} codes shown; {n} accounts are not on that phone."
            one(n) "{shown} of {of} codes shown; 1 account is not on that phone."
            zh "共 {of} 张二维码，只显示了 {shown} 张；还有 {n} 个账号不在那部手机上。";
        ExportShown en "Written down as copies of the keys. Compare a first code with the phone." zh "已记为密钥副本。请与手机核对第一个验证码。";
        Reloaded en "The vault changed on disk and was read again." zh "保险库文件已在磁盘上更改，已重新读取。";
        FileBack en "The vault file is back, as it was." zh "保险库文件已恢复，内容没有变化。";
        OpenedToRead en "Read-only, as asked for: nothing is written." zh "已按要求以只读方式打开，不会写入任何内容。";
        Added { title: Safe<'static>, key: Safe<'static> } en "Added {title}. {key} takes it back." zh "已添加 {title}，按 {key} 撤销。";
        EditedTogether { title: Safe<'static>, key: Safe<'static> } en "Saved {title}, with what somebody else changed there. {key} takes yours back." zh "已保存 {title}，并保留了同事的更改。按 {key} 撤销您的更改。";
        EditedClashing { title: Safe<'static>, key: Safe<'static> } en "Saved {title}. Somebody else changed the same: {key} shows both." zh "已保存 {title}，但同事改了同一处：按 {key} 查看并选择。";
        Edited { title: Safe<'static>, key: Safe<'static> } en "Saved {title}. {key} takes it back." zh "已保存 {title}，按 {key} 撤销。";
        SavedWithDoubt { title: Safe<'static>, key: Safe<'static> } en "Saved {title}, but check the number: no country gives it out so. {key} takes it back." zh "已保存 {title}，但请核对号码：不符合任何国家的号码规则。按 {key} 撤销。";
        SavedSameKey { title: Safe<'static>, other: Safe<'static>, key: Safe<'static> } en "Saved {title}, but {other} has the same key: is it the right one? {key} takes it back." zh "已保存 {title}，但 {other} 已有相同的密钥，请核对是否用错。按 {key} 撤销。";
        Decided { field: Safe<'static>, title: Safe<'static>, key: Safe<'static> }
            en "Decided: {field} of {title}. {key} takes it back." zh "已确定 {title} 的{field}，按 {key} 撤销。";
        Deleted { title: Safe<'static>, key: Safe<'static> } en "Deleted {title}. {key} brings it back." zh "已删除 {title}，按 {key} 恢复。";
        Pinned { title: Safe<'static> } en "{title} stays at the top." zh "已置顶 {title}。";
        Unpinned { title: Safe<'static> } en "{title} is back in its place." zh "已取消置顶 {title}。";
        UndoneMove
            en "Taken back. Whoever could see it meanwhile has seen its key, though."
            zh "已撤销。但期间能看到它的人已见过其密钥。";
        AddedAgain { title: Safe<'static>, key: Safe<'static> }
            en "Somebody had removed {title} meanwhile; it is there again. {key} takes that back."
            zh "{title} 期间已被他人删除，现已重新添加。按 {key} 撤销。";
        Undone en "Taken back." zh "已撤销。";
        UndoneOf { name: Safe<'static>, what: Safe<'static> } en "Taken back: {name} ({what})" zh "已撤销：{name}（{what}）";
        UndoneMany { name: Safe<'static>, n: usize } en "Taken back: {name} and {n} more changes" one(n) "Taken back: {name} and 1 more change" zh "已撤销：{name} 等，另有 {n} 项修改";
        NotUndone en "Not taken back: somebody else has changed the same since. Edit it by hand."
            zh "未撤销：此后他人也改动了同一处，请手动修改。";
        NothingToUndo en "Nothing to take back." zh "没有可撤销的操作。";
        Saved en "Saved." zh "已保存。";
        AllSaved en "Everything is saved." zh "全部已保存。";
        SaveFirst { key: Safe<'static> } en "Not locked: there are edits that are not saved. {key} tries again." zh "未锁定：有尚未保存的修改，按 {key} 重试。";

        // Unlocking.
        VaultPassphrase en "Passphrase of this vault:" zh "保险库口令（passphrase）：";
        IdentityPassphrase en "Passphrase of your identity:" zh "身份文件口令（passphrase）：";
        PressToOpen { key: Safe<'static> } en "Press {key} to open." zh "按 {key} 打开。";
        Opening en "Opening…" zh "正在打开……";
        Locked en "Locked" zh "已锁定";

        // The first steps.
        WelcomeTitle en "Welcome to Keyrack" zh "欢迎使用 Keyrack";
        WelcomeNoVault { path: Safe<'static> } en "There is no vault at {path} yet." zh "{path} 处还没有保险库。";
        WelcomeJoin
            en "To join a team: keyrack identity new, send its line, open their vault." zh "加入团队：运行 keyrack identity new，将输出发给同事，再打开其保险库。";
        WelcomeCreate en "Create a vault here" zh "在此新建保险库";
        WelcomeOpen en "Open a vault that exists elsewhere" zh "打开别处已有的保险库";
        WelcomeDemo en "Look around in a demo of invented stores" zh "先看看虚构店铺的演示";
        WelcomeQuit en "Leave" zh "退出";
        OpenWhich en "Path of the vault file:" zh "保险库文件路径：";
        KindTitle en "How should it be opened?" zh "用什么方式打开？";
        KindIdentity en "An identity file with a passphrase (recommended, fit for teams)" zh "本机上的身份文件加口令（适合团队，推荐）";
        KindOneFile en "A passphrase alone: one file, nothing else to carry" zh "仅口令：只有一个文件，便于携带";
        PassphraseTitle en "Which passphrase?" zh "使用哪种口令？";
        PassphraseWords en "Ten words made for me (recommended)" zh "为我生成十个单词（推荐）";
        PassphraseOwn en "One of my own" zh "我自己设定";
        WordsTitle en "Write this down, with its dashes, then type it:" zh "请连同连字符一起抄下，然后输入：";
        TypeTitle en "Type your new passphrase:" zh "请输入新口令：";
        AgainTitle en "Type it again:" zh "请再输入一次：";
        RecoveryTitle en "Make an offline recovery key? It opens the vault if this identity is lost." zh "要生成离线恢复密钥吗？身份文件丢失时可用它打开保险库。";
        RecoveryMake en "Yes, show it to me once, to be printed or written down" zh "是，只显示一次，供打印或抄写";
        RecoverySkip en "No" zh "否";
        Creating en "Creating…" zh "正在创建……";
        KeepTitle en "The recovery key. Print it or write it down; it is shown only now:" zh "恢复密钥。请打印或抄写，仅显示这一次：";
        KeepDone { key: Safe<'static> } en "Press {key} when you have it on paper." zh "抄写完毕后按 {key}。";
        Strength0 en "very weak" zh "非常弱";
        Strength1 en "weak" zh "弱";
        Strength2 en "fair" zh "一般";
        Strength3 en "good" zh "良好";
        Strength4 en "strong" zh "强";

        // Forms and questions.
        FormAdd en "Add an account" zh "添加账号";
        FormAddDevice en "Add a device" zh "添加设备";
        FormAddNumber en "Add a number" zh "添加手机号";
        FormAddPerson en "Add a person" zh "添加人员";
        FormAddMethod { title: Safe<'static> } en "Add a method to {title}" zh "为 {title} 添加验证方式";
        FormAddCopy { title: Safe<'static> } en "A copy of the key of {title}" zh "{title} 的密钥副本";
        FormEnrol { title: Safe<'static> } en "Which phone gets the key of {title}?" zh "要把 {title} 的密钥放到哪部手机？";
        EnrolWhere en "Say where the key goes: a device, a holder or a place." zh "请填写密钥放到哪里：设备、保管人或位置，至少填一项。";
        EnrolTitle { title: Safe<'static> } en "Show the key of {title} as a QR code?" zh "要把 {title} 的密钥显示为二维码吗？";
        EnrolRecord { place: Safe<'static> } en "To be written down as a copy of the key: {place}" zh "将记为一份密钥副本：{place}";
        EnrolWarn en "Whoever sees it, also on a shared screen or in a recording, can make this account's codes from then on." zh "任何看到它的人（包括通过共享屏幕或录屏），今后都能生成此账号的验证码。";
        EnrolAsk { word: Safe<'static> } en "Look behind you, then type {word} to go on:" zh "请先确认周围无人，再输入 {word} 继续：";
        EnrolScan en "Scan it with the phone's authenticator app." zh "请用手机上的验证器应用扫描。";
        EnrolNoRoom { width: u16, height: u16, has_width: u16, has_height: u16 } en "The QR code needs {width} columns and {height} lines; this terminal has {has_width} and {has_height}. Enlarge it, or make its letters smaller (often Ctrl and -): the code appears by itself." zh "二维码需要 {width} 列 {height} 行，当前终端只有 {has_width} 列 {has_height} 行。请放大窗口或缩小字号（通常是 Ctrl 加 -），二维码会自动出现。";
        EnrolTooLong en "The names of this account are too long for a QR code." zh "此账号的名称过长，无法放入二维码。";
        EnrolSteam en "A Steam key: no ordinary authenticator app makes its codes." zh "这是 Steam 密钥：普通验证器应用无法生成它的验证码。";
        EnrolSetTimed { algorithm: Safe<'static>, digits: u8, period: u32 }
            en "and set there: {algorithm}, {digits} digits, {period} s"
            zh "并在应用中设置：{algorithm}，{digits} 位，{period} 秒";
        EnrolSetCounted { algorithm: Safe<'static>, digits: u8 }
            en "and set there: {algorithm}, {digits} digits"
            zh "并在应用中设置：{algorithm}，{digits} 位";
        EnrolCounter en "A counter key: the phone and the vault count separately, so one of them falls behind." zh "这是计数型密钥：手机与保险库各自计数，其中一方会落后。";
        EnrolType en "Or type this key into the app:" zh "也可以在应用中手动输入密钥：";
        EnrolPin en "with the PIN" zh "PIN：";
        EnrolLeaves { n: u64 } en "disappears in {n} s" zh "{n} 秒后消失";
        EnrolInvert { key: Safe<'static> } en "{key}  not read? swap light and dark" zh "{key}  扫不出？切换明暗";
        EnrolTorn { width: u16, height: u16 } en "torn? enlarge to {width} columns, {height} lines" zh "图形错位？请放大到 {width} 列 {height} 行";
        EnrolDone { key: Safe<'static> } en "{key}  done" zh "{key}  完成";
        Enrolled { key: Safe<'static> } en "Written down as a copy of the key. Check the phone's first code: {key}" zh "已记为密钥副本。核对手机上的第一个验证码：{key}";
        FormMethod { title: Safe<'static> } en "Method of {title}" zh "{title} 的验证方式";
        FormRecovery { title: Safe<'static> } en "Recovery codes of {title}" zh "{title} 的恢复代码";
        FormEdit { title: Safe<'static> } en "Edit {title}" zh "编辑 {title}";
        KeyKept en "(kept; type a new one to replace it)" zh "（保留不变；输入新密钥即可替换）";
        KeyShows { code: Safe<'static>, left: u32 } en "shows {code} for {left} s: compare with the phone" zh "当前为 {code}（{left} 秒）：请与手机核对";
        KeySpare { code: Safe<'static> } en "shows {code}; spare bits were dropped: compare with the phone" zh "当前为 {code}；密钥末尾多余的比特已去掉，请与手机核对";
        KeyShort { code: Safe<'static> } en "shows {code}; the key has under 80 bits: compare it" zh "当前为 {code}；密钥不足 80 比特，请与手机核对";
        KeyCounts { code: Safe<'static> } en "the next code is {code}: compare with the device" zh "下一个验证码为 {code}：请与设备核对";
        KeyNeedsPin en "no code without the PIN" zh "填写 PIN 后才有验证码";
        PinKept en "(kept; type a new one to replace it)" zh "（保留不变；输入新 PIN 即可替换）";
        PinHint en "the PIN set at the platform; without it there is no code" zh "在平台上设置的 PIN；没有它就无法生成验证码";
        KeyHint en "base32 or an otpauth:// address; empty: a login without a key" zh "base32 密钥或完整的 otpauth:// 地址；无密钥则留空";
        CodesKept { n: usize } en "({n} kept; type new ones to replace them)" one(n) "(one kept; type new ones to replace it)" zh "（保留 {n} 个；输入新代码即可替换）";
        CodesHint en "separated by commas; empty: kept elsewhere" zh "用逗号分隔；存放在别处则留空";
        PhoneHint en "+86 138 0000 0000" zh "+86 138 0000 0000";
        SitesHint en "DE FR JP …" zh "DE FR JP …";
        DayHint en "2026-03-31; empty: never" zh "2026-03-31；留空表示从未测试";
        ChoiceHint en "Left and Right choose" zh "左右键选择";
        FormGone en "Somebody has deleted this meanwhile. Saving adds it again." zh "同事已删除此记录，保存会重新添加。";
        FormGoneWhole en "Somebody has deleted the account meanwhile: this cannot be saved." zh "同事已删除此账号，此处的内容无法保存。";
        LeaveForm { key: Safe<'static> } en "Throw away what you typed? {key} again does." zh "放弃已输入的内容？再按一次 {key} 放弃。";
        FormStale en "This record changed meanwhile. Leave the form and edit it anew." zh "此记录期间已被更改，请退出表单后重新编辑。";
        DeleteTitle { title: Safe<'static> } en "Delete {title}?" zh "要删除 {title} 吗？";
        DeleteAsk { word: Safe<'static> } en "Its key is gone with it. Type {word} to go on:" zh "密钥将一并删除。输入 {word} 确认：";
        DeleteKeylessAsk { word: Safe<'static> } en "Its methods and notes are gone with it. Type {word} to go on:" zh "验证方式和备注将一并删除。输入 {word} 确认：";
        DeleteThingAsk { word: Safe<'static> } en "Records that name it will name nothing. Type {word} to go on:" zh "相关记录将不再指向它。输入 {word} 确认：";
        DeleteMethod { title: Safe<'static> } en "Delete this method of {title}?" zh "要删除 {title} 的这种验证方式吗？";
        DeleteCopy { title: Safe<'static> } en "Delete this key copy of {title}?" zh "要删除 {title} 的这个密钥副本记录吗？";
        DeleteRecovery { title: Safe<'static> } en "Delete the recovery codes of {title}?" zh "要删除 {title} 的恢复代码吗？";
        DeletePartAsk { word: Safe<'static> } en "Only the record here goes, nothing on the platform. Type {word} to go on:" zh "仅删除此处的记录，平台上的设置不变。输入 {word} 确认：";
        LeaveTitle en "There are edits that could not be saved." zh "有修改未能保存。";
        LeaveAsk { key: Safe<'static> } en "{key} leaves without them." zh "按 {key} 放弃修改并退出。";
        HelpTitle en "Keys" zh "按键";
        CommandsTitle en "Commands" zh "命令";

        // The parts of an account.
        CopiesHead en "other copies of the key" zh "密钥的其他副本";
        RecoveryHead en "recovery codes" zh "恢复代码";
        NewMethod en "+ add a method" zh "+ 添加验证方式";
        NewCopy en "+ add a copy: another phone, a web page, a sheet" zh "+ 添加副本：其他手机、网页、表格等";
        NewRecovery en "+ add recovery codes" zh "+ 添加恢复代码";
        UsedOn { day: Safe<'static> } en "used on {day}" zh "已于 {day} 使用";
        CodeUsed { day: Safe<'static> } en "This code was used on {day}: it works once." zh "此恢复代码已于 {day} 使用，只能使用一次。";
        CodeTaken en "Copied, and marked as used: it works once." zh "已复制并标为已使用：只能使用一次。";
        CodeSent { key: Safe<'static> } en "Sent to your terminal, and marked as used. Nothing pasted? {key} shows it." zh "已发送到您的终端并标为已使用。粘贴不出来？按 {key} 显示。";

        // Health.
        Checking en "Looking…" zh "正在检查……";
        Healthy en "Nothing is found wrong with any login." zh "所有登录账号均未发现问题。";
        NothingToCheck en "There is no login yet that could be checked." zh "还没有可检查的登录账号。";
        OnlyPutOff { n: usize, key: Safe<'static> } en "Nothing else is wrong; {n} findings are put off ({key} shows them)." one(n) "Nothing else is wrong; {n} finding is put off ({key} shows it)." zh "没有其他问题；已推迟 {n} 个（按 {key} 显示）。";
        PutOffHead en "put off" zh "已推迟";
        PutOffUntil { day: Safe<'static>, by: Safe<'static> } en "put off until {day} by {by}" zh "{by} 推迟至 {day}";
        SeePlaybook { key: Safe<'static>, title: Safe<'static> } en "{key}  what to do: {title}" zh "{key}  处置手册：{title}";
        SnoozeTitle en "Put this finding off" zh "稍后再提醒";
        SnoozeUntil en "Until when? A day (2026-12-31) or a number of days:" zh "推迟到哪天？填日期（2026-12-31）或天数：";
        SnoozeNoDay en "a day to come, or how many days" zh "请填今后的日期或天数";
        SnoozeReason en "Why? It stays with the finding:" zh "原因（会一并记录）：";
        SnoozeNeedsReason en "A reason is needed: somebody will ask." zh "请填写原因，以便日后查询。";
        PutOff { day: Safe<'static> } en "Put off until {day}." zh "已推迟至 {day}。";
        Woken en "No longer put off." zh "已恢复提醒。";

        // Losses.
        IfLost { what: Safe<'static>, n: usize } en "If {what} were gone: {n} logins" one(n) "If {what} were gone: {n} login" zh "若失去 {what}：影响 {n} 个登录账号";
        IsLapsed { what: Safe<'static>, done: usize, all: usize } en "{what} has lapsed: {done} of {all} steps done" zh "{what} 已销号：已完成 {done}/{all} 步";
        SawVault { what: Safe<'static>, done: usize, all: usize } en "What was open to {what} in the vault: {done} of {all} steps done" zh "{what} 在保险库中能看到的内容：已完成 {done}/{all} 步";
        HasGone { what: Safe<'static>, done: usize, all: usize } en "{what} has left: {done} of {all} steps done" zh "{what} 已离职：已完成 {done}/{all} 步";
        IsLost { what: Safe<'static>, done: usize, all: usize } en "{what} is lost: {done} of {all} steps done" zh "{what} 已丢失：已完成 {done}/{all} 步";
        NothingHangsOn en "No login depends on it." zh "没有登录账号依赖于此。";
        StillWorks { ways: Safe<'static> } en "works: {ways}" zh "仍可用：{ways}";
        NothingWorks en "nothing else works" zh "没有其他可用方式";
        WayKey en "key in this vault" zh "本保险库中的密钥";
        WayCopy { place: Safe<'static> } en "copy of the key: {place}" zh "密钥副本：{place}";
        WayCodes { n: usize } en "{n} recovery codes" one(n) "{n} recovery code" zh "{n} 个恢复代码";
        MarkFirst { key: Safe<'static> } en "It is not marked as lost yet: {key} does that." zh "尚未标为丢失：先按 {key}。";
        MarkedLost { what: Safe<'static>, key: Safe<'static> } en "{what} is marked as lost. {key} takes it back." zh "已将 {what} 标为丢失，按 {key} 撤销。";
        MarkedLapsed { what: Safe<'static>, key: Safe<'static> } en "{what} is marked as lapsed. {key} takes it back." zh "已将 {what} 标为已销号，按 {key} 撤销。";
        MarkedLeft { what: Safe<'static>, key: Safe<'static> } en "{what} is marked as having left. {key} takes it back." zh "已将 {what} 标为已离职，按 {key} 撤销。";
        MarkedFound { what: Safe<'static>, key: Safe<'static> } en "{what} is in use again. {key} takes it back." zh "{what} 已恢复使用，按 {key} 撤销。";
        MarkedBack { what: Safe<'static>, key: Safe<'static> } en "{what} is back on the team. {key} takes it back." zh "{what} 已重新标为在职，按 {key} 撤销。";
        NotGone { what: Safe<'static> } en "{what} has not left." zh "{what} 没有离职。";
        NotLost { what: Safe<'static> } en "{what} is neither lost nor lapsed." zh "{what} 未丢失也未销号。";
        Imported { n: usize, key: Safe<'static> } en "{n} accounts imported. {key} takes them all back." one(n) "1 account imported. {key} takes it back." zh "已导入 {n} 个账号，按 {key} 全部撤销。";
        ImportedMerged { n: usize, merged: usize, key: Safe<'static> } en "{n} accounts imported, {merged} merged. {key} takes it all back." zh "已导入 {n} 个账号，另有 {merged} 条并入已有账号，按 {key} 全部撤销。";
        ImportedPartly { n: usize, done: Safe<'static> } en "{n} parts of it are still missing. {done}" one(n) "1 part of it is still missing. {done}" zh "还缺 {n} 张迁移二维码。{done}";
        ImportNothing en "Nothing is chosen that could be added. Space chooses." zh "没有选中可导入的条目，按空格键选择。";
        NoMergeOfKeys
            en "Two keys give two codes, and an account gives one: keep both, or skip."
            zh "这两个密钥生成的验证码不同，不能并为一个账号：请选择均保留或跳过。";
        NoMergeOfSeveral
            en "Several accounts could be meant. Keep it, or skip it and fill them in by hand."
            zh "可能对应多个账号，无法并入。请选择均保留，或跳过后手动填写。";
        NothingLikeIt en "Nothing here is like this row: there is no choice." zh "这里没有与此条相似的内容，无需选择。";
        MergeBringsNothing en "What this row says is there already: a merge brings nothing." zh "此条内容已全部存在，并入不会增加任何内容。";
        ImportEmpty en "There is no account in it: nothing to import." zh "其中没有账号，无需导入。";
        ImportAllHere { n: usize } en "All {n} accounts are here already: nothing to import." one(n) "The account is here already: nothing to import." zh "{n} 个账号均已存在，无需导入。";
        ImportNoColumns en "Only tables have columns." zh "只有表格才有列。";
        FileLeft { name: Safe<'static> } en "{name} is left out." zh "不导入 {name}。";
        ImportOneSheet en "The file has no other sheet." zh "文件中没有其他工作表。";
        Exported { name: Safe<'static> } en "Written to {name}, in the folder Keyrack was started in." zh "已写入启动 Keyrack 时所在文件夹中的 {name}。";
        Ticked en "Done, and written down." zh "已完成并记录。";
        TickedHollow en "Ticked, but the key here is unchanged: open until the new one is entered." zh "已勾选，但此处的密钥仍是外泄的那个：录入新密钥之前仍算未完成。";
        Unticked en "Not done after all." zh "已取消勾选。";

        // Drills.
        DrillTitle { n: usize } en "Drill: {n} backups to test" one(n) "Drill: {n} backup to test" zh "演练：{n} 个备用方式待测试";
        DrillNone en "Every backup in use has been tested lately." zh "所有在用的备用方式近期都已测试。";
        NoHolder en "(nobody known)" zh "（保管人未知）";
        DrillKeyBefore en "not with this key" zh "新密钥未测试";
        DrillNever en "never tested" zh "从未测试";
        DrillFailed { days: i64 } en "failed {days} d ago" zh "{days} 天前测试失败";
        DrillFailedToday en "failed today" zh "今天测试失败";
        DrillToday en "tested today" zh "今天已测试";
        DrillLast { days: i64 } en "tested {days} d ago" zh "{days} 天前测试";
        DrillDigits en "Ask for the code on the phone and type it:" zh "请让保管人读出手机上的验证码，在此输入：";
        DrillSignIn en "Sign in, choose \"Didn't receive the code?\", take the backup." zh "登录，点【没有收到验证码?】，选择备用方式。";
        DrillAt { address: Safe<'static> } en "Sign in at {address}" zh "登录地址：{address}";
        DrillProfile { profile: Safe<'static> } en "Browser profile: {profile}" zh "浏览器环境：{profile}";
        DrillPause { seconds: u64 } en "This number was asked already: wait {seconds} s." zh "此号码刚请求过，请等待 {seconds} 秒。";
        DrillAsked en "Noted: this number was asked for a code now." zh "已记录：刚向此号码请求验证码。";
        DrillByHand en "Try it on the platform, then note what came." zh "请在平台上操作，然后记录结果。";
        DrillRecorded en "Written down." zh "已记录。";
        DrillMatched { said: Safe<'static> } en "Written down. {said}" zh "已记录。{said}";
        DrillGarbled { key: Safe<'static> } en "Written down. Playbook 1 says what helps; {key} on a screen reads the message." zh "已记录。处理办法见手册 1；回到列表后按 {key} 可尝试还原短信。";
        CoverageTitle en "Coverage" zh "测试覆盖率";
        CoverageTested en "tested" zh "已测";
        CoverageDue en "due" zh "到期";
        CoverageFailed en "failed" zh "失败";
        CoverageUntested en "untested" zh "未测";

        // Tools.
        PlaybooksTitle en "Playbooks: what to do" zh "处置手册";
        More { n: usize } en "{n} more below" zh "下面还有 {n} 行";
        UngarbleTitle en "Read a garbled text message" zh "还原乱码短信";
        UngarbleAsk en "Paste the message as it arrived. Nothing leaves this machine." zh "粘贴收到的短信原文。内容不会离开本机。";
        UngarbleNothing en "No digits can be read from this. Try playbook 1: another phone, a voice call, the backup." zh "无法从中还原出数字。请看手册 1：换手机接收、改用语音电话或使用备用方式。";
        CompareTitle { title: Safe<'static> } en "{title}: compare with a phone" zh "{title}：与手机比对";
        CompareAsk en "Type the code the phone shows:" zh "输入手机上显示的验证码：";
        CompareNote en "Nothing was changed. {keyrack} doctor --clock tells whether this computer's clock is off." zh "未做任何更改。要检查本机时间是否准确，请运行 {keyrack} doctor --clock。";

        ProveTitle { title: Safe<'static> } en "{title}: does a second phone have the same key?" zh "{title}：第二部手机上是同一个密钥吗？";
        ProveAsk en "Type the code the second phone shows now, or leave it empty:" zh "输入第二部手机当前显示的验证码，没有则留空：";
        ProveOf { way: Safe<'static> } en "If it fits, this is written down as tested today: {way}" zh "一致则记为今天测试通过：{way}";
        ProveWhere en "If it fits, you are asked which phone it is." zh "一致时会询问是哪部手机。";
        ProveSkip { key: Safe<'static> } en "{key} on an empty line goes on without." zh "留空时按 {key} 跳过。";
        Proved { way: Safe<'static>, key: Safe<'static> } en "The same key. Tested today: {way}. {key} takes it back." zh "密钥一致，已记为今天测试通过：{way}。按 {key} 撤销。";
        ProvedNear { way: Safe<'static>, near: Safe<'static>, key: Safe<'static> } en "The same key. {near} Tested today: {way}. {key} takes it back." zh "密钥一致。{near}已记为今天测试通过：{way}。按 {key} 撤销。";
        ProvedNearWhere { near: Safe<'static>, key: Safe<'static> } en "The same key. {near} Which phone is it on? {key} leaves that out." zh "密钥一致。{near}在哪部手机上？按 {key} 则不登记。";
        ProvedWhere { key: Safe<'static> } en "The same key. Which phone is it on? {key} leaves that out." zh "密钥一致。在哪部手机上？按 {key} 则不登记。";
        ProofDropped en "The same key. Which phone has it was not written down: it can be in the details, as a copy of the key." zh "密钥一致，但未登记在哪部手机上；可在详情中作为密钥副本补记。";
        FormProof { title: Safe<'static> } en "Which phone has the key of {title}?" zh "{title} 的密钥在哪部手机上？";

        // The pane.
        NextCode { code: Safe<'static> } en "next {code}" zh "下一个 {code}";
        EveryPeriod { n: u32, digits: u8, algorithm: Safe<'static> } en "{digits} digits, every {n} s, {algorithm}" zh "{digits} 位，每 {n} 秒，{algorithm}";
        CounterAt { n: u64, digits: u8, algorithm: Safe<'static> } en "{digits} digits, counter {n}, {algorithm}" zh "{digits} 位，计数器 {n}，{algorithm}";
        SteamCode en "Steam code, every 30 s" zh "Steam 验证码，每 30 秒";
        MotpCode en "mOTP code, every 10 s" zh "mOTP 验证码，每 10 秒";
        YandexCode en "Yandex code, every 30 s" zh "Yandex 验证码，每 30 秒";
        PressForCounter { key: Safe<'static> } en "{key}: next code" zh "{key}：下一个";
        Methods en "two-step methods" zh "两步验证方式";
        NoMethods en "none recorded" zh "未登记";
        HeldBy { name: Safe<'static> } en "held by {name}" zh "保管人 {name}";
        TestedToday { by: Safe<'static> } en "tested today by {by}" zh "{by} 于今天测试";
        TestedDays { days: i64 } en "tested {days} d ago" zh "{days} 天前测试";
        TestedDaysBy { days: i64, by: Safe<'static> } en "tested {days} d ago by {by}" zh "{by} 于 {days} 天前测试";
        OnVault en "key in this vault" zh "密钥在此保险库";
        CodeArrives { how: Safe<'static> } en "The code arrives by {how}" zh "验证码接收方式：{how}";

        RecoveryLeft { n: usize } en "{n} recovery codes left" one(n) "{n} recovery code left" zh "剩余 {n} 个恢复代码";
        RecoveryUncounted en "recovery codes: nobody counted" zh "恢复代码：数量未登记";
        FindingsHead { key: Safe<'static> } en "findings ({key}: what to do)" zh "问题（{key}：处置手册）";
        CopiedAlready en "You copied this code already: it works once." zh "此验证码已复制过：只能使用一次。";

        // Bottom line.
        HintCopy en "copy" zh "复制";
        HintNext en "next code" zh "下一个";
        HintFilter en "search" zh "搜索";
        HintReveal en "show" zh "显示";
        HintBig en "big" zh "放大";
        HintDetails en "details" zh "详情";
        HintKeys en "keys" zh "按键";
        HintCommands en "commands" zh "命令";
        HintLock en "lock" zh "锁定";
        HintQuit en "quit" zh "退出";
        HintAccept en "go on" zh "继续";
        HintToList en "to the list" zh "回到列表";
        HintCancel en "back" zh "返回";
        HintClear en "clear" zh "清除";
        HintSave en "save" zh "保存";
        HintNextField en "next field" zh "下一项";
        HintAdd en "add" zh "添加";
        HintEdit en "edit" zh "编辑";
        HintDelete en "delete" zh "删除";
        HintUndo en "undo" zh "撤销";
        HintAccounts en "accounts" zh "账号";
        HintDevices en "devices" zh "设备";
        HintHealth en "health" zh "健康";
        HintActivity en "activity" zh "记录";
        HintOpen en "open" zh "打开";
        HintIfLost en "if lost" zh "丢失影响";
        HintGoTo en "go to" zh "前往";
        HintDigits en "test" zh "测试";
        HintLost en "mark lost" zh "标为丢失";
        HintLapsed en "has lapsed" zh "标为销号";
        HintLeft en "has left" zh "标为离职";
        HintBack en "is back" zh "已复职";
        HintFound en "found" zh "已找回";
        HintDrill en "drill" zh "演练";
        HintPlaybook en "playbook" zh "手册";
        HintSnooze en "snooze" zh "稍后提醒";
        HintTick en "done" zh "完成";
        HintExport en "export" zh "导出";
        HintWorks en "ok" zh "正常";
        HintLate en "late" zh "延迟";
        HintGarbled en "garbled" zh "乱码";
        HintNothing en "none" zh "未收到";
        HintRejected en "refused" zh "被拒";
        HintTake en "take" zh "以此为准";
        HintImport en "import" zh "导入";
        HintChoose en "choose" zh "选择";
        HintAll en "all" zh "全选";
        HintNone en "none" zh "全不选";
        HintMerge en "merge" zh "并入";
        HintKeepBoth en "keep both" zh "均保留";
        HintSkip en "skip" zh "跳过";
        HintMergeAll en "merge all" zh "全部并入";
        HintHeadings en "headings" zh "表头";
        HintSheet en "next sheet" zh "下一工作表";
        HintColumns en "columns" zh "各列";
        HintAddFile en "add a file" zh "添加文件";
        Offers { key: Safe<'static> } en "{key}: " zh "按{key}选用：";
        RightKey en "Right" zh "右方向键";
        HintFromClipboard en "from the clipboard" zh "剪贴板图片";
        HintRead en "read it" zh "读取";
        HintCoverage en "coverage" zh "覆盖率";

        // What every action does.
        DoCopy en "Copy the code" zh "复制验证码";
        DoCopyNext en "Copy the next code" zh "复制下一个验证码";
        DoCopyWhenNew en "Wait for the next code, then copy it" zh "等下一个验证码出现后复制";
        DoCopyLogin en "Copy the login" zh "复制登录账号";
        DoFilter en "Search: any part of any field" zh "搜索：任意字段的任意部分";
        DoClear en "Clear the search" zh "清除搜索";
        DoDown en "Down" zh "向下";
        DoUp en "Up" zh "向上";
        DoPageDown en "A page down" zh "向下一页";
        DoPageUp en "A page up" zh "向上一页";
        DoTop en "To the top" zh "到顶部";
        DoBottom en "To the bottom" zh "到底部";
        DoReveal en "Show or hide this code (not a counter's)" zh "显示或隐藏此验证码（计数器除外）";
        DoRevealAll en "Show or hide all codes" zh "显示或隐藏全部验证码";
        DoBig en "Show this code large" zh "放大显示此验证码";
        DoDetails en "Show or hide the details" zh "显示或隐藏详情";
        DoPin en "Keep at the top, or let go" zh "置顶或取消置顶";
        DoSort en "Sort by store, platform, login, newest" zh "按店铺、平台、登录账号、最新排序";
        DoGroup en "Group by platform, company, holder, region" zh "按平台、公司、保管人、区域分组";
        DoAdd en "Add an account" zh "添加账号";
        DoEdit en "Edit this account" zh "编辑此账号";
        DoDelete en "Delete this account" zh "删除此账号";
        DoUndo en "Take the last edit back" zh "撤销上一次修改";
        DoSave en "Save" zh "保存";
        DoLock en "Lock" zh "锁定";
        DoLanguage en "Change the language (English, 中文)" zh "切换语言（中文、English）";
        DoHelp en "The keys that work here" zh "此处可用的按键";
        DoCommands en "All commands, by name" zh "按名称查找全部命令";
        DoRedraw en "Draw the screen again" zh "重绘屏幕";
        DoSuspend en "Lock and go back to the shell (fg returns)" zh "锁定并回到命令行（fg 返回）";
        DoQuit en "Quit" zh "退出";
        DoIfLost en "What breaks if this is lost, and the steps to mend it" zh "查看丢失后影响哪些账号，以及如何处理";
        DoAddThing en "Add another of these" zh "添加同类记录";
        DoEditThing en "Edit this" zh "编辑";
        DoDeleteThing en "Delete this" zh "删除";
        DoGoTo en "Go to the account" zh "前往该账号";
        DoAddDevice en "Add a device" zh "添加设备";
        DoAddNumber en "Add a number" zh "添加手机号";
        DoAddPerson en "Add a person" zh "添加人员";
        DoAccounts en "Accounts" zh "账号";
        DoDevices en "Devices, numbers and people" zh "设备、手机号和人员";
        DoActivity en "Activity: who did what when" zh "操作记录：谁在何时做了什么";
        DoTeam en "Team: who can open the vault, who could, what waits for you" zh "团队：能打开保险库的人、已移出的人和待处理事项";
        DoAdmit en "Let somebody in" zh "添加成员";
        DoShutOut en "Shut somebody out" zh "移出成员";
        HintTeam en "team" zh "团队";
        HintAdmit en "let in" zh "添加";
        HintShutOut en "shut out" zh "移出";
        DoHealth en "Health: what is wrong, worst first" zh "健康检查：问题列表，最严重的在前";
        DoOpen en "Open what is selected" zh "打开所选项";
        DoLost en "Mark as lost, lapsed or left" zh "标为已丢失、已销号或已离职";
        DoFound en "Found again, working again, back again" zh "已找回、已恢复、已复职";
        DoDrill en "Drill: test the backups, oldest test first" zh "演练：测试备用方式，最久未测的在前";
        DoPlaybook en "The playbook for this" zh "查看对应的处置手册";
        DoUngarble en "Read a garbled text message" zh "还原乱码短信";
        DoCompare en "Compare with the code a phone shows" zh "与手机上显示的验证码比对";
        DoEnrol en "Put the key on another phone (QR code)" zh "把密钥放到另一部手机（二维码）";
        DoMouse en "Mouse on or off: click selects, wheel scrolls" zh "启用或关闭鼠标：点击选择，滚轮滚动";
        DoLean en "Fewer bytes for a slow line: bars off, or on again" zh "慢速网络模式：关闭或恢复进度条";
        DoInvert en "Swap light and dark" zh "切换明暗";
        DoParts en "Methods, key copies, recovery codes" zh "验证方式、密钥副本、恢复代码";
        DoRecovery en "Recovery codes" zh "恢复代码";
        DoSnooze en "Put this finding off" zh "稍后再提醒此问题";
        DoSnoozed en "Show or hide what was put off" zh "显示或隐藏已推迟的问题";
        DoTick en "Tick this step off" zh "勾选此步骤";
        DoExport en "Write the checklist to a file" zh "将清单写入文件";
        DoWorks en "The code came and was accepted" zh "收到且有效";
        DoLate en "It came after more than a minute" zh "超过一分钟才收到";
        DoGarbled en "It came as characters nobody can read" zh "收到的是乱码";
        DoNothing en "Nothing came" zh "未收到";
        DoRejected en "It came and was refused" zh "收到但被拒绝";
        DoTake en "Keep this value" zh "以此为准";
        DoTrust en "See what is wrong with this vault" zh "查看保险库的异常";
        DoSync en "Exchange with the other machines now" zh "立即与其他机器同步";
        DoVaults en "The vaults that are open; which one is in hand" zh "查看已打开的保险库，选择当前保险库";
        DoMove en "Move this account to another vault" zh "将此账号移到其他保险库";
        MovedTo { title: Safe<'static>, name: Safe<'static> } en "{title} is in {name} now." zh "“{title}”已移到 {name}。";
        DoConflicts en "Decide between values that clash" zh "处理冲突的内容";
        DoImport en "Import another app's file" zh "导入其他应用的文件";
        DoTakeOut en "Export accounts: to a file, or as QR codes" zh "导出账号：写入文件或显示为二维码";
        DoNextCode en "Next QR code" zh "下一张二维码";
        DoPreviousCode en "Previous QR code" zh "上一张二维码";
        DoChoose en "Take this row, or leave it out" zh "选择或取消此条";
        DoChooseAll en "Take all rows" zh "全部选择";
        DoChooseNone en "Take no row" zh "全部取消";
        DoMerge en "Let it fill what is empty in the account that is like it" zh "并入相似的账号，只补充空白项";
        DoKeepBoth en "Keep both as accounts of their own" zh "两者均保留为单独的账号";
        DoSkip en "Skip it" zh "跳过此条";
        DoMergeAll en "Merge every row that is like an account here" zh "将可并入的条目全部并入相似账号";
        DoKeepAll en "Keep every such row as an account of its own" zh "相似的账号全部单独保留";
        DoSkipAll en "Skip all whose key is here" zh "密钥已存在的全部跳过";
        DoHeadings en "Read the first row as headings, or as an account" zh "切换首行：表头或账号";
        DoNextSheet en "Read the next sheet of the workbook" zh "读取下一张工作表";
        DoColumns en "What the columns of the table hold" zh "查看或更改表格各列的内容";
        DoFromClipboard en "Import the picture on the clipboard" zh "导入剪贴板上的图片";
        DoAddFile en "Add another file to this import" zh "在本次导入中再添加一个文件";
        DoCoverage en "How many backups are tested" zh "备用方式的测试覆盖率";
        DoAccept en "Go on" zh "继续";
        DoCancel en "Back" zh "返回";
        DoReadAgain en "Read the table again, with its columns like this" zh "按这些列重新读取表格";
        DoNextField en "Next field" zh "下一项";
        DoPreviousField en "Previous field" zh "上一项";
        DoNextChoice en "Next choice" zh "下一个选项";
        DoPreviousChoice en "Previous choice" zh "上一个选项";

        // What is wrong in the file of keys.
        KeysSyntax { line: usize, column: usize, problem: Safe<'static> }
            en "line {line}, column {column}: {problem}"
            zh "第 {line} 行第 {column} 列：{problem}";
        KeysUnknown { place: Safe<'static>, action: Safe<'static>, key: Safe<'static> }
            en "{place}: {action} has “{key}”, which is no key. Write a character, or a name like enter, space, ctrl-s"
            zh "{place}：{action} 的“{key}”不是按键。请写单个字符，或 enter、space、ctrl-s 之类的名称";
        KeysConflict { key: Safe<'static>, first: Safe<'static>, second: Safe<'static> }
            en "{key} is meant to do both {first} and {second}. Take it away from one of them"
            zh "{key} 同时用于 {first} 和 {second}。请从其中一个移除";
    }
}
