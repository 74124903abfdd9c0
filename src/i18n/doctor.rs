//! What `keyrack doctor` says of files, copying and the machine. One subject a sentence: the state
//! first, what to do in a sentence of its own.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A word or sentence of `keyrack doctor`.
    pub enum Doctor {
        // Headings and labels.
        Files en "Files" zh "文件";
        Copying en "Copying" zh "复制";
        Machine en "Machine" zh "本机";
        Stack en "Inside" zh "所处环境";
        Terminal en "Terminal" zh "终端";
        Route en "Way" zh "途径";
        Swap en "Swap" zh "交换区";
        CoreFiles en "Core files" zh "崩溃转储";
        Memory en "Memory" zh "内存";
        Clock en "Clock" zh "时间";
        Name en "Name here" zh "本机代号";

        // Files.
        State { mode: Safe<'static>, path: Safe<'static> } en "{mode}, {path}" zh "{mode}，{path}";
        NotThere { path: Safe<'static> } en "not there, {path}" zh "不存在，{path}";
        Protected { mode: Safe<'static>, path: Safe<'static> }
            en "{mode}, with a passphrase, {path}"
            zh "{mode}，有口令保护，{path}";
        Bare { mode: Safe<'static>, path: Safe<'static> }
            en "{mode}, without a passphrase, {path}"
            zh "{mode}，无口令保护，{path}";
        Unreadable en "others can read it. Run chmod 600 on it." zh "他人可读。请对它执行 chmod 600。";
        Unwritable en "others can change it. Run chmod 600 on it." zh "他人可改。请对它执行 chmod 600。";
        CloseFolder en "others can look into it. Run chmod 700 on it." zh "他人可查看。请对它执行 chmod 700。";
        NotYours
            en "it belongs to another user, who can replace it. Make it yours with chown."
            zh "文件属于其他用户，对方可以替换它。请用 chown 改为您所有。";
        Beside
            en "it lies beside the vault: whoever copies the folder has both. Move it, and name its place with --identity or in the settings."
            zh "它与保险库在同一文件夹，复制该文件夹的人会同时得到两者。请移走，并用 --identity 或设置指明位置。";
        GivePassphrase
            en "whoever copies it opens the vault. Give it a passphrase: {keyrack} identity passphrase"
            zh "复制它的人就能打开保险库。请设置口令：{keyrack} identity passphrase";
        Content { accounts: Safe<'static> } en "{accounts}; may be written" zh "{accounts}；可打开，可写入";
        ContentReadOnly { accounts: Safe<'static> } en "{accounts}; read-only" zh "{accounts}；可打开，只读";
        AccountCount { n: usize } en "{n} accounts" one(n) "1 account" zh "{n} 个";
        MemberCount { n: usize } en "{n} members can open it" one(n) "1 member can open it" zh "{n} 个成员可打开";
        Shut en "not looked at: the vault did not open" zh "未检查：保险库未能打开";
        Unasked en "not looked at: no passphrase was asked for" zh "未检查：没有询问口令";
        NoVault en "there is no vault here yet: {keyrack} init" zh "这里还没有保险库：{keyrack} init";
        VaultGone { name: Safe<'static> }
            en "it is gone, and there are backups of it. Put the newest back: {keyrack} doctor --restore {name}"
            zh "文件不见了，但有备份。恢复最新一份：{keyrack} doctor --restore {name}";
        VaultTorn { name: Safe<'static> }
            en "Put the last version back that is known here: {keyrack} doctor --restore {name}"
            zh "恢复本机所知的最后一个版本：{keyrack} doctor --restore {name}";
        ThenSync { said: Safe<'static> }
            en "The repository it is kept in may have a newer one: run {keyrack} sync after this. {said}"
            zh "所在的 git 仓库可能有更新的版本：执行以下命令之后，请再运行 {keyrack} sync。{said}";
        RestoreDrops { n: usize, names: Safe<'static> } en "{n} accounts go: {names}" one(n) "1 account goes: {names}" zh "将失去 {n} 个账号：{names}";
        RestoreBrings { n: usize, names: Safe<'static> } en "{n} accounts come back: {names}" one(n) "1 account comes back: {names}" zh "将找回 {n} 个账号：{names}";
        RestoreChanges { n: usize, names: Safe<'static> }
            en "{n} accounts will be as they were then: {names}" one(n) "1 account will be as it was then: {names}"
            zh "有 {n} 个账号将变回当时的内容：{names}";
        RestoreUnticks { n: usize, names: Safe<'static> }
            en "{n} steps that were ticked off since go, in the lists of: {names}" one(n) "1 step that was ticked off since goes, in the list of: {names}"
            zh "此后在待办清单中勾选的 {n} 步将丢失：{names}";
        RestoreExposes { n: usize, names: Safe<'static> }
            en "{n} accounts get keys back that had got out: {names}. Put the later key in again, or replace it at the platform." one(n) "1 account gets a key back that had got out: {names}. Put the later key in again, or replace it at the platform."
            zh "有 {n} 个账号将恢复为已外泄的密钥：{names}。请重新录入之后的新密钥，或在平台上再次更换。";
        Quarantined { n: usize }
            en "{n} entries make no sense; they are kept as they are, and named below"
            one(n) "one entry makes no sense; it is kept as it is, and named below"
            zh "有 {n} 个条目无法理解，已原样保留，见下方";
        Backups { n: usize, age: Safe<'static> }
            en "{n}, the newest {age}: {keyrack} doctor --backups"
            zh "{n} 份，最新一份：{age}。列表：{keyrack} doctor --backups";
        NoBackups { path: Safe<'static> }
            en "none yet; the first save makes one, in {path}"
            zh "暂无，首次保存时建立，位于 {path}";
        Forgetful
            en "this machine cannot keep in mind which version it saw last, so an older one put back would not be noticed"
            zh "本机无法记录最近见过的版本，旧版本被换回时将无法察觉";
        Both { first: Safe<'static>, second: Safe<'static> } en "{first}, {second}" zh "{first}，{second}";
        Moments en "a moment ago" zh "刚刚";
        Minutes { n: u64 } en "{n} min ago" zh "{n} 分钟前";
        Hours { n: u64 } en "{n} h ago" zh "{n} 小时前";
        Days { n: u64 } en "{n} days ago" one(n) "a day ago" zh "{n} 天前";
        Listed en "Put one back: {keyrack} doctor --restore NAME" zh "恢复其中一份：{keyrack} doctor --restore 名称";

        // What we run in.
        Here { stack: Safe<'static> } en "{stack}; you sit at this machine" zh "{stack}；您正在本机操作";
        Elsewhere { stack: Safe<'static> } en "{stack}; you sit elsewhere" zh "{stack}；您正从另一台机器操作";
        NoLayers en "no multiplexer, no connection" zh "无终端复用器，无远程连接";
        Container en "container" zh "容器";
        ControlMode { version: Safe<'static> } en "tmux {version} in control mode" zh "tmux {version}（控制模式）";
        FarTmux en "a tmux on your own machine" zh "您自己电脑上的 tmux";
        NearTmux en "a tmux on this machine, out of reach" zh "本机上的 tmux（无法联系）";
        FarScreen en "a screen or tmux on your own machine" zh "您自己电脑上的 screen 或 tmux";
        UnknownTerminal { term: Safe<'static> } en "a terminal that says it is {term}" zh "自称 {term} 的终端";
        NoTerminal en "no terminal" zh "没有终端";

        // What the terminal answered.
        TakesCopies { attributes: Safe<'static> } en "it says that it takes copies ({attributes})" zh "终端表示接受复制（{attributes}）";
        SaysNothing { attributes: Safe<'static> } en "it answers ({attributes}) without a word about copies, as do many that take them" zh "有应答（{attributes}），但未说明是否接受复制（许多接受复制的终端也不说明）";
        Silent en "no answer within two seconds" zh "两秒内没有应答";
        Busy en "not asked: keys were waiting to be read" zh "未询问：有按键尚未读取";
        NotAsked en "not asked: {keyrack} doctor --ask asks it" zh "未询问：{keyrack} doctor --ask 可询问";
        TerminalIs { terminal: Safe<'static>, said: Safe<'static> } en "{terminal}: {said}" zh "{terminal}：{said}";
        AnsweredFor { terminal: Safe<'static>, name: Safe<'static>, said: Safe<'static> }
            en "{terminal}; {name} was asked in its place: {said}"
            zh "{terminal}；由 {name} 代答：{said}";
        LocalMultiplexer en "tmux or screen on this machine" zh "本机上的 tmux 或 screen";

        // Which way copies take.
        WayNative en "this machine's clipboard, because you sit at it" zh "本机剪贴板，因为您正在本机操作";
        WayCommand { program: Safe<'static> } en "your clipboard_command, {program}" zh "您设置的 clipboard_command：{program}";
        WayClient { tty: Safe<'static> }
            en "through your terminal, past tmux, by {tty}: tmux as it comes drops what programs send"
            zh "绕过 tmux，经 {tty} 发往您的终端：tmux 默认会丢弃程序发出的复制";
        WayBuffer en "through tmux's own load-buffer -w; the buffer is deleted at once" zh "经 tmux 的 load-buffer -w，缓冲区随即删除";
        WayTerminal en "through your terminal (OSC 52), because this machine's clipboard is not yours" zh "经您的终端（OSC 52），因为本机的剪贴板您用不到";
        WayTerminalHere en "through your terminal (OSC 52)" zh "经您的终端（OSC 52）";
        WayTerminalTmux en "through your terminal (OSC 52), bare and in tmux's wrap" zh "经您的终端（OSC 52），原样发送一次，再以 tmux 封装发送一次";
        WayTerminalScreen en "through your terminal (OSC 52), in screen's wrap" zh "经您的终端（OSC 52），加 screen 封装";
        Otherwise { next: Safe<'static> } en "if that fails: {next}" zh "若失败：{next}";
        WayOff en "none: clipboard: off in the settings" zh "无：设置中 clipboard: off";
        NoWay en "none" zh "无";

        // What to switch on.
        OnITerm2 en "iTerm2: Settings > General > Selection > Applications in terminal may access clipboard" zh "iTerm2：设置 › General › Selection › Applications in terminal may access clipboard";
        OnXterm en "xterm: in ~/.Xresources, XTerm*disallowedWindowOps: 20,21,GetSelection,SetXprop" zh "xterm：在 ~/.Xresources 中写入 XTerm*disallowedWindowOps: 20,21,GetSelection,SetXprop";
        OnMintty en "mintty: Options > Selection > Allow setting selection" zh "mintty：Options › Selection › Allow setting selection";
        OnSt en "st: it needs allowwindowops = 1 in config.h" zh "st：需在 config.h 中设 allowwindowops = 1";
        OnUrxvt en "urxvt: it needs a script for OSC 52" zh "urxvt：需要支持 OSC 52 的扩展脚本";
        OnVsCode en "VS Code: its local terminal copies, the one over Remote-SSH is said not to" zh "VS Code：本地终端可复制，Remote-SSH 的终端据称不行";
        OnOther { terminal: Safe<'static> }
            en "{terminal} lets no program copy. Use another terminal, or the dashboard, which shows a code large, to be selected with the mouse."
            zh "{terminal} 不允许程序复制。请换用其他终端，或在仪表盘中放大显示验证码，用鼠标选择。";
        OnConsole
            en "the Linux console has no clipboard. Read the code from the screen: the dashboard shows it large."
            zh "Linux 控制台没有剪贴板。请直接看屏幕上的验证码：仪表盘可放大显示。";
        OnFarTmux
            en "if nothing arrives, run this on your own machine: tmux set -s set-clipboard on"
            zh "若粘贴不出来，请在您自己的电脑上运行：tmux set -s set-clipboard on";
        OnNearTmux
            en "if nothing arrives, run this here as the user whose tmux it is: tmux set -s set-clipboard on"
            zh "若粘贴不出来，请在本机以启动 tmux 的用户运行：tmux set -s set-clipboard on";
        OnPerhapsFarTmux
            en "if nothing arrives and that is tmux, run this on your own machine: tmux set -s set-clipboard on"
            zh "若粘贴不出来，而那是 tmux，请在您自己的电脑上运行：tmux set -s set-clipboard on";
        OnUnknown
            en "if nothing arrives: iTerm2, xterm and mintty must be allowed to; GNOME Terminal, PuTTY and Apple Terminal cannot"
            zh "若粘贴不出来：iTerm2、xterm、mintty 需要先允许；GNOME 终端、PuTTY、Apple 终端不支持";
        OnElsewhere en "clipboard: native does not reach you here. Set clipboard: auto." zh "clipboard: native 在此无法到达您的电脑，请设置 clipboard: auto。";
        OnNoCommand en "clipboard: command is set, but clipboard_command names no program." zh "已设置 clipboard: command，但 clipboard_command 未指定程序。";
        OnDetached en "nobody is attached to this tmux session. Attach to it." zh "此 tmux 会话没有连接的终端，请先连接。";
        OnDumb en "TERM names no terminal that could take a copy. Run this in a terminal." zh "TERM 所指的终端无法接受复制。请在终端中运行。";
        OnDesktop en "there is no display to copy to: neither DISPLAY nor WAYLAND_DISPLAY is set." zh "没有可用的图形界面：DISPLAY 与 WAYLAND_DISPLAY 均未设置。";
        OnWsl en "inside WSL without a display: clipboard_command: [\"clip.exe\"] copies to Windows." zh "WSL 中没有图形界面：设置 clipboard_command: [\"clip.exe\"] 可复制到 Windows。";

        // The machine.
        NotMeasured en "not measured: {keyrack} doctor --clock" zh "未测量：{keyrack} doctor --clock";
        SwapOff en "none" zh "无";
        SwapMemory en "compressed, in memory (zram)" zh "内存压缩（zram）";
        SwapEncrypted en "on an encrypted device" zh "位于加密设备";
        SwapDisk en "on a disk, and nothing shows that it is encrypted" zh "位于磁盘，无法确认已加密";
        NotKnown en "not known on this system" zh "此系统无法得知";
        EncryptSwap en "keys in memory may be written there: encrypt it, or use zram" zh "内存中的密钥可能被写入磁盘：请加密交换区，或改用 zram";
        CoreOff en "off: a crash leaves no memory behind" zh "关闭：崩溃不会留下内存内容";
        CoreOn en "on: a crash of this program would leave its memory in a file" zh "开启：程序崩溃会把内存写入文件";
        CloseCore en "KEYRACK_HARDEN=1 when starting it; ulimit -c 0 helps only where no program collects core files" zh "启动时设置 KEYRACK_HARDEN=1；ulimit -c 0 仅在没有程序收集崩溃转储时有效";

        // The end.
        AllWell en "All is well." zh "一切正常。";
        ToMend { mark: Safe<'static>, n: usize }
            en "{n} things to mend ({mark})." one(n) "1 thing to mend ({mark})."
            zh "有 {n} 处需要处理（{mark}）。";
        ToKnow { mark: Safe<'static>, n: usize }
            en "{n} things to know ({mark})." one(n) "1 thing to know ({mark})."
            zh "有 {n} 处需要留意（{mark}）。";

        // The live test.
        TestIt en "Whether a copy arrives: keyrack doctor --copy" zh "测试复制能否到达：keyrack doctor --copy";
        TestCopied { word: Safe<'static> } en "{word} is in the clipboard." zh "{word} 已在剪贴板中。";
        TestSent { word: Safe<'static> } en "{word} was sent to your terminal." zh "{word} 已发送到您的终端。";
        TestAsk en "Paste here, then press Enter (Enter alone: nothing came): " zh "请在此粘贴后按回车（没有内容则直接按回车）：";
        TestBack en "It came back: copying works here." zh "内容一致：此处可以复制。";
        TestNothing en "Nothing came." zh "没有粘贴出内容。";
        TestOther en "That is something else, copied before: what was sent did not arrive." zh "粘贴出的是之前的内容：刚才发送的没有到达。";
        TestLast
            en "Until copying works: the dashboard shows a code large, {keyrack} code QUERY prints it."
            zh "无法复制时：可在仪表盘中放大显示，或用 {keyrack} code 输出验证码。";
    }
}
