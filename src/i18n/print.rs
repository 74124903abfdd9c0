//! What stands on printouts.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence or a label on paper.
    pub enum Print {
        // Every sheet.
        FootOfSeveral { day: Safe<'static> }
            en "Keyrack · {day} · from several vaults" zh "Keyrack · {day} · 来自多个保险库";
        Foot { day: Safe<'static>, revision: u64 }
            en "Keyrack · {day} · file revision {revision}"
            zh "Keyrack · {day} · 文件版本 {revision}";
        Done en "done" zh "已完成";
        DoneBy { day: Safe<'static>, by: Safe<'static> } en "{day}, {by}" zh "{day}，{by}";
        None en "none" zh "无";
        Unknown en "not known" zh "未登记";
        NoCompany en "No company" zh "未填公司";
        Account en "Login" zh "登录账号";
        Method en "Method" zh "验证方式";
        Methods en "Methods" zh "验证方式";
        Role en "Role" zh "角色";
        State en "State" zh "状态";
        Location en "Kept at" zh "存放地点";
        LastTest en "Last test" zh "上次测试";
        Day en "Day" zh "日期";
        And { n: usize } en "and {n} more" zh "另有 {n} 个";

        // Device cards.
        CardTitle en "Device card" zh "设备卡";
        CardNumbers en "Numbers" zh "手机号";
        AutoTime en "Sets its time itself" zh "自动校时";
        Yes en "yes" zh "是";
        No en "no" zh "否";
        CardLogins { n: usize } en "Logins that need this device ({n})" zh "依赖此设备的登录账号（{n}）";
        CardNoLogins en "No login needs this device." zh "没有登录账号依赖此设备。";
        CardWarning
            en "If this device is lost or stolen, call at once. Do not wait until it turns up."
            zh "设备丢失或被盗，请立即打电话报告，不要等它自己出现。";
        CardCall en "Call" zh "电话";
        CardMark { label: Safe<'static> }
            en "Whoever takes the call marks {label} as lost in Keyrack, which then lists what to do at each login."
            zh "接到报告后，在 Keyrack 中将 {label} 标记为丢失，程序会列出每个账号的处置步骤。";
        CardCopies { n: usize } en "Keys on this device ({n})" zh "此设备上的密钥（{n}）";
        NoDevices en "There are no devices." zh "没有设备。";

        // Emergency sheets.
        EmergencyTitle en "Emergency sheet" zh "应急信息表";
        EmergencyWarning
            en "Seal this sheet and keep it away from the phones. Print a new one when methods change."
            zh "请密封保存，不要与手机放在一起。验证方式变更后请重新打印。";
        EmergencySecrets
            en "This sheet holds keys and recovery codes: whoever reads it can make codes for these logins. Destroy it after use and replace the keys."
            zh "本表含有密钥和恢复代码：拿到的人可以生成这些账号的验证码。使用后请销毁，并更换密钥。";
        EmergencyOpen en "When you need it: open the vault with Keyrack, or with age -d and an identity that is one of its recipients." zh "需要时：用 Keyrack 打开保险库，或用 age -d 和任一接收者的身份文件解密。";
        Logins { n: usize } en "{n} logins" one(n) "1 login" zh "{n} 个登录账号";
        SignInAt en "Sign in at" zh "登录地址";
        KeyLies en "Key" zh "密钥";
        KeyInVault en "in the vault" zh "在保险库中";
        KeyNowhere en "none in the vault" zh "保险库中没有";
        KeyCopies en "Copies of the key" zh "密钥副本";
        RecoveryCodes en "Recovery codes" zh "恢复代码";
        RecoveryLeft { n: usize } en "{n} left" zh "剩余 {n} 个";
        RecoveryHere { n: usize } en "{n} left, in the vault" zh "剩余 {n} 个，在保险库中";
        RecoveryAt { place: Safe<'static> } en "kept at: {place}" zh "存放于：{place}";
        RecoveryChecked { day: Safe<'static> } en "checked {day}" zh "{day} 核对";
        RecoveryUnknown en "not recorded" zh "未登记";
        SecretGoesOn
            en "A line that begins further in goes on with the key or address above it: type them as one, without a space."
            zh "缩进更多的行是上一行密钥或地址的延续：请连在一起输入，中间不加空格。";
        AccountsTitle en "Accounts with their keys" zh "账号与密钥";
        AccountsWarning
            en "Whoever reads this can make codes for these logins. Keep it locked away, and destroy it when it is no longer needed."
            zh "拿到本页的人可以生成这些账号的验证码。请锁好保管，不再需要时销毁。";
        CodesTitle en "Accounts for Google Authenticator" zh "Google 身份验证器转移二维码";
        CodePart { n: usize, of: usize } en "Part {n} of {of}" zh "第 {n} 张，共 {of} 张";
        CodeHow { n: usize }
            en "In Google Authenticator: menu, Transfer accounts, Import accounts, Scan QR code. Scan all {n} parts, one after the other, in any order."
            one(n) "In Google Authenticator: menu, Transfer accounts, Import accounts, Scan QR code."
            zh "在 Google 身份验证器中依次点按菜单、【转移账号】、【导入账号】、【扫描二维码】，每张都要扫描，共 {n} 张，先后不限。";
        SecretAddress en "otpauth address" zh "otpauth 地址";
        SecretMotpAddress en "motp address" zh "motp 地址";
        SecondKey
            en "There is a second key, which clashes with this one and is not on this sheet: whichever the platform has gives the right codes. Decide in Keyrack which one counts, and print anew."
            zh "另有一个与此冲突的密钥，未印在本表上：只有平台当前使用的密钥才能生成正确的验证码。请在 Keyrack 中确认以哪个为准，再重新打印。";
        SecretKey en "Key, base32" zh "密钥（base32）";
        SecretMotp en "Key, hexadecimal" zh "密钥（十六进制）";
        SecretPin en "PIN" zh "PIN";
        SecretCode en "Recovery code" zh "恢复代码";
        OpenedBy en "Opened by, on" zh "开封人、日期";

        // Handover sheet.
        HandoverTitle en "Handover sheet" zh "交接表";
        HandoverWho en "Who holds what now" zh "当前由谁保管";
        HandoverDevices en "Devices" zh "设备";
        HandoverLogins en "Logins" zh "登录账号";
        HandoverLosses en "Losses not yet worked off" zh "未处理完的丢失";
        HandoverNoLosses en "No loss is open." zh "没有未处理完的丢失。";
        HandoverSteps en "Steps" zh "步骤";
        HandoverDrills { n: usize } en "Backups due for a test ({n})" zh "待测试的备用方式（{n}）";
        HandoverNoDrills en "No backup is due for a test." zh "没有待测试的备用方式。";
        HandoverNumbers en "Numbers to look after" zh "需要关注的手机号";
        HandoverKeepalive en "Top up before" zh "最迟充值日期";
        HandoverFindings { n: usize } en "Critical and high findings ({n})" zh "严重和高危问题（{n}）";
        HandoverNoFindings en "Nothing critical or high is open." zh "没有严重或高危问题。";
        Severity en "Severity" zh "级别";
        Finding en "Finding" zh "问题";
        HandoverNotes en "Notes" zh "备注";
        HandedBy en "Handed over by" zh "交班人";
        TakenBy en "Taken over by" zh "接班人";

        // Lost-device checklist.
        LossTitle en "What to do about a loss" zh "丢失处置清单";
        LossWhat { thing: Safe<'static> } en "{thing} is gone" zh "{thing} 丢失";
        LossLeft { thing: Safe<'static> } en "{thing} has left" zh "{thing} 离职";
        LossSaw { thing: Safe<'static> } en "What was open to {thing} in the vault" zh "{thing} 在保险库中能看到的内容";
        LossIf { thing: Safe<'static> } en "If {thing} were gone" zh "假如 {thing} 丢失";
        LossIfLeft { thing: Safe<'static> } en "If {thing} left" zh "假如 {thing} 离职";
        Gone en "Gone" zh "丢失或离职";
        ReportedBy en "Reported by" zh "报告人";
        LossReported en "Reported" zh "报告";
        LossProgress en "Done so far" zh "进度";
        LossOrder en "The accounts stand in the order in which they are to be mended." zh "账号按处理先后排列。";
        LossNone en "No account depends on it." zh "没有账号依赖它。";
        LossWhy en "Why here" zh "排序原因";
        LossGoes en "Goes" zh "失效";
        LossStill en "Still works" zh "仍可用";
        LossKey en "The key was on it." zh "密钥曾在其上。";
        LossSeen { name: Safe<'static> } en "Seen by {name}." zh "{name} 看到过。";

        // Audit table.
        AuditTitle en "Audit of all logins" zh "登录账号审计表";
        AuditOff en "2-step verification is off" zh "未开启两步验证";
        AuditBackup en "Backup" zh "备用状态";
    }
}
