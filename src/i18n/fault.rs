//! What went wrong, and what to do next. Each is one or two sentences: the failure, then the way on.

use super::{Spoken, messages};
use crate::text::Safe;

messages! {
    keyrack in
    /// An error as a person reads it.
    pub enum Fault {
        // Finding and opening.
        OneVault en "Several vaults are open, and this works on one. Name it alone: --vault FILE" zh "同时打开了多个保险库，而此操作只针对一个。请单独指定：--vault 文件";
        FirstShut en "What is new goes to the first vault, and that one did not open. Nothing was saved." zh "新内容应存入第一个保险库，但它未能打开。未保存任何更改。";
        SeveralVaults en "Moving takes two open vaults: --vault FILE --with FILE" zh "移动账号需要同时打开两个保险库：--vault 文件 --with 文件";
        NoSuchVault { asked: Safe<'static>, names: Safe<'static> }
            en "{asked} is not the name of one open vault. They are: {names}" zh "没有名为 {asked} 的已打开保险库，或有重名。现有：{names}";
        TooManyVaults { most: usize } en "At most {most} vaults can be open at once." zh "最多可同时打开 {most} 个保险库。";
        OfVault { name: Safe<'static>, said: Safe<'static> } en "{name}: {said}" zh "{name}：{said}";
        VaultMissing { path: Safe<'static> }
            en "There is no vault at {path}. Create one with: {keyrack} init. To join a team's: keyrack identity new"
            zh "{path} 处没有保险库。请用 {keyrack} init 新建；加入团队请用 keyrack identity new";
        VaultGone en "The vault file is gone. Nothing is saved until it is back: {keyrack} doctor" zh "保险库文件不见了，放回之前无法保存。可恢复备份：{keyrack} doctor";
        VaultTorn en "The vault file is damaged. Nothing is saved until it is whole: {keyrack} doctor" zh "保险库文件已损坏，修复之前无法保存。可恢复备份：{keyrack} doctor";
        VaultAway { path: Safe<'static> }
            en "There is no file at {path} any more. Put it back (git checkout, where git has it), or restore a backup: {keyrack} doctor"
            zh "{path} 处的文件不见了。请放回原处（git 中有时可用 git checkout），或恢复备份：{keyrack} doctor";
        IdentityMissing { path: Safe<'static> }
            en "There is no identity file at {path}. Name the right one with --identity, or put your copy of it back. New here? keyrack identity new makes one. None left? A recovery key opens the vault: type it from the paper into a file and name that."
            zh "{path} 没有身份文件。请用 --identity 指定正确的文件，或把备份放回原处。首次使用请运行 keyrack identity new。身份已丢失时，可用恢复密钥打开：把纸上的密钥抄入一个文件，再指定该文件。";
        FileMissing { path: Safe<'static> } en "There is no file at {path}. Check the path." zh "找不到文件 {path}。请检查路径。";
        NotReadable { path: Safe<'static> }
            en "You may not read {path}. Check its permissions and those of its folder."
            zh "无权读取 {path}。请检查文件及其文件夹的权限。";
        ReadFailed { path: Safe<'static>, error: Safe<'static> }
            en "{path} could not be read: {error}. Nothing was changed."
            zh "无法读取 {path}：{error}。未作任何更改。";
        NotAFile { path: Safe<'static> } en "{path} is not a file but a folder or a device. Name the file itself." zh "{path} 不是文件，而是文件夹或设备。请指定文件本身。";
        TooLarge { path: Safe<'static>, kib: u64 }
            en "{path} is larger than {kib} KiB, more than Keyrack reads. Check that it is the right file."
            zh "{path} 超过 {kib} KiB，Keyrack 不读取这么大的文件。请确认文件是否正确。";
        EmptyFile { path: Safe<'static> } en "{path} is empty. If it was not always, restore a backup: {keyrack} doctor" zh "{path} 是空文件。如果原本有内容，请恢复备份：{keyrack} doctor";
        NotAge { path: Safe<'static> } en "{path} is not an age file. Check that it is the right one; it was not changed." zh "{path} 不是 age 加密文件。请确认文件是否正确；文件未被更改。";
        HostileHeader { path: Safe<'static> }
            en "{path} begins in a way no honest age file does, and was not opened. Restore a backup: {keyrack} doctor"
            zh "{path} 的文件头异常，未予打开。请恢复备份：{keyrack} doctor";
        TooMuchWork { path: Safe<'static>, asked: u8, ceiling: u8 }
            en "{path} asks for work factor {asked} to check its passphrase; Keyrack stops at {ceiling}. If the file is yours, encrypt it again with age."
            zh "{path} 的口令工作因子为 {asked}，Keyrack 的上限是 {ceiling}。如果文件确实是您的，请用 age 重新加密。";
        NoMemory { mib: u64 }
            en "Checking this passphrase needs {mib} MiB of memory, which this system does not give. Close other programs and try again."
            zh "核对此口令需要 {mib} MiB 内存，系统无法提供。请关闭其他程序后重试。";
        WrongPassphrase en "That passphrase does not open it. Try again." zh "口令不正确，请重试。";
        NeedsPassphrase
            en "A passphrase is needed. Give it with --passphrase-file or --passphrase-fd, or run this on a terminal."
            zh "需要口令。请用 --passphrase-file 或 --passphrase-fd 提供，或在终端中运行。";
        NotARecipient { path: Safe<'static> }
            en "{path} is not encrypted to your identity. Ask a member of the vault to add you, or name another identity with --identity."
            zh "您的身份打不开 {path}。请让保险库成员添加您，或用 --identity 指定其他身份文件。";
        Renewed en "This identity opens it no more. If yours was renewed, lock and open again." zh "当前身份已打不开此文件。如果您更换过身份，请锁定后重新打开。";
        NotNow { path: Safe<'static> } en "The backup opens, but your identity does not open {path} as it is now: who may read it would be unknown, and whoever was shut out would be in again. Nothing was changed. Use your present identity; an earlier one beside it (identity.age.until-…, with the same passphrase) opens old backups by itself. If {path} is not your vault, move it away first." zh "备份可以打开，但您的身份打不开现在的 {path}：无法得知目前谁有权读取，已被移出的人会重新获得权限。未作任何更改。请使用您现在的身份；与它放在一起、口令相同的旧身份（identity.age.until-…）会自动用来打开旧备份。如果 {path} 不是您的保险库，请先把它移走。";
        NeedsIdentity { path: Safe<'static> } en "{path} opens with an identity file. Name yours with --identity." zh "{path} 需要身份文件才能打开。请用 --identity 指定。";
        Damaged { path: Safe<'static> } en "{path} is damaged: it was cut short or changed. It was left as it is; restore a backup: {keyrack} doctor" zh "{path} 已损坏：内容被截断或改动。文件保持原样；请恢复备份：{keyrack} doctor";
        HalfMerged { path: Safe<'static> } en "Git has left a merge half done in {path} and written both versions into it. Nothing is lost; finish it with: {keyrack} sync" zh "git 在 {path} 中留下了未完成的合并，把两个版本都写进了文件。数据没有丢失；请运行 {keyrack} sync 完成合并。";
        NotAVault { path: Safe<'static> }
            en "{path} opens, but there is no Keyrack vault in it. Check that it is the right file; it was not changed."
            zh "{path} 可以解密，但其中不是 Keyrack 保险库。请确认文件是否正确；文件未被更改。";
        TooNew { path: Safe<'static>, format: u32 } en "{path} was written by a newer Keyrack (format {format}). Update Keyrack to open it." zh "{path} 由更新版本的 Keyrack 写入（格式 {format}）。请更新 Keyrack 后再打开。";
        Unreadable { path: Safe<'static>, line: usize, column: usize }
            en "{path} opens, but its content makes no sense at line {line}, column {column}. It was left as it is; restore a backup: {keyrack} doctor"
            zh "{path} 可以解密，但第 {line} 行第 {column} 列的内容无法理解。文件保持原样；请恢复备份：{keyrack} doctor";
        NoIdentityInside { path: Safe<'static> }
            en "There is no age identity in {path}. Name the file that begins with AGE-SECRET-KEY or an age header: --identity"
            zh "{path} 中没有 age 身份。请用 --identity 指定以 AGE-SECRET-KEY 或 age 文件头开头的文件。";
        Quarantined { n: usize }
            en "{n} entries of the vault make no sense to this Keyrack. They are kept as they are; {keyrack} doctor lists them."
            one(n) "One entry of the vault makes no sense to this Keyrack. It is kept as it is; {keyrack} doctor lists it."
            zh "保险库中有 {n} 个条目无法理解，已原样保留。详见 {keyrack} doctor。";

        // A vault that may not be the one this machine knew.
        VaultLost { path: Safe<'static>, known: Safe<'static> } en "A vault that this machine knew stood at {path} and is gone. It can be put back: {keyrack} doctor --backups lists its versions. To begin anew all the same, move {known} away first."
            zh "{path} 处原有一个本机所知的保险库，现已不在。可以恢复：{keyrack} doctor --backups 会列出各个版本。若确实要重新开始，请先移走 {known}。";
        VaultMemory en "What this machine remembers of the vault is damaged, so it cannot tell whether this is the one it knew. Nothing was written. See which file: {keyrack} trust"
            zh "本机对此保险库的记录已损坏，无法判断这是不是本机所知的保险库。未写入任何内容。查看是哪个文件：{keyrack} trust";
        VaultForeign
            en "Another vault stands in the place of the one this machine knew: its secret id is not one that ours had. Nothing was written. See what is different: {keyrack} trust"
            zh "此处的保险库不是本机所知的那一个：其内部标识与本机的不符。未写入任何内容。查看差异：{keyrack} trust";
        VaultRolledBack
            en "The vault file holds an older version than this machine has seen. Nothing was written. See what is missing: {keyrack} trust"
            zh "保险库文件是旧版本，比本机见过的更早。未写入任何内容。查看缺少什么：{keyrack} trust";
        VaultForked
            en "The vault file was saved without the last version that this machine knew. Nothing was written. See what is missing: {keyrack} trust"
            zh "有人没有拿到本机已知的最新版本，就保存了这个文件。未写入任何内容。查看缺少什么：{keyrack} trust";
        VaultRecipients
            en "More people can open this vault than this machine knew of. Nothing was written. See who: {keyrack} trust"
            zh "能打开此保险库的人比本机已知的多。未写入任何内容。查看是谁：{keyrack} trust";
        CannotRegain
            en "What this machine knew cannot be put back here. Look at the backups: {keyrack} doctor --backups"
            zh "无法在此恢复本机已知的版本。请查看备份：{keyrack} doctor --backups";

        // Creating.
        PassphraseEmpty
            en "An empty passphrase protects nothing. Type one, or ask for none by name: --no-passphrase"
            zh "空口令起不到保护作用。请输入口令；若确实不要口令，请使用 --no-passphrase。";
        PasswordWeak en "That password is too easy to guess. Make it longer." zh "密码太容易猜到，请设得长一些。";
        PasswordsDiffer en "The two passwords differ. Type the first one again." zh "两次输入的密码不一致，请重新输入。";
        PasswordEmpty en "Type a password." zh "请输入密码。";
        PassphraseWeak en "That passphrase is too easy to guess. Make it longer, or take the ten words." zh "这个口令太容易猜到。请加长，或使用生成的十个单词。";
        PassphrasesDiffer en "The two passphrases differ. Type them again." zh "两次输入的口令不一致，请重新输入。";
        WordsDiffer en "These are not the ten words. Look at them again and type them once more." zh "与显示的十个单词不一致。请对照后重新输入。";
        PassphraseNotText { path: Safe<'static> }
            en "The passphrase in {path} is not UTF-8 text. Save the file as UTF-8."
            zh "{path} 中的口令不是 UTF-8 文本。请将文件另存为 UTF-8。";
        PassphraseTooLong { most: usize }
            en "The passphrase is longer than {most} bytes. Check that it is the right file."
            zh "口令超过 {most} 字节。请确认文件是否正确。";
        VaultExists { path: Safe<'static> }
            en "There is a vault at {path} already, and it was not touched. Name another place with --vault."
            zh "{path} 已有保险库，未作改动。请用 --vault 指定其他位置。";
        IdentityExists { path: Safe<'static> }
            en "There is a file at {path} already, and it was not replaced. Name another place with --identity."
            zh "{path} 已有文件，未被替换。请用 --identity 指定其他位置。";

        // Saving.
        ReadOnlyNewer
            en "This vault is read-only here: a newer Keyrack wrote it. Update Keyrack to edit it."
            zh "此保险库在这里只读：它由更新版本的 Keyrack 写入。请更新 Keyrack 后再编辑。";
        ReadOnlyDoubtful
            en "Nothing is written: this may not be the vault that this machine knew. See what is different with: {keyrack} trust"
            zh "未写入任何内容：这可能不是本机之前打开的保险库。可用 {keyrack} trust 查看差异。";
        ReadOnlyAsked en "Nothing is written: the vault was opened read-only." zh "未写入任何内容：保险库以只读方式打开。";
        ReadOnlyCommand
            en "This command writes, and --read-only forbids that. Nothing was changed."
            zh "此命令会写入内容，而 --read-only 不允许。未作任何更改。";
        ReadOnlyRecipient
            en "This vault is read-only here: this Keyrack cannot encrypt to the key of one of its members, and saving would lock them out. {keyrack} member says whose it is, and what to do."
            zh "此保险库在这里只读：本机的 Keyrack 无法加密给其中一位成员的公钥，保存会使其打不开保险库。可用 {keyrack} member 查看是哪位成员、如何处理。";
        NoSshKeygen
            en "Nothing was written: ssh-keygen is not here to sign. It is part of OpenSSH; or use --no-sign"
            zh "未写入任何内容：没有 ssh-keygen，无法签名。请安装 OpenSSH，或使用 --no-sign";
        SignLate
            en "Nothing was written: ssh-keygen took longer than a minute to sign."
            zh "未写入任何内容：ssh-keygen 一分钟内未完成签名。";
        SignProtected { path: Safe<'static> }
            en "Nothing was written: {path} has a passphrase, and no agent holds it. Load it first: ssh-add"
            zh "未写入任何内容：{path} 设有口令，且未加载到 agent。请先运行 ssh-add";
        SignRefused { path: Safe<'static>, said: Safe<'static> }
            en "Nothing was written: ssh-keygen did not sign with {path}: {said}"
            zh "未写入任何内容：ssh-keygen 无法用 {path} 签名：{said}";
        ShiftOfAll
            en "Say which accounts the shift is for: --query, --tag, --platform or --company"
            zh "请指定值班可见的账号：--query、--tag、--platform 或 --company";
        NotAShift en "A shift lasts hours and minutes, up to 24h: 8h, 90m, 1h30m" zh "值班时长请写小时和分钟，最长 24h：8h、90m、1h30m";
        StillSaving en "The last edit is still being saved. Try again in a moment." zh "上一次修改仍在保存，请稍后再试。";
        StillReading en "The vault file has changed and is being read. Try again in a moment." zh "保险库文件有变化，正在重新读取，请稍后再试。";
        VaultLocked en "Another Keyrack is saving this vault and did not finish in time. Nothing was saved; try again." zh "另一个 Keyrack 正在保存此保险库，未能及时完成。未保存任何更改，请重试。";
        Changed
            en "Somebody else changed the vault meanwhile. Theirs is in place and nothing of yours was saved; do it again."
            zh "保险库在此期间被他人更改。已保留对方的版本，您的更改未保存，请重新操作。";
        ChangedKept { path: Safe<'static> }
            en "Somebody else changed the vault meanwhile. Theirs is in place; yours is kept, encrypted, in {path}. Do it again on theirs."
            zh "保险库在此期间被他人更改。已保留对方的版本；您的版本已加密保存在 {path}。请在对方版本上重新操作。";
        NotWritable { path: Safe<'static> }
            en "You may not write {path}. The vault is unchanged; check the permissions of the folder."
            zh "无权写入 {path}。保险库保持原样；请检查文件夹权限。";
        DiskFull { path: Safe<'static> }
            en "The disk is full, and {path} was not written. The vault is unchanged; make room and try again."
            zh "磁盘已满，{path} 未写入。保险库保持原样；请腾出空间后重试。";
        ReadOnlyDisk { path: Safe<'static> }
            en "{path} lies on a file system that is read-only. The vault is unchanged."
            zh "{path} 所在的文件系统为只读。保险库保持原样。";
        WriteFailed { path: Safe<'static>, error: Safe<'static> }
            en "{path} could not be written: {error}. The vault is unchanged."
            zh "无法写入 {path}：{error}。保险库保持原样。";
        ReadBack en "What was written to the disk does not read back as it was. The vault is unchanged; check the disk." zh "写入磁盘的内容读回后不一致。保险库保持原样；请检查磁盘。";
        VaultTooLarge { mib: u64 }
            en "The vault would be larger than {mib} MiB, more than Keyrack reads again. Nothing was saved; take something out first."
            zh "保险库将超过 {mib} MiB，Keyrack 将无法再读取。未保存任何更改；请先删除一些内容。";
        SealFailed en "Encrypting failed, and nothing was saved. The vault is unchanged." zh "加密失败，未保存任何更改。保险库保持原样。";
        DurabilityUnconfirmed
            en "Saved, but the system does not confirm that it would survive a power cut now. Check the disk, and keep a copy."
            zh "已保存，但系统未确认断电后能否保全。请检查磁盘并另存一份。";

        // What clashed.
        NoSuchConflict { asked: Safe<'static> }
            en "No conflict is called {asked}, or its values are others by now. {keyrack} conflict shows the letters of each."
            zh "没有代号为 {asked} 的冲突，或其内容已经变化。代号见 {keyrack} conflict。";
        NoSuchValue { n: usize }
            en "There is no value of this number: {n} clash here. {keyrack} conflict counts them."
            zh "没有这个编号：这里共有 {n} 个值可选，编号见 {keyrack} conflict。";
        AllCannotHold en "These values cannot all be kept. Choose one by its number." zh "这些内容不能同时保留，请按编号选择一项。";

        // Accounts.
        NotFound { query: Safe<'static> }
            en "No account matches {query}. See all with: {keyrack} list"
            zh "没有与 {query} 匹配的账号。查看全部：{keyrack} list";
        Ambiguous { query: Safe<'static>, n: usize }
            en "{n} accounts match {query}. Say more, or name one by its id:"
            zh "有 {n} 个账号与 {query} 匹配。请说得更具体，或使用 id：";
        EmptyName en "The name is empty. Say which one is meant." zh "名称为空，请写明是哪一个。";
        NoThing { name: Safe<'static>, kind: Safe<'static> }
            en "Nothing of this kind is called {name}. See all with: {keyrack} {kind} list"
            zh "没有名为 {name} 的记录。查看全部：{keyrack} {kind} list";
        ManyThings { name: Safe<'static>, n: usize }
            en "{n} records match {name}. Say more, or name one by its id:"
            zh "有 {n} 条记录与 {name} 匹配。请说得更具体，或使用 id：";
        SeveralParts { n: usize }
            en "{n} of these are meant. Name one with --which, by its place in the list:"
            zh "有 {n} 项符合。请用 --which 指定列表中的序号：";
        NoSuchPart { name: Safe<'static> }
            en "{name} is none of these. Name one with --which, by its place in the list, its role or its kind:"
            zh "{name} 不在其中。请用 --which 指定序号、主/备或类型：";
        NoRecoveryCodes { title: Safe<'static> }
            en "No recovery code of {title} is left here. Store new ones with: {keyrack} recovery set"
            zh "{title} 在此没有可用的恢复代码。请用 {keyrack} recovery set 保存新的。";
        CodesElsewhere { title: Safe<'static>, kept: Safe<'static> }
            en "The recovery codes of {title} are not in this vault: {kept}. Take one there, then count again: {keyrack} recovery set --left N"
            zh "{title} 的恢复代码不在此保险库中：{kept}。请从那里取用，然后更新数量：{keyrack} recovery set --left N";
        CountsItself
            en "Codes that are kept here are counted by themselves; --left is for those kept elsewhere. Mark one as used with {keyrack} recovery use, or drop them: {keyrack} recovery forget"
            zh "存放在此处的恢复代码会自动计数，--left 仅用于存放在别处的。请用 {keyrack} recovery use 标记已使用，或用 {keyrack} recovery forget 删除。";
        NoCodesGiven
            en "There is no recovery code in that. Nothing was changed; give one a line, or between commas."
            zh "其中没有恢复代码，未作任何更改。请每行一个，或用逗号分隔。";
        SameMethod { title: Safe<'static> }
            en "{title} has exactly this method already. Change that one with {keyrack} method edit, or say what else this one is with --role."
            zh "{title} 已有完全相同的验证方式。请用 {keyrack} method edit 修改，或用 --role 说明其他用途。";
        NoDigits { title: Safe<'static> }
            en "{title}: this method has no digits to compare. Record what came: {keyrack} drill record QUERY RESULT"
            zh "{title}：此方式没有可比对的验证码。请记录测试结果：{keyrack} drill record 关键词 结果";
        NoBackupMethod { title: Safe<'static> }
            en "{title} has no backup. If it was the main method: --role main"
            zh "{title} 没有备用方式。如果测试的是主验证方式，请加 --role main";
        NoTerminalForCodes
            en "There is no terminal to ask for the codes. Give them with --codes-file, or say where they are kept: --place, --left"
            zh "没有可供输入恢复代码的终端。请用 --codes-file 提供，或用 --place、--left 说明存放位置和数量。";
        NothingNamed en "Nothing to record was named. See the options with --help." zh "没有指定要登记的内容。可用的选项见 --help。";
        NoKeyArrives { title: Safe<'static>, arrival: Safe<'static> }
            en "{title} has no key here. Its code arrives elsewhere: {arrival}"
            zh "{title} 没有密钥。验证码从别处接收：{arrival}";
        NoKeyAnywhere { title: Safe<'static> }
            en "{title} has no key here, and nothing says where its code arrives. Add that with: {keyrack} edit"
            zh "{title} 没有密钥，也未登记验证码的接收方式。请用 {keyrack} edit 补充。";
        CounterUsedUp
            en "The last counter of this key is used up. Enrol a new key at the platform."
            zh "此密钥的计数器已用完。请在平台上重新登记密钥。";
        NoChange en "Nothing to change was named. See: keyrack edit --help" zh "没有指定要更改的内容。参见：keyrack edit --help";

        // Keys.
        KeyEmpty en "There is no key. Type the letters the platform shows beside the QR code." zh "没有密钥。请输入平台在二维码旁显示的字母。";
        KeyCharacter { character: Safe<'static>, position: usize }
            en "{character} at place {position} cannot be in a key: only A to Z and 2 to 7 can. Compare it with where it is from."
            zh "第 {position} 个字符 {character} 不会出现在密钥中：只有 A–Z 和 2–7。请与来源核对。";
        KeyCharacterO { character: Safe<'static>, position: usize }
            en "{character} at place {position} cannot be in a key: only A to Z and 2 to 7 can. Look whether it is the letter O."
            zh "第 {position} 个字符 {character} 不会出现在密钥中：只有 A–Z 和 2–7。请核对是否为字母 O。";
        KeyCharacterIL { character: Safe<'static>, position: usize }
            en "{character} at place {position} cannot be in a key: only A to Z and 2 to 7 can. Look whether it is the letter I or L."
            zh "第 {position} 个字符 {character} 不会出现在密钥中：只有 A–Z 和 2–7。请核对是否为字母 I 或 L。";
        KeyCharacterB { character: Safe<'static>, position: usize }
            en "{character} at place {position} cannot be in a key: only A to Z and 2 to 7 can. Look whether it is the letter B."
            zh "第 {position} 个字符 {character} 不会出现在密钥中：只有 A–Z 和 2–7。请核对是否为字母 B。";
        KeyHexadecimal
            en "This looks like a hexadecimal key. Take the one in letters A to Z and digits 2 to 7 (base32)."
            zh "这看起来是十六进制密钥。请使用由 A–Z 和 2–7 组成的密钥（base32）。";
        KeyThere en "This looks like a key, and everybody would see it here. It has a field of its own." zh "这看起来是密钥，填在这里人人可见。请填入【密钥】一栏。";
        KeyLength { n: usize }
            en "A key of {n} characters is too short or too long. Copy it again, whole."
            one(n) "A key of one character is too short. Copy it again, whole."
            zh "密钥有 {n} 个字符，过短或过长。请重新完整复制。";
        KeyOddLength { n: usize }
            en "No key has {n} characters: one is missing or doubled. Copy it again, whole."
            zh "密钥不可能是 {n} 个字符：缺了或多了一个。请重新完整复制。";
        KeyWords en "These are words, or words stand before the key. Give the key alone, as the platform shows it: 16 characters or more." zh "这是文字，或密钥前面带有文字。请只填平台显示的密钥本身（至少 16 个字符）。";
        KeysTogether en "Two keys stand here, one behind the other. Give only the one that counts." zh "这里连着写了两个密钥。请只保留有效的那个。";
        KeyNotHex
            en "A mOTP key has only the digits 0 to 9 and the letters A to F. Copy it again, whole."
            zh "mOTP 密钥只含数字 0–9 和字母 A–F。请重新完整复制。";
        KeyAnew
            en "A mOTP key is written in another way than the others. Give the key again, too."
            zh "mOTP 密钥的写法与其他类型不同，请同时重新输入密钥。";
        PinMissing { title: Safe<'static>, query: Safe<'static> }
            en "{title}: the PIN of its key is missing, and without it there is no code. Add it: {keyrack} edit {query} --ask-pin"
            zh "{title} 缺少密钥的 PIN，无法生成验证码。补充：{keyrack} edit {query} --ask-pin";
        PinEmpty en "There is no PIN in that file. Put the PIN alone into it." zh "文件中没有 PIN。请在其中只写 PIN。";
        PinIdle
            en "A key of this kind has no PIN: only those of mOTP and Yandex do. Say --kind, or leave the PIN out."
            zh "这类密钥没有 PIN，只有 mOTP 和 Yandex 的才有。请指定 --kind，或不要提供 PIN。";
        BadDigits en "A code has 4 to 10 digits. Nearly always it is 6." zh "验证码为 4 至 10 位，绝大多数是 6 位。";
        BadPeriod en "A period is 1 to 86400 seconds. Nearly always it is 30." zh "周期为 1 至 86400 秒，绝大多数是 30 秒。";
        BadCounter en "A counter is at most 9223372036854775807. Check it at the platform." zh "计数器最大为 9223372036854775807。请在平台上核对。";

        // Fields of a form.
        NoName en "Give it a store, a login or a platform, to call it by." zh "请填写店铺、登录账号或平台，至少一项。";
        NotANumber en "This is not a whole number. Type digits only." zh "不是整数，请只输入数字。";
        NotAChoice en "This is none of the choices. See the list with --help." zh "不在可选项中。可用 --help 查看。";
        ActivityUnread { error: Safe<'static> } en "What was done cannot be read: {error}" zh "无法读取操作记录：{error}";
        NotWrittenDown { error: Safe<'static> }
            en "This could not be written down in the activity: {error}" zh "无法写入操作记录：{error}";
        NotAMoment { text: Safe<'static> }
            en "{text} is no point in time. Write a day (2026-11-01), a time (2026-11-01T14:00) or how long ago (7d, 2h, 30m)."
            zh "无法识别时间 {text}。请写日期（2026-11-01）、时刻（2026-11-01T14:00）或距今多久（7d、2h、30m）。";
        NotADay en "This is not a day. Write it like 2026-03-31." zh "日期格式不正确，请写成 2026-03-31。";
        NoMethod en "This says where a code arrives, but not how. Choose the method too." zh "填写了接收位置，但没有选择接收方式。请同时选择。";
        FieldMissing en "This is required. Fill it in." zh "此项必填，请填写。";
        NameTaken en "Another one is called that already. Choose another name, or edit that one." zh "已有同名的记录。请换一个名称，或编辑那一条。";
        PartOfName { name: Safe<'static> } en "That is only a part of {name}. Write the whole name; who or what is new is added on screen 2 first." zh "这只是“{name}”的一部分。请写出完整名称；如果确实是新的，请先在第 2 屏添加。";
        HeldBy { device: Safe<'static>, holder: Safe<'static>, command: Safe<'static> }
            en "{device} is with {holder}. If it changed hands, say so first: screen 2, or {command}" zh "{device} 在 {holder} 手中。如果已经转交，请先在第 2 屏修改保管人，或运行 {command}";
        NameOfSeveral { n: usize } en "{n} are called that. Give one of them another name first: screen 2." zh "有 {n} 条同名记录。请先在第 2 屏给其中一条改名。";
        StillOwed { name: Safe<'static>, command: Safe<'static> }
            en "What was open to {name} in the vault is not all replaced, and the list of it goes by that name. Go through it first: {command}"
            zh "{name} 在保险库中看到过的内容尚未全部更换，待办清单记在此人名下。请先处理完：{command}";
        NotAPhone en "This is no phone number. Write it with its country code: +86 138 0000 0000" zh "不是手机号。请连同国家代码填写：+86 138 0000 0000";
        NoTestDay en "This says how a test went, but not when. Give its day too." zh "填写了测试情况，但没有日期。请同时填写测试日期。";
        RecordGone en "The account this belongs to was removed meanwhile. Leave the form." zh "所属账号期间已被删除，请退出表单。";
        UnknownPerson { name: Safe<'static> } en "Nobody is called {name}." zh "没有名为 {name} 的人员。";
        NoThingNear { name: Safe<'static>, kind: Safe<'static>, names: Safe<'static> } en "Nothing is called {name} here. Was it {names}? See them all: {keyrack} {kind} list" zh "没有名为 {name} 的记录。是否指 {names}？查看全部：{keyrack} {kind} list";
        UnknownThingNear { name: Safe<'static>, names: Safe<'static> } en "No device, number or person is called {name}. Was it {names}?" zh "没有名为 {name} 的设备、手机号或人员。是否指 {names}？";
        UnknownThing { name: Safe<'static> } en "No device, number or person is called {name}." zh "没有名为 {name} 的设备、手机号或人员。";
        NotMarked { thing: Safe<'static> } en "{thing} is not marked as lost, so there is nothing to tick. To mark it: {keyrack} device lost, number lost or person left." zh "{thing} 没有标记为丢失，没有可标记的步骤。标记方法：{keyrack} device lost、number lost 或 person left。";
        NoSuchStep { account: Safe<'static>, steps: Safe<'static> } en "That is no step at {account}. Its steps: {steps}" zh "{account} 没有这一步。可选步骤：{steps}";
        UnknownCompany { name: Safe<'static> } en "No login belongs to a company called {name}." zh "没有属于 {name} 公司的登录账号。";
        CompanyInPart { name: Safe<'static> } en "No company is called {name}. Write the whole name:" zh "没有名为 {name} 的公司。请填写完整名称：";
        NoResult { known: Safe<'static> } en "Say which account, and behind it what came: {known}; or --digits" zh "请写明账号，其后为测试结果：{known}；或使用 --digits";
        NoSuchMethod { title: Safe<'static>, query: Safe<'static> } en "{title} has no such method. See {keyrack} show {query}; name one with --role or --method" zh "{title} 没有这种验证方式。请用 {keyrack} show {query} 查看，并用 --role 或 --method 指定";
        SeveralMethods { title: Safe<'static>, n: usize } en "{title} has {n} such methods. Name one with --method:" zh "{title} 有 {n} 个这样的验证方式，请用 --method 指定：";
        NothingToCompare { title: Safe<'static> } en "There is no key of {title} here to compare with. Test it by signing in, then: {keyrack} drill record QUERY RESULT" zh "这里没有 {title} 的密钥，无法比对。请登录测试，然后运行：{keyrack} drill record 关键词 结果";
        DigitsFar { seconds: u64 } en "The digits belong to a code {seconds} s away: that device's clock is off and its codes are refused. Set its time automatically and test again. Nothing was recorded." zh "这是相差 {seconds} 秒的验证码：该设备时间不准，验证码会被拒绝。请开启自动校时后重新测试。未作记录。";
        DigitsWrong en "The digits do not match. Ask once more; if they stay wrong, that device has another key: record it as rejected. Nothing was recorded." zh "验证码不一致。请再问一次；若仍不一致，说明该设备的密钥不同，请记录为 rejected。未作记录。";
        SecretsTwice en "Keys on paper are asked for twice. There is no terminal to ask on: add --yes-print-secrets" zh "打印密钥需要确认两次。没有可用的终端，请加上 --yes-print-secrets";
        FileExists { path: Safe<'static> } en "There is a file at {path} already, and it was not replaced. Name another with --output." zh "{path} 已有文件，未被替换。请用 --output 指定其他文件。";
        FolderMissing { path: Safe<'static> } en "There is no folder {path}. Make it first, or name another place with --output." zh "没有文件夹 {path}。请先建立，或用 --output 指定其他位置。";

        // Exports.
        NoAccountTag { name: Safe<'static> } en "No account has the tag {name}." zh "没有带【{name}】标签的账号。";
        NoAccountAt { name: Safe<'static> } en "No account is at the platform {name}." zh "没有平台为【{name}】的账号。";
        NoAccountOf { name: Safe<'static> } en "No account is of the company {name}." zh "没有属于公司【{name}】的账号。";
        NoAccountFits en "No account fits all of these options." zh "没有同时符合这些条件的账号。";
        NothingToExport en "Nothing here goes into this file." zh "没有可写入此文件的账号。";
        PlainTwice en "This file would show the keys to anybody. There is no terminal to ask on: add --yes-plain" zh "任何拿到此文件的人都能看到密钥。没有可供确认的终端，如已确定，请加 --yes-plain";
        NoTerminalForPassword en "There is no terminal to ask for the new password. Give it with --password-file or --password-fd." zh "没有可供输入新密码的终端。请用 --password-file 或 --password-fd 提供。";
        NoPasswordThere { form: Safe<'static> } en "A file in this format ({form}) has no password. Leave the option out, or take aegis, 2fas or age." zh "此格式（{form}）的文件不支持密码。请去掉该选项，或改用 aegis、2fas、age。";
        ExportTwoOutputs en "The file goes to standard output, and --json would, too. Name a file." zh "文件和 --json 不能同时写到标准输出，请指定文件。";
        ExportOnTerminal en "This does not belong on a screen. Name a file, or pipe it on." zh "此内容不应显示在屏幕上。请指定文件，或通过管道输出。";
        ExportExists { path: Safe<'static> } en "{path} is there already and was not replaced. Name another." zh "{path} 已存在，未被替换。请指定其他文件。";
        ExportFolder { path: Safe<'static> } en "There is no folder {path}. Make it first, or name another place." zh "没有文件夹 {path}。请先建立，或指定其他位置。";
        NotTheWord en "That is not the word." zh "输入不符，请重新输入。";
        SameKeyOut en "the key is still the one that got out, so a later day makes no new one of it. Enter the new key." zh "密钥仍是泄露的那一个，改日期不等于换密钥。请录入新密钥。";
        DayAhead en "that day lies ahead; name one that has come." zh "该日期尚未到来，请填写已到的日期。";
        InField { option: Safe<'static>, fault: Safe<'static> } en "--{option}: {fault}" zh "--{option}：{fault}";

        // Addresses and lists.
        AddressOther
            en "This is not an otpauth address. Take the whole of it, from otpauth:// on."
            zh "不是 otpauth 地址。请从 otpauth:// 开始完整复制。";
        AddressTooLong en "This address is longer than 8 KiB. Check where it was copied from." zh "地址超过 8 KiB。请检查来源。";
        AddressMigration
            en "This is a Google Authenticator transfer, several accounts in one code. Take it in with {keyrack} import."
            zh "这是 Google 身份验证器【导出账号】的迁移二维码，一张含多个账号。请用 {keyrack} import 导入。";
        AddressType { word: Safe<'static> }
            en "Addresses of type \u{201c}{word}\u{201d} are not known here: only totp, hotp, steam, motp and yaotp are."
            zh "不支持\u{201c}{word}\u{201d}类型的地址，仅支持 totp、hotp、steam、motp、yaotp。";
        AddressNoKey en "There is no key in this address. Export it again." zh "地址中没有密钥。请重新导出。";
        AddressNumber { parameter: Safe<'static> } en "{parameter} is not a number in this address. Correct it and import again." zh "地址中的 {parameter} 不是数字。请更正后重新导入。";
        AddressAlgorithm { word: Safe<'static> }
            en "Codes with algorithm \u{201c}{word}\u{201d} are not computed here: only SHA1, SHA256 and SHA512 are."
            zh "不支持算法\u{201c}{word}\u{201d}，仅支持 SHA1、SHA256、SHA512。";
        AddressTrashed
            en "It was in the bin of the program that exported it. Take it out there, if it is still in use."
            zh "它在导出程序的回收站中。如仍在使用，请先在原程序中恢复。";

        // Garbled messages.
        NotRecovered
            en "No code can be recovered from this message. Copy it whole, or give it with --hex; what else to try: keyrack playbook 1"
            zh "无法从这条短信中还原验证码。请完整复制，或用 --hex 提供；其他办法：keyrack playbook 1";
        GarbledTooLong { kib: usize }
            en "That is longer than {kib} KiB, and no text message is. Give one message alone."
            zh "内容超过 {kib} KiB，不会是短信。请只提供一条短信。";
        HexEmpty
            en "There is no hexadecimal digit. Write the message like 31D98C56 or U+31D9 U+8C56."
            zh "没有十六进制数字。请写成 31D98C56 或 U+31D9 U+8C56 的形式。";
        HexOdd
            en "A hexadecimal digit is missing or too many. Two make a byte, four a character: copy it again, whole."
            zh "十六进制数字缺了或多了。两位为一个字节，四位为一个字符；请重新完整复制。";
        HexCharacter { character: Safe<'static>, position: usize }
            en "{character} at place {position} is no hexadecimal digit: those are 0 to 9 and A to F."
            zh "第 {position} 个字符 {character} 不是十六进制数字，应为 0–9、A–F。";
        HexNotText
            en "What came on standard input is no hexadecimal text. Without --hex it is read as it is."
            zh "标准输入的内容不是十六进制文本。去掉 --hex 即可按原样读取。";

        // The clipboard.
        ClipboardOff en "Copying is switched off in the settings. Read the code from the screen." zh "设置中已关闭复制。请从屏幕上读取验证码。";
        CopyOff
            en "Copying is switched off in the settings (clipboard: off). {keyrack} code prints the code."
            zh "设置中已关闭复制（clipboard: off）。{keyrack} code 可输出验证码。";
        CopyNoTerminal
            en "There is no terminal to send it through. Run this in one (ssh -t), or use {keyrack} code."
            zh "没有可用的终端。请在终端中运行（ssh -t），或使用 {keyrack} code。";
        NoLogin { title: Safe<'static> }
            en "{title} has no login to copy. Add it: {keyrack} edit QUERY --login NAME"
            zh "{title} 没有登录账号可复制。添加：{keyrack} edit 关键词 --login 名称";
        CounterHasNoNext
            en "A counter has no next code until this one is used. Leave --next out."
            zh "计数器验证码用过之后才有下一个。请去掉 --next。";
        NoTerminalForTrial
            en "There is no terminal to paste into. Run keyrack doctor --copy in the terminal you use."
            zh "没有可供粘贴的终端。请在您使用的终端中运行 keyrack doctor --copy。";
        CopyTerminal { terminal: Safe<'static> }
            en "{terminal} lets no program copy." zh "{terminal} 不允许程序复制。";
        CopyDumb
            en "TERM names no terminal that can copy." zh "TERM 所指的终端无法复制。";
        CopyElsewhere
            en "clipboard: native cannot reach you over ssh. Set clipboard: auto."
            zh "clipboard: native 无法复制到 ssh 另一端。请设置 clipboard: auto。";
        CopyNoCommand
            en "clipboard: command is set, but clipboard_command names no program."
            zh "已设置 clipboard: command，但 clipboard_command 未指定程序。";
        CopyDetached en "Nobody is attached to this tmux session. Attach to it and copy again." zh "此 tmux 会话没有连接的终端。请连接后再复制。";
        CopyRefused { error: Safe<'static> } en "The clipboard refused: {error}" zh "剪贴板拒绝写入：{error}";
        CopyNoAnswer
            en "The clipboard did not answer in time." zh "剪贴板未及时响应。";
        CopyNotSent { error: Safe<'static> } en "The terminal took nothing: {error}" zh "无法写入终端：{error}";
        CopyCommandMissing { error: Safe<'static> }
            en "clipboard_command does not start: {error}"
            zh "无法启动 clipboard_command：{error}";
        CopyCommandFailed { said: Safe<'static> } en "clipboard_command failed: {said}" zh "clipboard_command 失败：{said}";
        CopyCommandSilent { code: i32 }
            en "clipboard_command ended with exit code {code} and said nothing."
            zh "clipboard_command 以退出码 {code} 结束，没有任何输出。";
        CopyCommandKilled en "clipboard_command was ended by a signal and said nothing." zh "clipboard_command 被信号终止，没有任何输出。";
        CopyCommandLate
            en "clipboard_command took longer than 2 s and was ended. Try it in a shell."
            zh "clipboard_command 超过 2 秒，已终止。请在命令行中检查它。";

        // The machine.
        NoHome en "The system does not say where your home folder is. Set HOME." zh "系统未指明主目录。请设置 HOME。";
        MachineName { path: Safe<'static>, error: Safe<'static> }
            en "This machine's name could not be kept in {path}: {error}. Make that folder writable."
            zh "无法在 {path} 中保存本机名称：{error}。请使该文件夹可写。";
        NoTerminal
            en "There is no terminal to ask on. Give the passphrase with --passphrase-file or --passphrase-fd."
            zh "没有可供提问的终端。请用 --passphrase-file 或 --passphrase-fd 提供口令。";
        NoTerminalForKey
            en "There is no terminal to ask for the key. Give it with --key-file, or say --no-key."
            zh "没有可供输入密钥的终端。请用 --key-file 提供，或使用 --no-key。";
        NoTerminalForPin
            en "There is no terminal to ask for the PIN. Give it with --pin-file."
            zh "没有可供输入 PIN 的终端。请用 --pin-file 提供。";
        SecretInLine en "That is the private half of a key. It belongs to nobody but its owner: whoever else has seen it can open what it opens. Send the line that keyrack identity show prints." zh "这是私钥，只能由其主人保管：见过它的人都能打开对应的保险库。请发送 keyrack identity show 输出的那一行。";
        OfKey { en: Spoken, zh: Spoken } en "{en}" zh "{zh}";
        NotAPublicKey en "There is no public key in that, or a letter of it is wrong. The line begins with age1; let the newcomer copy it from: keyrack identity show" zh "其中没有公钥，或有字符错误。该行应以 age1 开头，请对方从 keyrack identity show 的输出中复制。";
        LineWithoutName en "The line says no name. Give one with --name." zh "该行没有姓名，请用 --name 指定。";
        NoMembers en "This vault opens with a passphrase: whoever knows it can open it. Members need a vault made with an identity: keyrack init" zh "此保险库用口令打开，知道口令的人都能打开。要添加成员，请用 keyrack init 新建使用身份文件的保险库。";
        AlreadyMember en "That key can open the vault already." zh "这个公钥已经可以打开保险库。";
        NoSuchMember { name: Safe<'static> } en "No member is called {name}. See them with: {keyrack} member list" zh "没有名为 {name} 的成员。可用 {keyrack} member list 查看。";
        LastMember en "Then nobody could open the vault but with a key on paper. Let somebody else in first." zh "这样一来，除了纸上的密钥就没有人能打开保险库了。请先添加其他成员。";
        OwnMember en "That is you: the vault would not open for you again. Say --myself if you mean it, or let a colleague do it." zh "这是您自己：移出后您将无法再打开保险库。如确定，请加 --myself，或请同事操作。";
        MemberLeft { name: Safe<'static>, command: Safe<'static> } en "{name} is marked as having left. If they are back: {command}" zh "{name} 已标记为离职。如已复职：{command}";
        RecoveryUnseen en "The recovery key could not be shown, so nobody has it. Make another one: {keyrack} member recovery --replace" zh "恢复密钥未能显示，因此无人持有。请重新生成：{keyrack} member recovery --replace";
        RecoveryExists en "There is a recovery key already. Put a new one in its place with: {keyrack} member recovery --replace" zh "已有恢复密钥。要更换请用 {keyrack} member recovery --replace";
        PaperWrong en "That is no recovery key, or a letter of it is wrong: its last six letters do not fit the rest. Compare it with the paper." zh "这不是恢复密钥，或有字符输错（末六位与前文不符）。请与纸上核对。";
        PaperForeign en "That key is written down right, but it does not open this vault. Make a new one with: {keyrack} member recovery --replace" zh "密钥抄写无误，但打不开此保险库。请用 {keyrack} member recovery --replace 重新生成。";
        NotOnPaper en "That key opens the vault, but it is not a recovery key in its list." zh "这个密钥能打开保险库，但不是列表中的恢复密钥。";
        OldPassphrase en "The identity file's passphrase was not changed." zh "身份文件的口令没有改变。";
        NoTerminalForAnswer en "There is no terminal to ask on. Say --yes if you are sure." zh "没有可供确认的终端。如已确定，请加 --yes。";
        NoDashboard
            en "The dashboard needs a terminal. In a script use: {keyrack} list, {keyrack} code"
            zh "仪表盘需要在终端中运行。脚本中请使用 {keyrack} list、{keyrack} code";
        DumbTerminal
            en "This terminal cannot show the dashboard (TERM is dumb or not set). Use: {keyrack} list, {keyrack} code"
            zh "此终端无法显示仪表盘（TERM 为 dumb 或未设置）。请使用 {keyrack} list、{keyrack} code";
        TerminalFailed { error: Safe<'static> }
            en "The terminal failed: {error}. Nothing was changed."
            zh "终端出错：{error}。未作任何更改。";
        Interrupted en "Stopped. Nothing was changed." zh "已中止，未作任何更改。";
        OutputFailed { error: Safe<'static> } en "The output could not be written: {error}." zh "无法写出结果：{error}。";
        DemoFolder { path: Safe<'static>, error: Safe<'static> }
            en "No folder for the demo could be made in {path}: {error}. Set TMPDIR to one you may write."
            zh "无法在 {path} 中建立演示文件夹：{error}。请将 TMPDIR 设为可写的文件夹。";
        NoBackup { name: Safe<'static> }
            en "There is no backup called {name}. See them with: {keyrack} doctor"
            zh "没有名为 {name} 的备份。查看全部：{keyrack} doctor";

        // Settings.
        KeysWrong { path: Safe<'static> }
            en "The keys in {path} cannot be used as they are. Mend the lines below, or remove the file to have the usual keys:"
            zh "{path} 中的按键设置无法使用。请修正以下各行，或删除该文件以恢复默认按键：";
        SettingsTooLarge { path: Safe<'static> }
            en "{path} is too large for a settings file. Correct it or move it away."
            zh "{path} 作为设置文件过大。请更正或移走。";
        SettingsUnknownOption { path: Safe<'static>, line: usize, column: usize, known: Safe<'static> }
            en "{path}, line {line}, column {column}: there is no such setting. There are: {known}"
            zh "{path} 第 {line} 行第 {column} 列：没有这个设置项。可用：{known}";
        SettingsUnknownWord { path: Safe<'static>, line: usize, column: usize, known: Safe<'static> }
            en "{path}, line {line}, column {column}: not one of the choices. They are: {known}"
            zh "{path} 第 {line} 行第 {column} 列：不在可选值中。可选：{known}";
        SettingsTwice { path: Safe<'static>, line: usize, column: usize, option: Safe<'static> }
            en "{path}, line {line}, column {column}: {option} is there twice. Keep one."
            zh "{path} 第 {line} 行第 {column} 列：{option} 重复。请只保留一个。";
        SettingsNumber { path: Safe<'static>, line: usize, column: usize }
            en "{path}, line {line}, column {column}: a whole number belongs here."
            zh "{path} 第 {line} 行第 {column} 列：此处应为整数。";
        SettingsTruth { path: Safe<'static>, line: usize, column: usize }
            en "{path}, line {line}, column {column}: true or false belongs here."
            zh "{path} 第 {line} 行第 {column} 列：此处应为 true 或 false。";
        SettingsText { path: Safe<'static>, line: usize, column: usize }
            en "{path}, line {line}, column {column}: a text in double quotes belongs here."
            zh "{path} 第 {line} 行第 {column} 列：此处应为双引号中的文本。";
        SettingsDay { path: Safe<'static>, line: usize, column: usize }
            en "{path}, line {line}, column {column}: a day in double quotes belongs here, like \"2026-03-31\"."
            zh "{path} 第 {line} 行第 {column} 列：此处应为双引号中的日期，如 \"2026-03-31\"。";
        PlatformWithoutName { path: Safe<'static>, nth: usize }
            en "{path}: platform {nth} of the list has no name. Add one: name: \"…\""
            zh "{path}：列表中第 {nth} 个平台没有名称。请补充：name: \"…\"";
        SettingsForm { path: Safe<'static>, line: usize, column: usize }
            en "{path}, line {line}, column {column}: a bracket, comma, colon or quote is missing or too many."
            zh "{path} 第 {line} 行第 {column} 列：缺少或多出括号、逗号、冒号或引号。";
        SettingsRelative { path: Safe<'static>, option: Safe<'static> }
            en "{path}: {option} must be a full path, beginning with /."
            zh "{path}：{option} 必须是以 / 开头的完整路径。";

        // Arguments.
        UnknownOption { option: Safe<'static> }
            en "There is no option {option} here. See: keyrack --help"
            zh "没有选项 {option}。参见：keyrack --help";
        UnknownOptionNear { option: Safe<'static>, near: Safe<'static> }
            en "There is no option {option} here. Did you mean {near}?"
            zh "没有选项 {option}。是否想用 {near}？";
        UnknownCommand en "There is no such command. See: keyrack --help" zh "没有这个命令。参见：keyrack --help";
        UnknownCommandNear { near: Safe<'static> } en "There is no such command. Did you mean {near}?" zh "没有这个命令。是否想用 {near}？";
        TooManyWords en "That is one argument too many. Put a name with spaces in quotes." zh "参数过多。含空格的名称请加引号。";
        MissingValue { option: Safe<'static> }
            en "{option} needs a value. See: keyrack --help"
            zh "{option} 缺少值。参见：keyrack --help";
        BadValue { option: Safe<'static>, known: Safe<'static> }
            en "{option} does not take that value. It takes: {known}"
            zh "{option} 不接受该值。可用：{known}";
        NotANumberHere { option: Safe<'static>, least: u32, most: u32 }
            en "{option} takes a whole number from {least} to {most}."
            zh "{option} 应为 {least} 至 {most} 之间的整数。";
        CommandOf { name: Safe<'static>, known: Safe<'static> }
            en "keyrack {name} does one of these: {known}. Say which."
            zh "keyrack {name} 须写明操作：{known}。";
        NtpUnreachable { server: Safe<'static>, error: Safe<'static> }
            en "The time server {server} cannot be reached: {error}. Name another: {keyrack} doctor --clock SERVER"
            zh "无法连接时间服务器 {server}：{error}。可指定其他服务器：{keyrack} doctor --clock 服务器";
        NtpSilent { server: Safe<'static> }
            en "The time server {server} does not answer; UDP port 123 may be blocked here. Name another: {keyrack} doctor --clock SERVER"
            zh "时间服务器 {server} 没有应答，可能是 UDP 123 端口被屏蔽。可指定其他服务器：{keyrack} doctor --clock 服务器";
        NtpRefused { server: Safe<'static> }
            en "The time server {server} does not want to be asked. Wait a while, or name another: {keyrack} doctor --clock SERVER"
            zh "时间服务器 {server} 拒绝了请求。请稍后再试，或指定其他服务器：{keyrack} doctor --clock 服务器";
        NtpUseless { server: Safe<'static> }
            en "What {server} answers is not the time. Name another: {keyrack} doctor --clock SERVER"
            zh "{server} 的应答不是有效时间。可指定其他服务器：{keyrack} doctor --clock 服务器";
        NotACode { digits: u8 } en "That is not a code of {digits} characters. Give what the phone shows." zh "这不是 {digits} 位的验证码。请提供手机上显示的内容。";
        NoPlatformChange
            en "Nothing to change was named. See: keyrack platform edit --help"
            zh "没有指定要更改的内容。参见：keyrack platform edit --help";
        PlatformNameBlank en "A platform's name has a letter or a digit in it." zh "平台名称须含有文字或数字。";
        NothingNoted { name: Safe<'static> }
            en "The vault says nothing of {name}. What it does is marked in: {keyrack} platform list"
            zh "保险库中没有 {name} 的资料。查看保险库修改了哪些平台：{keyrack} platform list";
        NoPlatform { name: Safe<'static> }
            en "Keyrack knows no platform called {name}. See those it knows with: {keyrack} platform list"
            zh "Keyrack 没有名为 {name} 的平台资料。查看已有平台：{keyrack} platform list";
        NoRule { name: Safe<'static> }
            en "There is no rule {name}. {keyrack} health shows the rules that found something."
            zh "没有规则 {name}。{keyrack} health 会显示有问题的规则。";
        NoFinding { rule: Safe<'static>, account: Safe<'static> }
            en "{rule} finds nothing at {account}, so there is nothing to put off."
            zh "{account} 没有 {rule} 的问题，无需推迟。";
        NotSnoozed { rule: Safe<'static>, account: Safe<'static> }
            en "{rule} is not put off at {account}. See what is: {keyrack} health --snoozed"
            zh "{account} 的 {rule} 没有被推迟。可用 {keyrack} health --snoozed 查看。";
        NoReason en "A finding is only put off with a reason. Say why with --reason." zh "推迟提醒必须说明原因。请用 --reason 填写。";
        DayGone en "That day has gone by. Name today or a later one." zh "该日期已过。请填写今天或以后的日期。";
        NoFindingApart { rule: Safe<'static> }
            en "{rule} finds nothing apart from the accounts. Name the account behind the rule."
            zh "{rule} 在账号以外没有发现问题，请在规则后写明账号。";
        NotSnoozedApart { rule: Safe<'static> }
            en "{rule} is not put off apart from the accounts. See what is: {keyrack} health --snoozed"
            zh "{rule} 没有账号以外的推迟记录，可用 {keyrack} health --snoozed 查看。";
        NoPlaybook { name: Safe<'static> }
            en "No playbook is called {name}. See them with: keyrack playbook"
            zh "没有名为 {name} 的处置手册。查看目录：keyrack playbook";
        ManyPlaybooks { name: Safe<'static>, n: usize }
            en "{n} playbooks are called {name}. Name one by its number:"
            zh "有 {n} 个处置手册与 {name} 匹配。请使用编号：";
        NotALanguage en "Keyrack does not speak that language. It speaks: en, zh-CN" zh "不支持该语言。可用：en、zh-CN";
        NeverTogether { option: Safe<'static>, other: Safe<'static> }
            en "{option} and {other} cannot be used together. Leave one out."
            zh "{option} 和 {other} 不能同时使用。请去掉一个。";
        MissingArgument { name: Safe<'static>, command: Safe<'static> } en "{name} is missing. See: keyrack {command}--help" zh "缺少 {name}。参见：keyrack {command}--help";
        NotUtf8Argument en "An argument is not UTF-8 text. Only paths may be anything else." zh "有参数不是 UTF-8 文本。只有路径可以例外。";
        BadArguments en "These arguments make no sense together. See: keyrack --help" zh "参数无法理解。参见：keyrack --help";
    }
}
