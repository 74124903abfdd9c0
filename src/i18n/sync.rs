//! What is said about exchanging a vault with other machines.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about git, synchronised folders and what came of them.
    pub enum Sync {
        // While it goes on.
        Fetching en "Asking the remote" zh "正在查询远程仓库";
        Merging en "Taking in what came" zh "正在合并收到的内容";
        Pushing en "Sending" zh "正在发送";

        // What was done.
        Sent { remote: Safe<'static> } en "Sent to {remote}." zh "已发送到 {remote}。";
        Received en "What others had saved is here now." zh "已取得同事保存的内容。";
        Merged en "Both sides had changed something: merged." zh "双方都有修改，已合并。";
        ReceivedWhat { what: Safe<'static> } en "What others had saved is here now: {what}." zh "已取得同事保存的内容：{what}。";
        MergedWhat { what: Safe<'static> }
            en "Both sides had changed something: merged. From the others: {what}." zh "双方都有修改，已合并。来自对方：{what}。";
        Added { n: usize, names: Safe<'static> } en "{n} added ({names})" zh "新增 {n} 项（{names}）";
        Changed { n: usize, names: Safe<'static> } en "{n} changed ({names})" zh "修改 {n} 项（{names}）";
        Removed { n: usize, names: Safe<'static> } en "{n} removed ({names})" zh "删除 {n} 项（{names}）";
        MovedAway { n: usize, names: Safe<'static> } en "{n} moved to another vault ({names})" zh "移到其他保险库 {n} 项（{names}）";
        Undeleted { n: usize, names: Safe<'static> }
            en "{names} were removed by one and are still used or edited by the other: kept." one(n) "{names} was removed by one and is still used or edited by the other: kept."
            zh "{names} 被一方删除，但另一方修改过或仍在使用，已保留。";
        MovedEdited { n: usize, names: Safe<'static> }
            en "{names} were moved to another vault by one and edited by the other: they are in both now. Open both together, look at both, and move each to the one where it belongs (--with FILE move, or > in the list): that takes it out of the other, and keeps in mind who saw its key." one(n) "{names} was moved to another vault by one and edited by the other: it is in both now. Open both together, look at both, and move it to the one where it belongs (--with FILE move, or > in the list): that takes it out of the other, and keeps in mind who saw its key."
            zh "{names} 被一方移到其他保险库，而另一方修改过，现在两边都有。请同时打开两个保险库核对，再移到应在的那个（--with 文件 move，或列表中的 >）：另一边的那份会随之去掉，谁见过密钥也会保留。";
        BegunAnew
            en "The remote's history was begun anew; this folder goes on with it. Nothing that was saved in the vault is lost; other files that it has dropped stay here, outside git."
            zh "远程仓库的历史已重新开始，此文件夹已改用新历史。保险库中保存的内容均已保留；新历史中没有的其他文件仍留在此处，不再纳入 git。";
        ActivityCut
            en "Events of the activity had been cut out of what came. They are kept here: ask who changed that file."
            zh "收到的操作记录被删减过，本机已保留原有内容。请查明是谁改动了文件。";
        Late { n: usize, authors: Safe<'static>, who: Safe<'static> }
            en "{n} of these changes were saved without knowing that {who} was shut out; git names {authors}. Whoever was shut out can save so, too: look at them." one(n) "1 of these changes was saved without knowing that {who} was shut out; git names {authors}. Whoever was shut out can save so, too: look at it."
            zh "其中 {n} 项在保存时尚不知 {who} 已被移出（git 记录的提交者：{authors}）。被移出者也能这样保存，请查看这些修改。";
        PulledCut
            en "Events of the activity are gone with what git itself brought since the last sync. The lines are in git's history: ask who changed that file."
            zh "自上次同步后，git 自行拉取的内容删减了操作记录。原有内容仍在 git 历史中，请查明是谁改动了文件。";
        CopiesWhat { what: Safe<'static> } en "From the copies: {what}." zh "来自副本：{what}。";
        SavedOpen { n: usize, name: Safe<'static>, who: Safe<'static> }
            en "{n} keys came in a version that was still open to {name}, and count as seen. They are on that list: {keyrack} loss show {who}" one(n) "1 key came in a version that was still open to {name}, and counts as seen. It is on that list: {keyrack} loss show {who}"
            zh "有 {n} 个密钥所在的版本保存时 {name} 仍能读取，按已被看到处理，已列入其待办：{keyrack} loss show {who}";
        ShutElsewhere { n: usize, names: Safe<'static> }
            en "{names} were shut out." one(n) "{names} was shut out." zh "{names} 已被移出。";
        UpToDate { remote: Safe<'static> } en "Nothing new, neither here nor at {remote}." zh "本机和 {remote} 均无新内容。";
        Committed en "Committed here." zh "已在本机提交。";
        NoRemote
            en "There is no remote yet, so nothing was exchanged. Name one with: {keyrack} sync init --remote URL"
            zh "尚未设置远程仓库，未进行同步。请用 {keyrack} sync init --remote URL 设置。";
        Repaired en "A merge that git had left half done is finished." zh "git 中断的合并现已完成。";
        Copies { n: usize }
            en "{n} copies that a synchroniser had left are taken in, and moved to the backups." one(n) "A copy that a synchroniser had left is taken in, and moved to the backups."
            zh "已并入同步软件留下的 {n} 个冲突副本，原文件已移入备份。";
        CopyLeft { path: Safe<'static> }
            en "{path} looks like a copy of the vault and was left where it is:" zh "{path} 看似保险库的副本，未作处理：";
        Clashing { n: usize }
            en "{n} values clash. Decide with: {keyrack} conflict" one(n) "1 value clashes. Decide with: {keyrack} conflict"
            zh "有 {n} 处冲突，请用 {keyrack} conflict 处理。";
        NotInGit
            en "The vault is not kept in git. Where no other program carries its folder to other machines, git can: {keyrack} sync init --remote URL"
            zh "保险库未纳入 git。如果没有用其他工具同步此文件夹，可改用 git：{keyrack} sync init --remote URL";
        Unreached { remote: Safe<'static> }
            en "Everything is committed here, but {remote} could not be asked or did not take it. The next {keyrack} sync tries again."
            zh "内容已在本机提交，但无法连接 {remote}，或推送被拒绝。下次运行 {keyrack} sync 会重试。";

        // Said in the dashboard.
        UnreachedHere { remote: Safe<'static> }
            en "Not exchanged: {remote} was not reached or refused. Saved here, tried again."
            zh "未能同步：无法连接 {remote}，或对方未接收。已存本机，稍后重试。";
        CameIn { added: usize, changed: usize, removed: usize }
            en "From others: {added} added, {changed} changed, {removed} removed." zh "来自同事：新增 {added}，修改 {changed}，删除 {removed}。";
        UndeletedHere { n: usize, name: Safe<'static> }
            en "Removed by one, used or edited by the other, {n} kept: {name} and more" one(n) "Removed by one, used or edited by the other, so it is kept: {name}"
            zh "一方删除、另一方修改过或仍在使用，已保留 {n} 项：{name}";
        NobodyHere
            en "Not exchanged: each side shut the others out. See: {keyrack} sync"
            zh "未能同步：双方互相移出。请运行 {keyrack} sync 查看。";
        StrangerHere
            en "Not exchanged: another vault lies at the remote. See: {keyrack} sync"
            zh "未能同步：远程仓库中是另一个保险库。请运行 {keyrack} sync 查看。";
        OlderHere
            en "Not exchanged: an older version was put back there. See: {keyrack} sync"
            zh "未能同步：远程仓库被放回了旧版本。请运行 {keyrack} sync 查看。";
        NoBaseHere
            en "Not exchanged: no common version is left here. See: {keyrack} sync"
            zh "未能同步：本机没有双方共同的旧版本。请运行 {keyrack} sync 查看。";
        ShutOutHere
            en "Not exchanged: somebody who was shut out has saved since. See: {keyrack} sync"
            zh "未能同步：已被移出的人之后又保存过。请运行 {keyrack} sync 查看。";
        UnawareHere
            en "Not exchanged: changes may be of somebody shut out. See: {keyrack} sync"
            zh "未能同步：收到的修改可能来自已被移出的人。请运行 {keyrack} sync 查看。";
        ShutElsewhereHere { n: usize, name: Safe<'static> }
            en "{n} people were shut out: {name} and more" one(n) "{name} was shut out." zh "{n} 人已被移出：{name} 等" ;
        CutHere en "Activity was cut out of what came. Ask who changed that file: {keyrack} sync" zh "收到的操作记录被删减过，请查明是谁改动：{keyrack} sync";
        RecipientsHere
            en "Not exchanged: other people can open theirs. See who: {keyrack} sync"
            zh "未能同步：能打开保险库的人有变化。请运行 {keyrack} sync 查看。";
        UnrelatedHere
            en "Not exchanged: the remote's history is another one. See: {keyrack} sync"
            zh "未能同步：远程仓库的历史与本机无关。请运行 {keyrack} sync 查看。";
        ElsewhereHere
            en "Not exchanged: the vault is gone from the remote. See: {keyrack} sync"
            zh "未能同步：远程版本中没有此保险库。请运行 {keyrack} sync 查看。";
        KeyHere
            en "Not exchanged: something that opens vaults would be sent. See: {keyrack} sync"
            zh "未能同步：会发送能打开保险库的内容。请运行 {keyrack} sync 查看。";
        StoppedHere
            en "Not exchanged. See why, and what to do: {keyrack} sync" zh "未能同步。请运行 {keyrack} sync 查看原因和办法。";
        NotInGitHere
            en "Not kept in git. If nothing else carries its folder, git can: {keyrack} sync" zh "未纳入 git。如无其他工具同步此文件夹，可用 git：{keyrack} sync";
        CopyHere
            en "A copy beside the vault was not taken in. See why: {keyrack} sync"
            zh "旁边的一个副本未能并入。请运行 {keyrack} sync 查看原因。";
        NotOpened
            en "Not exchanged: the vault did not open for it. See: {keyrack} sync"
            zh "未能同步：未能打开此保险库。请运行 {keyrack} sync 查看。";
        NotTaken
            en "Not exchanged: theirs does not open here, or only to read. See: {keyrack} sync"
            zh "未能同步：对方的版本在本机打不开或只能读取。请运行 {keyrack} sync 查看。";
        HeldHere { name: Safe<'static> }
            en "{name} is not exchanged: theirs does not open here. See: {keyrack} sync"
            zh "{name} 未同步：对方的版本在本机打不开。请运行 {keyrack} sync 查看。";
        NotTakenEarlier { name: Safe<'static> }
            en "Not exchanged: it needs your passphrase for {name}. Run: {keyrack} sync"
            zh "未能同步：需要输入口令打开 {name}。请运行 {keyrack} sync。";
        NotKept
            en "Not exchanged: what came could not be saved here. See: {keyrack} sync"
            zh "未能同步：收到的内容未能保存到本机。请运行 {keyrack} sync 查看。";
        Broke
            en "Not exchanged: Keyrack made a mistake. It is tried again. See: {keyrack} sync"
            zh "未能同步：Keyrack 内部出错，稍后会重试。请运行 {keyrack} sync 查看。";
        DoubtfulHere
            en "Not exchanged: look at this vault first. See: {keyrack} trust"
            zh "未能同步：请先查看此保险库的异常，运行 {keyrack} trust。";
        Syncing en "Exchanging with the other machines …" zh "正在与其他机器同步……";
        Done en "Exchanged with the other machines." zh "已与其他机器同步。";
        NotSynced en "not exchanged" zh "未同步";

        // Seen when a vault is opened.
        CopiesThere { n: usize }
            en "A synchroniser has left {n} copies beside the vault, with changes that may not be in it. To take them in, or to learn why not: {keyrack} sync"
            one(n) "A synchroniser has left a copy beside the vault, with changes that may not be in it. To take it in, or to learn why not: {keyrack} sync"
            zh "同步软件在保险库旁留下了 {n} 个冲突副本，其中的修改可能尚未并入。请运行 {keyrack} sync 并入，或查看不能并入的原因。";
        CopiesHere { n: usize }
            en "A synchroniser left {n} copies beside the vault. Run: {keyrack} sync" one(n) "A synchroniser left a copy beside the vault. Run: {keyrack} sync"
            zh "旁边有同步软件留下的 {n} 个冲突副本，请运行 {keyrack} sync。";
        HalfMerged
            en "Git has left a merge half done here. Finish it with: {keyrack} sync"
            zh "这里有 git 未完成的合并。请运行 {keyrack} sync 完成。";

        // Set up.
        Made { top: Safe<'static> } en "Made a git repository in {top}." zh "已在 {top} 新建 git 仓库。";
        Ready { top: Safe<'static> } en "The git repository in {top} is ready." zh "{top} 中的 git 仓库已就绪。";
        RemoteIs { name: Safe<'static>, url: Safe<'static> } en "Remote {name}: {url}" zh "远程仓库 {name}：{url}";
        Next en "Next: {keyrack} sync" zh "下一步：{keyrack} sync";

        // How it stands.
        Repository en "Repository" zh "仓库";
        Branch en "Branch" zh "分支";
        Remote en "Remote" zh "远程仓库";
        Here en "Here" zh "本机";
        Last en "At the last exchange" zh "上次同步时";
        Signatures en "Signatures" zh "签名";
        Driver en "In git" zh "git 设置";
        CopiesBeside en "Copies beside it" zh "旁边的副本";
        None en "none" zh "无";
        Uncommitted en "changes that are not committed" zh "有未提交的修改";
        AllCommitted en "all is committed" zh "全部已提交";
        Apart { ahead: usize, behind: usize }
            en "{ahead} commits to send, {behind} to take in"
            one(ahead) "1 commit to send, {behind} to take in"
            zh "待发送 {ahead} 个提交，待接收 {behind} 个";
        Signs en "new commits are signed" zh "新提交会签名";
        SignsNot en "new commits are not signed" zh "新提交不签名";
        DriverThere en "git uses Keyrack to merge and show vaults" zh "git 会用 Keyrack 合并和显示保险库";
        DriverMissing
            en "git by itself cannot merge vaults here: {keyrack} sync init" zh "此处的 git 自身无法合并保险库：{keyrack} sync init";

        // Signatures.
        Good en "good" zh "有效";
        Unknown en "unknown key" zh "密钥未知";
        Unsigned en "not signed" zh "未签名";
        Bad en "bad" zh "无效";
        AllGood { n: usize }
            en "All {n} commits are signed by an allowed signer." one(n) "The commit is signed by an allowed signer."
            zh "{n} 个提交均由允许的签名者签名。";
        NotAllGood { n: usize, of: usize }
            en "Commits that are not signed by an allowed signer: {n} of {of}."
            zh "{of} 个提交中，有 {n} 个不是由允许的签名者签名的。";
        NoSigners
            en "Git knows no allowed signers. Name a file of them with --signers, as ssh-keygen describes it."
            zh "git 不知道允许谁签名。请用 --signers 指定允许签名者文件（格式见 ssh-keygen 说明）。";
        SignersInside { path: Safe<'static> }
            en "{path} lies in the repository: whoever writes there could allow themselves. Keep it elsewhere."
            zh "{path} 位于仓库内，能写入仓库的人就能允许自己签名。请放到别处。";

        // Why it was not done.
        GitMissing en "git is not installed, or not on your path." zh "未安装 git，或不在 PATH 中。";
        GitLate { verb: Safe<'static> }
            en "git {verb} took too long and was ended. Try again." zh "git {verb} 超时，已终止，请重试。";
        GitSaid { verb: Safe<'static> } en "git {verb} failed:" zh "git {verb} 失败：";
        GitSettings { keys: Safe<'static> }
            en "The repository's own settings may name programs, and Keyrack starts none that a repository names: {keys}. If they are yours, set them with git config --global and take them out here with git config --unset."
            zh "该仓库自身的设置可能指定了程序，Keyrack 不会运行仓库指定的程序：{keys}。如果是您自己的设置，请改用 git config --global，并用 git config --unset 从此处删除。";
        GitDamaged { path: Safe<'static> }
            en "The git repository in {path} is damaged: git does not take it for one. The vault itself is untouched. Mend it, or clone it anew into another folder and put the vault file there; git fsck says more."
            zh "{path} 中的 git 仓库已损坏，git 无法识别。保险库本身未受影响。请修复仓库，或重新克隆到另一个文件夹并放入保险库文件；可用 git fsck 检查。";
        IdentitySent { path: Safe<'static> }
            en "{path} opens vaults, and is in a commit that the remote does not have yet. Nothing was sent. Take it out of that commit, not only out of the folder (git log -- {path} finds it), and keep it elsewhere. If it was sent some other way: {keyrack} identity rotate, or a new recovery key."
            zh "{path} 可以打开保险库，并已进入一个尚未推送的提交。未发送任何内容。请把它从该提交中去掉，只从文件夹中删除不够（用 git log -- {path} 查找），并另行保管。如果它已通过其他途径传出：请运行 {keyrack} identity rotate，或更换恢复密钥。";
        Heading { names: Safe<'static> } en "{names}:" zh "{names}：";
        KeyTold { commit: Safe<'static> }
            en "The message of commit {commit} has the text of a key in it, and the remote does not have it yet. Nothing was sent. Write that commit anew without it (git rebase -i, reword). If it was sent some other way: {keyrack} identity rotate, or a new recovery key."
            zh "提交 {commit} 的说明中含有密钥文本，且尚未推送。未发送任何内容。请改写该提交的说明（git rebase -i，reword）。如果它已通过其他途径传出：请运行 {keyrack} identity rotate，或更换恢复密钥。";
        Busy
            en "Another Keyrack is exchanging this vault right now. Try again in a moment."
            zh "另一个 Keyrack 正在同步此保险库，请稍后再试。";
        GitIo { error: Safe<'static> } en "Git's folder could not be used: {error}" zh "无法使用 git 目录：{error}";
        NoBranch
            en "No branch is checked out in the repository. Check one out: git switch main"
            zh "仓库当前不在任何分支上。请切换到分支：git switch main";
        UnderWay
            en "The vault is merged, but something else is half done in git. Finish it (git status says what), then run {keyrack} sync again."
            zh "保险库已合并，但 git 中还有未完成的操作。请先完成（参见 git status），再运行 {keyrack} sync。";
        OtherFiles { n: usize }
            en "Both sides changed {n} other files. Merge them with git pull, then run {keyrack} sync again:" one(n) "Both sides changed another file. Merge it with git pull, then run {keyrack} sync again:"
            zh "双方都修改了另外 {n} 个文件。请用 git pull 合并，再运行 {keyrack} sync：";
        Elsewhere
            en "The vault is not in the remote's version: somebody moved or removed it. Look with git log; nothing was changed here."
            zh "远程版本中没有此保险库，可能已被移动或删除。请用 git log 查看；本机未作更改。";
        Unrelated
            en "The remote has a history that has nothing in common with this one, and this vault is not in it. Is its address right (git remote -v)? If so, move this folder aside, clone into the same place, then: {keyrack} trust --regain"
            zh "远程仓库的历史与本机无关，其中也没有此保险库。请先核对地址（git remote -v）。如果地址无误，请把此文件夹移到别处，在原位置重新克隆，再运行 {keyrack} trust --regain";
        IdentityInside { path: Safe<'static> }
            en "The identity file {path} lies in the folder that would be carried to other machines. Move it out of there, and name it with --identity."
            zh "身份文件 {path} 位于将被同步的文件夹中。请移到别处，并用 --identity 指定。";
        InTheWay
            en "The vault is taken in, but other files that are changed here are in the way. Commit them or put them aside, then run {keyrack} sync again:"
            zh "保险库已合并，但本机修改过的其他文件与更新冲突。请先提交或贮藏（git stash），再运行 {keyrack} sync：";
        NameAge
            en "Git knows vaults by the end of their names. Rename this one so that it ends in .age."
            zh "git 按扩展名识别保险库。请将文件名改为以 .age 结尾。";
        Address en "That is no address of a repository." zh "这不是仓库地址。";
        OtherRemote { url: Safe<'static> }
            en "There is a remote origin already: {url}. To change it: git remote set-url origin URL"
            zh "已有远程仓库 origin：{url}。如需更改：git remote set-url origin URL";

        // Why a version was not taken in.
        EarlierShut { path: Safe<'static> }
            en "It may be for your earlier identity {path}, which has another passphrase than the present one. Give it the present one, then try again: keyrack --identity {path} identity passphrase"
            zh "它可能需要您的旧身份 {path} 来打开，但其口令与现在的不同。请先把它改成现在的口令，再重试：keyrack --identity {path} identity passphrase";
        TheirsShut
            en "What lies at the remote does not open with your identity; the vault here is untouched. Were you shut out, or was it saved for another key of yours? Ask a colleague."
            zh "远程仓库中的版本无法用您的身份打开，本机的保险库未受影响。您可能已被移出，或该版本是为您的另一把密钥保存的。请询问同事。";
        ShutBeside { name: Safe<'static> }
            en "{name} is no longer exchanged: what lies at the remote of it does not open with your identity. It stays here as it was, and the other vaults are exchanged without it. Were you shut out, or was it saved for another key of yours? Ask a colleague; once they have let you in ({keyrack} identity show): {keyrack} sync"
            zh "{name} 不再同步：它在远程仓库中的版本无法用您的身份打开。本机的版本保持原样，其他保险库照常同步。您可能已被移出，或该版本是为您的另一把密钥保存的。请询问同事；对方重新添加您（{keyrack} identity show）之后，请运行 {keyrack} sync";
        PutOver
            en "To put yours on top of it, by git: git pull --no-rebase --no-ff -s ours, then git push, then {keyrack} sync. The other files of the folder stay as they are here, too."
            zh "如需在其上恢复您的版本（由 git 保留历史）：依次运行 git pull --no-rebase --no-ff -s ours、git push、{keyrack} sync。文件夹中的其他文件也会保持本机的版本。";
        TheirsBad { why: Safe<'static> }
            en "What lies at the remote cannot be taken in; the vault here is untouched. {why}"
            zh "无法并入远程仓库中的版本，本机的保险库未受影响。{why}";
        TheirsTorn
            en "What lies at the remote is damaged: it was cut short or changed. The vault here is untouched."
            zh "远程仓库中的版本已损坏：内容被截断或改动。本机的保险库未受影响。";
        BroughtBy { commit: Safe<'static>, author: Safe<'static>, day: Safe<'static> }
            en "  brought by commit {commit} of {author}, {day}" zh "  来自提交 {commit}（{author}，{day}）";
        Begun
            en "At the remote lies another vault, which somebody began apart from yours. Nothing was sent or changed. To go on with theirs: move this folder aside, clone the repository into its place and have a member let you in ({keyrack} identity show); then bring yours over: {keyrack} --with OLD move QUERY --all --to NEW"
            zh "远程仓库中是同事另行新建的保险库，与您的无关。未发送也未更改任何内容。如果以对方的为准：请把此文件夹移到别处，在原位置克隆仓库，请成员添加您（{keyrack} identity show）；然后移入您的账号：{keyrack} --with 旧保险库 move 查询 --all --to 新保险库";
        EarlierOpens { path: Safe<'static>, own: Safe<'static> }
            en "Your earlier identity {path} opens it: this vault was not among those renewed with it. Let your present one in with the line of {own} identity show: {keyrack} member add LINE. The next {own} identity rotate is to name all vaults."
            zh "您的旧身份 {path} 可以打开它：更换身份时没有包括此保险库。请用 {own} identity show 显示的那一行添加现在的身份：{keyrack} member add 那一行。下次运行 {own} identity rotate 时请写上所有保险库。";
        PutBack
            en "To put yours back there: git pull, then {keyrack} trust --regain, then {keyrack} sync"
            zh "如需把本机的版本放回去：先运行 git pull，再运行 {keyrack} trust --regain，最后运行 {keyrack} sync";
        CopyAway
            en "Once you know what it is, move it to another folder: until then it is named each time."
            zh "弄清它是什么之后，请把它移到别的文件夹；否则每次都会提示。";
        FirstHere
            en "First time on this machine: have whoever let you in read the fingerprint aloud, and compare: {keyrack} member confirm"
            zh "本机首次同步：请让添加您的人念出保险库的指纹，并用 {keyrack} member confirm 核对";
        PerhapsFirst
            en "First time on this machine: have whoever let you in read the fingerprint aloud, and compare: {keyrack} member confirm. If it does not open for you, nobody has let you in yet: send a member the line of {keyrack} identity show"
            zh "本机首次同步：请让添加您的人念出保险库的指纹，并用 {keyrack} member confirm 核对。如果打不开，说明还没有人添加您：请把 {keyrack} identity show 显示的那一行发给某位成员";
        NotLetIn { name: Safe<'static> }
            en "You cannot open {name} yet: a member has to add you. Send one of them the line of: {keyrack} identity show. Once they have added you and synced: {keyrack} sync"
            zh "您还不能打开 {name}，需由某位成员添加您。请把 {keyrack} identity show 显示的那一行发给对方；对方添加并同步之后，再运行 {keyrack} sync";
        NoVaultInClone { folder: Safe<'static> }
            en "{folder} is a clone in which there is no vault yet. Whoever has the team's vault pushes it first (keyrack sync there); then, here: git pull. To begin one here: {keyrack} init, {keyrack} sync init, {keyrack} sync"
            zh "{folder} 是 git 克隆，但其中还没有保险库。请先由持有团队保险库的人推送（在那边运行 keyrack sync），再在此处 git pull。若要在此新建：依次运行 {keyrack} init、{keyrack} sync init、{keyrack} sync";
        CloneFirst { folder: Safe<'static> }
            en "Where the team keeps it in git, fetch it first: git clone ADDRESS {folder}"
            zh "如果团队用 git 保存，请先获取：git clone 地址 {folder}";
        OtherBranch { folder: Safe<'static>, branch: Safe<'static> }
            en "{folder} has no vault on the branch that is checked out, but the remote has another branch: git -C {folder} switch {branch}"
            zh "{folder} 当前分支没有保险库，但远程仓库有另一分支：git -C {folder} switch {branch}";
        NotSentYet
            en "Not sent yet: {keyrack} sync" zh "尚未发送：{keyrack} sync";
        ShutOutNotSent
            en "Not sent yet: until colleagues have it, their edits still open for whoever was shut out. Send it: {keyrack} sync"
            zh "移出操作尚未发送：在同事收到这次更新之前，他们保存的内容，被移出者仍能打开。请发送：{keyrack} sync";
        Stranger
            en "It is another vault, not a version of this one. Nothing of it was taken in." zh "这是另一个保险库，不是此保险库的版本，未并入任何内容。";
        NobodyLeft
            en "On each side the others were shut out: together it would open for nobody, or with the recovery key only. Agree first on who stays and let the other side take that back. To put them together all the same: {keyrack} sync --accept"
            zh "双方各自移出了对方：合并后将没有成员能打开，最多只剩恢复密钥。请先商定由谁保留，并让另一方撤回移出操作。仍要合并：{keyrack} sync --accept";
        Recipients
            en "Somebody was let in, or shut out, who is not so here. If you know of it: {keyrack} sync --accept"
            zh "同事更改了能打开保险库的人。如果您知道此事，请运行 {keyrack} sync --accept";
        Reads { who: Safe<'static>, key: Safe<'static> } en "  can open it, too: {who}, key … {key}" zh "  新增：{who}，密钥 … {key}";
        ReadsBy { who: Safe<'static>, key: Safe<'static>, by: Safe<'static>, on: Safe<'static> }
            en "  can open it, too: {who}, key … {key}, let in by {by} on {on}" zh "  新增：{who}，密钥 … {key}，由 {by} 于 {on} 加入";
        SponsorShutOut { who: Safe<'static>, on: Safe<'static> }
            en "  {who} was shut out here on {on}: somebody who is out may be letting somebody in. Ask before you accept"
            zh "  {who} 已于 {on} 被移出：可能是已移出的人在添加他人，接受前务必核实";
        ReadsNot { who: Safe<'static> } en "  cannot open it: {who}" zh "  不再能打开：{who}";
        Older
            en "It is an older version that was put back. Ask whoever did that, then: {keyrack} sync --accept"
            zh "这是被放回的旧版本。请向操作人确认，然后运行 {keyrack} sync --accept";
        OlderShut
            en "It is an older version that was put back, from before somebody was shut out here: whoever is out could read what is saved over it, so it is not taken in. Ask whoever did that."
            zh "这是被放回的旧版本，早于此处移出成员的时间：在其上保存的内容，被移出者仍能读取，因此未予并入。请向操作人确认。";
        ShutOutWrote { n: usize, who: Safe<'static> }
            en "{who} was shut out here, and git names {who} as who saved what came after that: {n} changes. Nothing of it was taken in. If you want them: {keyrack} sync --accept" one(n) "{who} was shut out here, and git names {who} as who saved what came after that: 1 change. Nothing of it was taken in. If you want it: {keyrack} sync --accept"
            zh "{who} 已被移出，而 git 记录显示收到的内容是 {who} 在那之后保存的，共 {n} 项修改，均未并入。确需保留请运行 {keyrack} sync --accept";
        Unaware { who: Safe<'static> }
            en "This was saved without knowing that {who} was shut out, and whoever was shut out can save so, whatever name git tells. Nothing of it was taken in. Ask who did it; if you know: {keyrack} sync --accept"
            zh "这一版本在保存时尚不知 {who} 已被移出；被移出的人也能这样保存，git 中的名字可以冒用。未并入任何内容。请先核实是谁所为，确认后运行 {keyrack} sync --accept";
        UnawareKeys { n: usize, names: Safe<'static> }
            en "  other keys or recovery codes ({n}): {names}" zh "  密钥或恢复代码不同（{n} 个）：{names}";
        WouldChange { what: Safe<'static>, name: Safe<'static> } en "  {what}: {name}" zh "  {what}：{name}";
        WouldChangeIn { what: Safe<'static>, name: Safe<'static>, detail: Safe<'static> }
            en "  {what}: {name} ({detail})" zh "  {what}：{name}（{detail}）";
        WouldChangeMore { n: usize }
            en "  and {n} more changes" one(n) "  and 1 more change" zh "  另有 {n} 项修改";
        NoBase
            en "No version is left here that both come from. Run keyrack sync on the machine that made one of the two."
            zh "本机没有双方共同的旧版本。请在产生其中一个版本的机器上运行 keyrack sync。";
        OnlyHere { n: usize, names: Safe<'static> }
            en "  not in theirs ({n}): {names}" zh "  对方版本中没有（{n} 项）：{names}";

        // git's own helpers.
        MergeLeft
            en "The vault was not merged and is as it was on this side. Finish with: {keyrack} sync"
            zh "保险库未合并，仍是本机一侧的版本。请运行 {keyrack} sync 完成。";
        NotShown
            en "A vault, encrypted. To see it without its keys: keyrack git-show FILE" zh "加密的保险库。如需查看（不含密钥）：keyrack git-show 文件";
    }
}
