//! What is said where several people work on one vault.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
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
            en "Two people or two vaults say different things. Choose which is right."
            zh "两个人或两个保险库的内容不一致，请选择以哪个为准。";
        Clashing { n: usize }
            en "{n} values clash" one(n) "1 value clashes"
            zh "{n} 处冲突";
        ClashingHere { n: usize, key: Safe<'static> }
            en "{n} values clash: {key}" one(n) "1 value clashes: {key}"
            zh "{n} 处冲突：按 {key}";
        ClashingDecide { n: usize }
            en "{n} values clash. Decide with: {keyrack} conflict" one(n) "1 value clashes. Decide with: {keyrack} conflict"
            zh "有 {n} 处冲突，请用 {keyrack} conflict 处理";
        KeysClash { title: Safe<'static> }
            en "Two keys clash at {title}; this is the code of the one in the list. Decide with: {keyrack} conflict"
            zh "{title} 有互相冲突的密钥，此验证码来自列表中的那个。请用 {keyrack} conflict 处理。";
        NoValue en "nothing" zh "空";
        ShownNow { value: Safe<'static> } en "{value}  (in the list now)" zh "{value}（列表中当前显示的值）";
        KeepAll en "all of them, one below the other" zh "全部保留，逐行列出";
        KeepAsAccounts en "all of them, an account for each" zh "全部保留，各成一个账号";
        KeyGives { kind: Safe<'static>, code: Safe<'static> } en "{kind}, gives {code} now" zh "{kind}，当前验证码 {code}";
        KeyHidden { kind: Safe<'static> } en "{kind}, code not shown" zh "{kind}，验证码未显示";
        CodesLeft { n: usize } en "{n} codes left" one(n) "1 code left" zh "剩余 {n} 个";

        // A vault that may not be the one this machine knew.
        DoubtMemory
            en "What this machine remembers of the vault is damaged, so it cannot tell whether this is the one it knew."
            zh "本机对此保险库的记录已损坏，无法判断这是不是本机所知的保险库。";
        DoubtMemoryAt { path: Safe<'static> }
            en "{path} makes no sense. Compare the fingerprint with a colleague ({keyrack} member confirm) before you take the vault for yours; that also begins the record anew."
            zh "{path} 无法解读。请先与同事核对指纹（{keyrack} member confirm），再决定是否认可；认可后会重新建立记录。";
        DoubtForeign
            en "Another vault stands in the place of the one this machine knew: its secret id is not one that ours had."
            zh "此处的保险库不是本机所知的那一个：其内部标识与本机的不符。";
        DoubtRolledBack
            en "The vault file holds an older version than this machine has seen."
            zh "保险库文件是旧版本，比本机见过的更早。";
        DoubtForked
            en "The vault file was saved without the last version that this machine knew."
            zh "有人没有拿到本机已知的最新版本，就保存了这个文件。";
        DoubtRecipients
            en "More people can open this vault than this machine knew of."
            zh "能打开此保险库的人比本机已知的多。";
        DoubtBehind { machine: Safe<'static>, known: u64, found: u64 }
            en "machine {machine}: saves known: {known}, in the file: {found}"
            zh "机器 {machine}：已知保存 {known} 次，文件中只有 {found} 次";
        DoubtBehindHere { known: u64, found: u64 }
            en "this machine: saves known: {known}, in the file: {found}"
            zh "本机：已知保存 {known} 次，文件中只有 {found} 次";
        DoubtAdded { name: Safe<'static>, key: Safe<'static>, by: Safe<'static> }
            en "{name} can read it (key ends in {key}; added by {by})"
            zh "{name} 可以读取（公钥末尾 {key}，添加者：{by}）";
        DoubtReturning { name: Safe<'static>, key: Safe<'static> }
            en "{name} was removed and can read it (key ends in {key})"
            zh "{name} 已被移出，却能读取此文件（公钥末尾 {key}）";
        DoubtRemoved { name: Safe<'static>, on: Safe<'static>, by: Safe<'static> }
            en "{name} was removed on {on} (by {by})" zh "{name} 已于 {on} 被移出（操作人：{by}）";
        DoubtUnlisted { n: usize }
            en "{n} keys open the file that its list of members does not name" one(n) "1 key opens the file that its list of members does not name"
            zh "此文件还加密给了 {n} 个不在成员列表中的公钥";
        DoubtMissing { n: usize, names: Safe<'static> }
            en "{n} accounts are missing: {names}" one(n) "1 account is missing: {names}" zh "缺少 {n} 个账号：{names}";
        DoubtChanged { n: usize, names: Safe<'static> }
            en "{n} accounts are not as they were: {names}" one(n) "1 account is not as it was: {names}" zh "有 {n} 个账号与本机版本不同：{names}";
        DoubtNew { n: usize, names: Safe<'static> }
            en "{n} accounts are new: {names}" one(n) "1 account is new: {names}" zh "新增 {n} 个账号：{names}";
        DoubtMore { n: usize } en "and {n} more: {keyrack} trust" zh "另有 {n} 条：{keyrack} trust";
        DoubtNoDifference en "The accounts are the same." zh "账号内容没有差异。";
        NothingDoubtful
            en "This is the vault that this machine knew. No sign of tampering."
            zh "这就是本机已知的保险库，没有被改动的迹象。";
        LookOnly en "Look at it, without writing" zh "只读查看";
        PutBack en "Put back what this machine knew" zh "恢复为本机已知的版本";
        PutTogether en "Put both versions together" zh "合并两个版本";
        TakeIt en "Take it for the vault from now on" zh "今后以此文件为准";
        HowToRegain en "To put back what this machine knew: {keyrack} trust --regain" zh "恢复为本机已知的版本：{keyrack} trust --regain";
        HowToTogether en "To put both versions together: {keyrack} trust --regain" zh "合并两个版本：{keyrack} trust --regain";
        AskTrust
            en "Take it for the vault from now on? [y/N] "
            zh "今后以此文件为准吗？[y/N] ";
        Trusted en "This machine takes it for the vault from now on." zh "今后本机以此为准。";
        Settled
            en "It was settled elsewhere on this machine: nothing speaks against the vault any more."
            zh "已在本机其他窗口处理，此保险库不再有疑点。";
        Regained en "What this machine knew is in the vault again." zh "本机已知的内容已恢复到保险库。";

        // Identities.
        SendLine en "Send this line to somebody who can open the vault. It holds no secret:" zh "请把下面这一行发给能打开保险库的同事（其中没有机密）：";
        FingerprintIs { key: Safe<'static> } en "Fingerprint: {key}" zh "指纹：{key}";
        ReadAloud en "They will ask for the fingerprint: read it to them, by phone or face to face." zh "对方会核对指纹：请当面或打电话念给对方听。";
        PassphraseChanged en "The identity file has a new passphrase. Copies of it elsewhere still have the old one." zh "身份文件已换新口令。其他位置的副本仍使用旧口令。";
        PassphraseGone en "The identity file has no passphrase any more: whoever copies it has it." zh "身份文件已没有口令，任何人复制后即可使用。";
        RotateGoesOn { n: usize } en "An earlier rotation was stopped. It goes on, in all of its {n} vaults." zh "上次更换身份中途停止，现在继续，共涉及 {n} 个保险库。";
        RotateAgain { path: Safe<'static> } en "The rotation is not over, and your identity opens everything it did. Once that is mended, run {keyrack} identity rotate again: it goes on with the vaults that {path} lists. A vault that is gone for good is taken out of that list." zh "身份更换尚未完成，您的身份仍能打开原有的全部保险库。解决后请再次运行 {keyrack} identity rotate，将继续处理 {path} 中列出的保险库。已不存在的保险库请从该列表中删去。";
        RotateLeft { path: Safe<'static> } en "{path} is left from a rotation that was stopped, and does not open with this passphrase. Move it elsewhere and run {keyrack} identity rotate again: the identity file itself opens every vault. A key of yours that is listed twice then ({keyrack} member) can be taken out there." zh "{path} 是上次中断的身份更换留下的，用此口令打不开。请把它移到别处，再运行 {keyrack} identity rotate；身份文件本身仍能打开所有保险库。若成员列表（{keyrack} member）中因此出现您的两把公钥，可移出多余的那把。";
        RotateFirst en "A rotation of your identity was stopped half way, and its files open with the passphrase of now only. End it first: {keyrack} identity rotate" zh "上次更换身份中途停止，留下的文件使用当前口令。请先完成：{keyrack} identity rotate";
        KeepOwn en "Keep a copy of the identity file elsewhere: without it somebody has to let you in anew." zh "请另存一份身份文件：丢失后需要同事重新添加您。";
        CalledSo { name: Safe<'static> } en "Colleagues see you as {name}; name in the settings says otherwise." zh "同事看到的姓名：{name}（可在设置中用 name 更改）。";
        NameYourself en "Colleagues see no name of yours yet: set name in the settings." zh "同事还看不到您的姓名：请在设置中填写 name。";
        NextForTeam { command: Safe<'static> } en "Open it with: {command}\nTo let a colleague in: they run keyrack identity new and send you its line; you run {keyrack} member add.\nTo share it through git: {keyrack} sync init" zh "打开保险库：{command}\n添加同事：对方运行 keyrack identity new，把输出的那一行发给您，您再运行 {keyrack} member add。\n通过 git 共享：{keyrack} sync init";
        AskRotate { n: usize } en "Put a new identity in the place of yours, in the file and in {n} vaults? [y/N] " one(n) "Put a new identity in the place of yours, in the file and in the vault? [y/N] " zh "要更换您的身份吗？将更新身份文件和 {n} 个保险库。[y/N] ";
        Rotated en "You have a new identity. What you save from now on does not open with the earlier one." zh "身份已更换。您今后保存的内容，旧身份打不开。";
        KeptOld { path: Safe<'static> } en "The earlier identity is kept for the backups of its time: {path}. If somebody may have copied it, delete it when those are gone." zh "旧身份保留在 {path}，用于打开当时的备份。如可能已被他人复制，待这些备份淘汰后请删除。";
        OthersSee en "Colleagues are asked about your new key. Read them the fingerprint. Your other machines need the new file." zh "同事那边会提示出现了新公钥，请把指纹念给他们核对。您的其他机器需要换用新的身份文件。";
        RotateSeen { words: Safe<'static> } en "If somebody else may have had your earlier identity, everything in the vault was open to them. Say so, and what is to be replaced is listed: {keyrack} member remove {words}" zh "如果您原来的身份可能已泄露，对方能看到保险库中的全部内容。请这样说明，随后会列出需要更换的内容：{keyrack} member remove {words}";
        RotateSend { command: Safe<'static> } en "Until colleagues have that, their edits still open with the earlier one. Send it: {command}" zh "在同事收到这次更新之前，他们保存的内容，旧身份仍能打开。请立即发送：{command}";

        // Members.
        KindPerson en "person" zh "成员";
        KindRecovery en "recovery key" zh "恢复密钥";
        Nameless en "you" zh "本人";
        You { name: Safe<'static> } en "{name} (you)" zh "{name}（本人）";
        AskRead { name: Safe<'static> } en "Call {name}, or ask face to face: they read you their fingerprint." zh "请打电话或当面请 {name} 念出指纹。";
        AskTwelve en "All twelve letters: " zh "完整输入 12 个字符（fingerprint）：";
        TooFewLetters { n: usize, of: usize } en "These are {n} of {of} letters. Type them all." one(n) "This is 1 of {of} letters. Type them all." zh "这是 {of} 个字符中的 {n} 个，请完整输入。";
        NothingTyped en "Nothing was typed." zh "没有输入任何内容。";
        NewPerson { name: Safe<'static> } en "{name} was not in the list of people yet and is added to it." zh "人员列表中原先没有 {name}，已一并添加。";
        WasShutOut { name: Safe<'static>, on: Safe<'static>, by: Safe<'static> } en "This key was shut out on {on} by {by}, as {name}. Whoever has it will see everything again." zh "此公钥已于 {on} 被 {by} 移出（当时的姓名：{name}）。持有者将重新看到全部内容。";
        Admitted { name: Safe<'static> } en "{name} can open the vault from now on." zh "{name} 现在可以打开保险库。";
        AdmittedHere { name: Safe<'static> } en "{name} can open it now. Give them the file (:sync), then compare fingerprints." zh "{name} 现在可以打开。请把文件交给对方（:sync），再互相核对指纹。";
        GiveFile en "Give them the file (in git: {keyrack} sync), and compare the fingerprint of the vault once they have it open: {keyrack} member confirm" zh "请把保险库文件交给对方（使用 git 时：{keyrack} sync），待其打开后互相核对保险库指纹：{keyrack} member confirm";
        VaultFingerprint { key: Safe<'static> } en "Fingerprint of the vault: {key}" zh "保险库指纹：{key}";
        CompareVault en "It is the same for everybody who has this version. Read it to a colleague, and let them read theirs to you." zh "持有此版本的人看到的都相同。请与同事互相念出各自的指纹。";
        AskHeard en "Type the one that your colleague reads to you." zh "请输入同事念出的指纹。";
        HeardWrong en "That is another one." zh "不一致。";
        Confirmed en "This is the team's vault: this machine will notice when another one takes its place." zh "已确认这是团队的保险库。今后如被替换，本机会发现。";
        NotConfirmed en "Then it is not what they have, or not the same version. Let both open the newest file; if it still differs, do not use this one and ask who sent it." zh "说明两边不是同一个保险库，或版本不同。请双方都打开最新的文件；如仍不一致，请勿使用，并查明文件来源。";
        WhatTheySaw { keys: usize, codes: usize, numbers: usize } en "What they could see: keys {keys}, recovery codes {codes}, phone numbers {numbers}." zh "对方能看到：密钥 {keys} 个、恢复代码 {codes} 个、电话号码 {numbers} 个。";
        NothingComesBack en "What they have seen or copied cannot be taken back, older copies of the file among it. So it is to be replaced, where money lies first." zh "对方看过或复制过的内容（包括旧的保险库文件）无法收回，因此需要逐一更换，涉及资金的优先。";
        StillIn { name: Safe<'static> } en "{name} still opens the vault with another key, so nobody is marked as left." zh "{name} 还有另一把密钥能打开保险库，因此不会标记为已离开。";
        IfStolen { words: Safe<'static> } en "Where somebody may have this key and its passphrase, say so, and what was open to it is listed to be replaced: {keyrack} member remove {words}" zh "如果有人可能拿到了这把密钥及其口令，请这样说明，随后会列出需要更换的内容：{keyrack} member remove {words}";
        StolenSaw { name: Safe<'static>, keys: usize, codes: usize, numbers: usize } en "Whoever has this key of {name} and its passphrase could read everything: keys {keys}, recovery codes {codes}, phone numbers {numbers}. {name} does not count as having left." zh "拿到 {name} 这把密钥及其口令的人能看到全部内容：密钥 {keys} 个、恢复代码 {codes} 个、电话号码 {numbers} 个。{name} 不会标记为已离开。";
        OpensOther { name: Safe<'static>, vault: Safe<'static>, command: Safe<'static> } en "{name} opens {vault}, too. To shut them out there: {command}" zh "{name} 也能打开 {vault}。如需在那边移出：{command}";
        OpensOthers { name: Safe<'static>, vaults: Safe<'static>, key: Safe<'static>, out: Safe<'static> } en "{name} opens {vaults}, too, and goes on doing so. To shut them out there: {key}, take it in hand, then {out}." zh "{name} 还能打开 {vaults}，此操作不影响那边。如需一并移出：按 {key} 切换保险库，再按 {out}。";
        OnlyYou en "Only you can open it then, and there is no recovery key: if your identity is lost, the vault is, too. Make one first: {keyrack} member recovery" zh "此后只有您能打开保险库，而且没有恢复密钥：身份文件一旦丢失，保险库将无法打开。请先生成恢复密钥：{keyrack} member recovery";
        OnlyYouAndPaper en "Only you and the recovery key can open it then." zh "此后只有您和恢复密钥能打开保险库。";
        StillOpens { name: Safe<'static>, command: Safe<'static> } en "{name} can open the vault all the same. To shut them out: {command}" zh "{name} 仍能打开保险库。如需移出：{command}";
        StillOpensOne { name: Safe<'static>, vault: Safe<'static>, command: Safe<'static> } en "{name} can open {vault} all the same. To shut them out: {command}" zh "{name} 仍能打开 {vault}。如需移出：{command}";
        Holds { name: Safe<'static>, devices: Safe<'static> } en "{name} holds: {devices}." zh "{name} 持有：{devices}。";
        AskShutOut { name: Safe<'static> } en "Shut {name} out of the vault? [y/N] " zh "要将 {name} 移出保险库吗？[y/N] ";
        AskKeyOut { name: Safe<'static> } en "Take this key of {name} out of the vault? [y/N] " zh "要将 {name} 的这把密钥移出保险库吗？[y/N] ";
        ShutOut { name: Safe<'static> } en "{name} cannot open the vault from now on." zh "{name} 不能再打开保险库。";
        KeyOut { name: Safe<'static> } en "This key of {name} opens the vault no more." zh "{name} 的这把密钥不能再打开保险库。";
        AlsoRepository
            en "In git, send that with: {keyrack} sync. Until colleagues have it, their edits still open for whoever is out. Take their access to the repository away as well: earlier versions in it still open for them."
            zh "使用 git 时，请运行 {keyrack} sync 发送；在同事收到这次更新之前，他们保存的内容，对方仍能打开。并请取消对方的仓库访问权限：仓库中的旧版本对方仍能打开。";
        AlsoRepositoryHere
            en "In git, send that now: :sync. Until colleagues have it, their edits still open for whoever is out. Take their access to the repository away as well: earlier versions in it still open for them."
            zh "使用 git 时，请立即用 :sync 发送；在同事收到这次更新之前，他们保存的内容，对方仍能打开。并请取消对方的仓库访问权限：仓库中的旧版本对方仍能打开。";
        SendKeyOut
            en "In git, send that with: {keyrack} sync. Until colleagues have it, their edits still open with that key; earlier versions in the repository go on doing so."
            zh "使用 git 时，请运行 {keyrack} sync 发送；在同事收到这次更新之前，他们保存的内容以及仓库中的旧版本，仍能用这把密钥打开。";
        SendKeyOutHere
            en "In git, send that now: :sync. Until colleagues have it, their edits still open with that key; earlier versions in the repository go on doing so."
            zh "使用 git 时，请立即用 :sync 发送；在同事收到这次更新之前，他们保存的内容以及仓库中的旧版本，仍能用这把密钥打开。";
        NewKeyFor { name: Safe<'static> }
            en "{name} has no other key. To let them in with a new one: they run keyrack identity new and send you its line; you run {keyrack} member add."
            zh "{name} 没有其他密钥。如需用新密钥重新添加：对方运行 keyrack identity new 并把那一行发给您，您再运行 {keyrack} member add。";
        ReplaceNow { n: usize, name: Safe<'static>, who: Safe<'static> } en "{n} accounts have something that was open to {name}. Go through them with: {keyrack} loss show {who} (or on paper: {keyrack} print loss {who})" one(n) "1 account has something that was open to {name}. Go on with: {keyrack} loss show {who} (or on paper: {keyrack} print loss {who})" zh "有 {n} 个账号的内容 {name} 能看到。逐一处理：{keyrack} loss show {who}（打印清单：{keyrack} print loss {who}）";
        OthersReplace { n: usize, name: Safe<'static>, who: Safe<'static> } en "{n} accounts have something that was open to {name}. A colleague goes through them with: {keyrack} loss show {who}" one(n) "1 account has something that was open to {name}. A colleague goes on with: {keyrack} loss show {who}" zh "有 {n} 个账号的内容 {name} 能看到，请同事逐一处理：{keyrack} loss show {who}";
        MovedSince { n: usize, names: Safe<'static>, who: Safe<'static> }
            en "{n} accounts that {who} could see went from here to another vault: {names}. That one does not know that {who} is out. Say so there, then health lists their keys: {keyrack} person left {who}"
            one(n) "1 account that {who} could see went from here to another vault: {names}. That one does not know that {who} is out. Say so there, then health lists its key: {keyrack} person left {who}"
            zh "{who} 看到过的 {n} 个账号已移到其他保险库：{names}。那边还不知道 {who} 已移出，请在那边同样标记，风险列表中才会列出其密钥：{keyrack} person left {who}";
        NothingToReplace { name: Safe<'static> } en "Nothing in the vault is to be replaced because of {name}." zh "保险库中没有因 {name} 需要更换的内容。";
        LeftSelf en "The vault does not open for you any more." zh "您已无法再打开此保险库。";
        OnlyPaper en "Whoever found the paper could read everything until now. If it was lost, give the accounts new keys. They are listed by: {keyrack} list" zh "在此之前，拿到那张纸的人能看到全部内容。如果纸已遗失，请更换各账号的密钥。账号清单：{keyrack} list";
        RemovedHeading en "Shut out" zh "已移出";
        RemovedOn { day: Safe<'static>, by: Safe<'static> } en "{day}, by {by}" zh "{day}，操作人：{by}";
        EarlierRow { key: Safe<'static>, on: Safe<'static> } en "earlier key {key}  {on}" zh "之前的密钥 {key}  {on}";
        DoneOf { done: usize, of: usize } en "{done} of {of} steps done" zh "已完成 {done}/{of} 步";
        NothingOpen en "nothing to replace" zh "无需更换";
        OtherKey en "in with another key" zh "已换用另一把密钥";
        RecoveryMade en "Recovery key. Print it or write it down; it is shown only now. Its last six letters are a checksum." zh "恢复密钥。请打印或抄写，仅显示这一次。末六位是校验码。";
        AskChecksum en "Its last six letters, from the paper (not shown): " zh "请照纸上输入末六位（不显示）：";
        ProveChecksum en "It leaves the screen when you have proved that it is on paper, or after three other answers." zh "验证已抄好之后，密钥将从屏幕上消失；答错或留空三次后也会消失。";
        ChecksumWrong en "That is not what it ends with. Compare it with the paper." zh "与末六位不符，请与纸上核对。";
        OldPaperStays en "The earlier recovery key opens the vault, too, until the new one was tried. Once it is on paper: {keyrack} member drill --replace" zh "旧恢复密钥仍然有效，直到新密钥通过验证。抄好后请运行 {keyrack} member drill --replace";
        OldPaperGone { n: usize } en "{n} earlier recovery keys open nothing from now on." one(n) "The earlier recovery key opens nothing from now on." zh "旧恢复密钥（{n} 个）已失效。";
        OtherPapers { n: usize } en "{n} other recovery keys open the vault, too. To shut them out: {keyrack} member drill --replace" one(n) "Another recovery key opens the vault, too. To shut it out: {keyrack} member drill --replace" zh "另有 {n} 个恢复密钥也能打开保险库。如需作废：{keyrack} member drill --replace";
        NotProved
            en "The key is in force all the same. If it is not on paper, make another: {keyrack} member recovery --replace"
            zh "密钥已经生效。如果没有抄好，请重新生成：{keyrack} member recovery --replace";
        TryItSoon en "Try it once it is on paper: {keyrack} member drill" zh "抄好后请立即验证：{keyrack} member drill";
        AskPaper en "The recovery key as it stands on the paper (not shown): " zh "请输入纸上的恢复密钥（不显示）：";
        PaperOpens { key: Safe<'static> } en "It opens the vault (fingerprint {key}). Written down as tested today." zh "可以打开保险库（指纹 {key}），已记录为今日验证。";
        NeverTested en "never tried" zh "从未验证";
        TestedLongAgo { day: Safe<'static> } en "{day} (over a year ago)" zh "{day}（已超过一年）";
        NoRecovery en "There is no recovery key: if every identity is lost, the vault is, too. Make one with: {keyrack} member recovery" zh "没有恢复密钥：所有身份文件都丢失时，保险库将无法打开。请用 {keyrack} member recovery 生成。";
        RecoveryDue en "The recovery key was not tried for over a year, or never. Try it with: {keyrack} member drill" zh "恢复密钥从未验证或已超过一年未验证。请用 {keyrack} member drill 验证。";

        // The screen of the team.
        TheVault en "Vault" zh "保险库";
        WhoCanOpen en "Who can open it" zh "能打开的人";
        VaultRow { key: Safe<'static>, n: u64, here: u64 } en "fingerprint {key}, saves: {n}, by this machine: {here}" zh "指纹 {key}，共保存 {n} 次，其中本机 {here} 次";
        ByPassphrase { n: u64, here: u64 } en "opens with a passphrase: whoever knows it can; saves: {n}, by this machine: {here}" zh "用口令打开，知道口令的人都能打开；共保存 {n} 次，其中本机 {here} 次";
        PaperMissing en "no recovery key; make one with: {keyrack} member recovery" zh "没有恢复密钥，可用 {keyrack} member recovery 生成";
        PaperDue en "the recovery key is to be tried: {keyrack} member drill" zh "恢复密钥待验证：{keyrack} member drill";
        SaveBefore { key: Safe<'static> } en "There are edits that are not saved. Save them first: {key}" zh "有尚未保存的修改，请先按 {key} 保存。";
        NothingLeft en "Nothing that they saw is left to replace." zh "对方看到过的内容已无需更换。";
        OtherKeyHere { words: Safe<'static> } en "That key was replaced by another one. If it was stolen, say so, and what was open to it is listed: {keyrack} member remove {words}" zh "这把密钥已由另一把代替。如果曾被盗，请这样说明，随后会列出需要更换的内容：{keyrack} member remove {words}";
        OwnHere { words: Safe<'static> } en "That is you. Let a colleague do it, or say: {keyrack} member remove {words} --myself" zh "这是您自己。请同事操作，或使用 {keyrack} member remove {words} --myself";
        AdmitTitle en "Let somebody in" zh "添加成员";
        AdmitHow en "Paste the line they sent. They make it with: keyrack identity new" zh "请粘贴对方发来的那一行（对方用 keyrack identity new 生成）：";
        AdmitWho { name: Safe<'static> } en "Is this line really from {name}?" zh "这一行确实来自 {name} 吗？";
        AdmitRead en "Call them, or ask face to face: they read you their fingerprint. Type all twelve letters." zh "请打电话或当面请对方念出指纹，并完整输入 12 个字符：";
        AdmitWrong en "This line has another fingerprint. If you typed what you heard, somebody may have exchanged the line: ask for it again, another way." zh "与这一行的指纹不符。如果输入无误，这一行可能被人调换过，请换一种方式重新获取。";
        NameBehind en "The line has no name. Type one behind the key." zh "该行没有姓名，请在公钥后面输入。";
        LeftBefore { name: Safe<'static> } en "{name} is marked as having left. If they are back, say so on the screen of devices first." zh "{name} 已标记为离职。如已复职，请先在设备页恢复。";
        ShutOutTitle { name: Safe<'static> } en "Shut {name} out of the vault?" zh "将 {name} 移出保险库？";
        ShutOutAsk { word: Safe<'static> } en "Type {word} and press Enter. The file is encrypted to the others at once; that cannot be undone." zh "输入 {word} 并按回车。文件将立即重新加密，无法撤销。";
        ShutOutStolen { word: Safe<'static>, name: Safe<'static> } en "If somebody else may have this key, type {word} instead: what was open to it is listed, and {name} does not count as having left." zh "如果这把密钥可能已落入他人之手，请改为输入 {word}：将列出需要更换的内容，且不会把 {name} 标记为已离开。";

        Decided { field: Safe<'static>, title: Safe<'static> }
            en "Decided: {field} of {title}." zh "已确定 {title} 的{field}。";
        DecidedBack { name: Safe<'static> }
            en "To take that back, put the version before in its place: {keyrack} doctor --restore {name}"
            zh "如需撤回，请恢复之前的版本：{keyrack} doctor --restore {name}";
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
