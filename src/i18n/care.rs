//! What is said of losses and drills: on the command line, in the dashboard and on paper.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about a loss or a drill.
    pub enum Care {
        // Why an account stands where it stands.
        RankNoOther en "no other method works" zh "没有其他可用的验证方式";
        RankMoney en "money lies there" zh "涉及资金";
        RankMain en "its main method goes" zh "主验证方式受影响";
        RankBackup en "its backup goes" zh "备用方式受影响";
        RankOther en "a copy of the key or an access goes" zh "密钥副本或使用权限受影响";

        // What still works.
        KeyHere en "the key in this vault" zh "本保险库中的密钥";
        CopyOf { place: Safe<'static> } en "a copy of the key: {place}" zh "密钥副本：{place}";
        CodesLeft { n: usize } en "{n} recovery codes" one(n) "1 recovery code" zh "恢复代码 {n} 个";
        Nothing en "nothing" zh "无";
        OnlyCodes en "only recovery codes are left" zh "只剩恢复代码可用";

        // Losses.
        KeyStaysOut { names: Safe<'static> }
            en "Its key got out: {names}. Replace it at the platform, too." zh "其密钥已外泄：{names}。请在平台上也更换密钥。";
        RemovedUnreplaced { n: usize, names: Safe<'static> }
            en "{n} accounts were removed here while their keys were out: {names}. Whoever has such a key can still use it, unless it was replaced at the platform." one(n) "1 account was removed here while its key was out: {names}. Whoever has that key can still use it, unless it was replaced at the platform."
            zh "有 {n} 个账号在密钥外泄后从这里删除：{names}。若未在平台上更换密钥，持有者仍可使用。";
        WouldAffect { thing: Safe<'static>, n: usize }
            en "If {thing} were gone, {n} accounts would need work."
            one(n) "If {thing} were gone, 1 account would need work."
            zh "如果 {thing} 丢失，有 {n} 个账号需要处理。";
        WouldLeave { thing: Safe<'static>, n: usize }
            en "If {thing} left, {n} accounts would need work."
            one(n) "If {thing} left, 1 account would need work."
            zh "如果 {thing} 离职，有 {n} 个账号需要处理。";
        Affects { thing: Safe<'static>, n: usize }
            en "{thing}: {n} accounts need work."
            one(n) "{thing}: 1 account needs work."
            zh "{thing}：有 {n} 个账号需要处理。";
        AffectsNone { thing: Safe<'static> } en "No account depends on {thing}." zh "没有账号依赖 {thing}。";
        MarkedLost { thing: Safe<'static> } en "{thing} is marked as lost." zh "{thing} 已标记为丢失。";
        MarkedStolen { thing: Safe<'static> } en "{thing} is marked as stolen." zh "{thing} 已标记为被盗。";
        MarkedLapsed { thing: Safe<'static> } en "{thing} is marked as lapsed." zh "{thing} 已标记为销号。";
        MarkedLeft { thing: Safe<'static> } en "{thing} is marked as having left." zh "{thing} 已标记为离职。";
        MarkedIn { names: Safe<'static> } en "Marked so in: {names}." zh "已标记的保险库：{names}。";
        OnlyHere { thing: Safe<'static>, words: Safe<'static> }
            en "This vault alone says so. Where another one knows {thing}, too, say it there: {keyrack} {words}"
            zh "仅在此保险库中标记。如果其他保险库中也有 {thing}，请在那边同样标记：{keyrack} {words}";
        FoundAgain { thing: Safe<'static> } en "{thing} is in use again." zh "{thing} 已恢复使用。";
        BackAgain { thing: Safe<'static> } en "{thing} is back." zh "{thing} 已复职。";
        StillSeen { thing: Safe<'static>, command: Safe<'static> } en "What {thing} saw in the vault before is still to be replaced: {command}" zh "{thing} 之前在保险库中看到的内容仍需更换：{command}";
        NothingLost { thing: Safe<'static> } en "{thing} was not marked as lost. Nothing was changed." zh "{thing} 没有标记为丢失，未作任何更改。";
        NothingGone { thing: Safe<'static> } en "{thing} was marked neither as lost nor as lapsed. Nothing was changed." zh "{thing} 没有标记为丢失或销号，未作任何更改。";
        NeverLeft { thing: Safe<'static> } en "{thing} was not marked as having left. Nothing was changed." zh "{thing} 没有标记为离职，未作任何更改。";
        ReadPlaybook { number: u8 } en "What to do, step by step: keyrack playbook {number}" zh "分步处置：keyrack playbook {number}";
        LossLine { thing: Safe<'static>, day: Safe<'static>, done: usize, all: usize } en "{thing}  since {day}  {done} of {all} steps done" zh "{thing}  自 {day}  已完成 {done}/{all} 步";
        LossLineOnce { thing: Safe<'static>, done: usize, all: usize } en "{thing}  day not noted  {done} of {all} steps done" zh "{thing}  日期未记录  已完成 {done}/{all} 步";
        NoLosses en "Nothing is marked as lost, lapsed or left." zh "目前没有标记为丢失、销号或离职的对象。";
        StepDone { step: Safe<'static>, account: Safe<'static> } en "Done: {step} at {account}" zh "{account}：已完成“{step}”";
        StepOpen { step: Safe<'static>, account: Safe<'static> } en "To be done again: {step} at {account}" zh "{account}：“{step}”改为待办";
        StepHollow { account: Safe<'static>, query: Safe<'static> }
            en "Ticked off by hand, but the key of {account} here is still the one that got out: it goes on counting as open. Enter the new key: {keyrack} edit {query} --ask-key"
            zh "已手动勾选，但 {account} 在此的密钥仍是外泄的那个，仍算未完成。请录入新密钥：{keyrack} edit {query} --ask-key";
        HollowTick { done: Safe<'static> } en "{done}: ticked, key unchanged" zh "{done}：已勾选，密钥未换";
        StepAlready en "That is so already. Nothing was changed." zh "已经如此，未作任何更改。";
        NothingLeft en "nothing left to do" zh "已无待办";
        EarlierIdentity { name: Safe<'static> } en "{name}'s earlier identity" zh "{name} 之前的身份";
        LossLineIn { said: Safe<'static>, vault: Safe<'static> } en "{said}  in {vault}" zh "{said}  保险库：{vault}";
        LossLineNone { thing: Safe<'static>, day: Safe<'static> } en "{thing}  since {day}  nothing left to do" zh "{thing}  自 {day}  已无待办";
        Progress { done: usize, all: usize } en "{done} of {all} steps done" zh "已完成 {done}/{all} 步";

        // Drills.
        Tested en "Tested" zh "已测试";
        Due en "Due" zh "待测试";
        Failing en "Failed" zh "失败";
        Never en "Never tested" zh "从未测试";
        Total en "Total" zh "合计";
        All en "All backups" zh "全部备用方式";
        Nobody en "nobody known" zh "保管人未知";
        NoCompany en "no company" zh "未填公司";
        NoPlatform en "no platform" zh "未填平台";
        NeverOn en "never" zh "从未";
        LastTestWas { last: Safe<'static>, late: Safe<'static> } en "last test: {last}; {late}" zh "上次测试：{last}；{late}";
        DueOn { day: Safe<'static> } en "due {day}" zh "{day} 到期";
        OverdueBy { n: i64 } en "{n} days overdue" one(n) "1 day overdue" zh "逾期 {n} 天";
        DueToday en "due today" zh "今日到期";
        NothingDue en "Nothing is due." zh "目前没有待测试的备用方式。";
        NoBackups en "No backup methods are in use." zh "没有在用的备用方式。";
        MoreDue { n: usize } en "{n} more are due: --count" one(n) "1 more is due: --count" zh "还有 {n} 个待测试：--count";
        AskDigits { query: Safe<'static> }
            en "ask for the digits, then: {keyrack} drill record {query} --digits"
            zh "请保管人报出验证码，然后运行：{keyrack} drill record {query} --digits";
        TrySignIn
            en "sign in, choose \"didn't receive the code?\", then this method"
            zh "登录后点击【没有收到验证码?】，选择此方式";
        TrySignInAs { profile: Safe<'static> }
            en "in the browser profile {profile}: sign in, choose \"didn't receive the code?\", then this method"
            zh "在浏览器环境 {profile} 中登录，点击【没有收到验证码?】，选择此方式";
        TryByHand en "try it as the platform has it" zh "按平台流程试用一次";
        OneAMinute
            en "Ask one number for one code a minute at most."
            zh "同一号码每分钟最多请求一次验证码。";
        LookToo
            en "Look too: is the device there and charged, its time set automatically, the SIM paid for?"
            zh "顺便检查：设备是否在场、有电，时间是否自动校准，SIM 卡是否有余额。";
        Recorded { method: Safe<'static>, result: Safe<'static> }
            en "Recorded: {method}: {result}"
            zh "已记录：{method}：{result}";
        AskDigitsNow { title: Safe<'static> } en "Digits that the device shows for {title}: " zh "设备上 {title} 的验证码：";
        // A second phone with the same key.
        AskProof en "The code a second phone shows now (empty to go on without): " zh "第二部手机当前显示的验证码（没有则留空）：";
        AskProofOf { way: Safe<'static> } en "The code it shows now on {way} (empty to go on without): " zh "{way} 当前显示的验证码（没有则留空）：";
        OtherKey { minutes: u64 }
            en "Not the same key: no code within {minutes} min fits. Put the key on that phone again, then type the code it shows."
            zh "不是同一个密钥：前后 {minutes} 分钟内都不匹配。请重新把密钥放到那部手机上，再输入显示的验证码。";
        OtherKeyOrPin { minutes: u64 }
            en "Not the same key, or not the same PIN: no code within {minutes} min fits. Look at the PIN here first, then put the key on that phone again."
            zh "密钥或 PIN 不一致：前后 {minutes} 分钟内都不匹配。请先核对此处的 PIN，再重新把密钥放到那部手机上。";
        SameKeySlow { seconds: u64 }
            en "The same key, but that phone is about {seconds} s slow, or this computer fast: codes may be refused. Set its time automatically, then type the next code."
            zh "密钥一致，但那部手机约慢 {seconds} 秒（或本机快了），验证码可能无效。请开启自动校时，再输入新的验证码。";
        SameKeyFast { seconds: u64 }
            en "The same key, but that phone is about {seconds} s fast, or this computer slow: codes may be refused. Set its time automatically, then type the next code."
            zh "密钥一致，但那部手机约快 {seconds} 秒（或本机慢了），验证码可能无效。请开启自动校时，再输入新的验证码。";
        CodeBefore en "That was the code of the period before: it was typed late, or the clock of that phone is a little slow." zh "这是上一个周期的验证码：可能输入得晚了，或那部手机的时间略慢。";
        CodeAfter en "That is the code of the next period: the clock of that phone is a little fast, or this computer's a little slow." zh "这是下一个周期的验证码：那部手机的时间略快，或本机的时间略慢。";
        AskProofPhone en "The same key. Which phone is that, by its label (empty to leave that out)? " zh "密钥一致。是哪部手机？请输入设备编号，留空则不登记：";
        Proved { way: Safe<'static> } en "The same key. Written down as tested: {way}" zh "密钥一致，已记为测试通过：{way}";
        ProvedNowhere { query: Safe<'static> }
            en "The same key. Write down which phone that is: {keyrack} keycopy add {query} --device LABEL"
            zh "密钥一致。请登记是哪部手机：{keyrack} keycopy add {query} --device 编号";
        AfterGarbled
            en "What to do now: keyrack playbook 1. The digits may still be in it: keyrack ungarble"
            zh "处置方法：keyrack playbook 1。验证码可能仍可还原：keyrack ungarble";
    }
}
