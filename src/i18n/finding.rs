//! What a finding says: what is wrong, then what to do. Severities are in [`Word`](super::Word).

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// The sentence of a finding.
    pub enum Finding {
        LockedOut
            en "No way in works any more: start account recovery now"
            zh "所有验证方式均已失效：请立即走账户恢复流程";
        LostMethod { kind: Safe<'static> }
            en "A lost method ({kind}) is still registered: remove it there"
            zh "已丢失的验证方式（{kind}）仍绑定在平台：请到平台移除";
        Lost { thing: Safe<'static>, n: usize }
            en "{thing} is lost but registered on {n} logins: remove it there"
            one(n) "{thing} is lost but still registered here: remove it"
            zh "{thing} 已丢失，仍绑定 {n} 个登录账号：请到平台移除";
        Stolen { thing: Safe<'static>, n: usize }
            en "{thing} is stolen but registered on {n} logins: remove it there"
            one(n) "{thing} is stolen but still registered here: remove it"
            zh "{thing} 被盗，仍绑定 {n} 个登录账号：请到平台移除";
        Lapsed { thing: Safe<'static>, n: usize }
            en "{thing} has lapsed but serves {n} logins: register another there"
            one(n) "{thing} has lapsed but is registered here: register another"
            zh "{thing} 已销号，仍绑定 {n} 个登录账号：请到平台换绑";
        Held { person: Safe<'static>, item: Safe<'static> }
            en "{person} has left but still holds {item}: collect it"
            zh "{person} 已离职，仍持有 {item}：请收回";
        HeldCopy { person: Safe<'static>, item: Safe<'static> }
            en "{person} has left but has the key ({item}): replace the key"
            zh "{person} 已离职，仍持有密钥副本（{item}）：请更换密钥";
        ExposedLost { thing: Safe<'static>, day: Safe<'static> }
            en "Key not replaced since {thing} was lost on {day}: enrol a new one"
            zh "{thing} 于 {day} 丢失后未更换密钥：请重新登记验证器";
        ExposedOnce { thing: Safe<'static> }
            en "Key was on {thing}, lost on an unknown day: replace it, note the day"
            zh "密钥所在的 {thing} 已丢失（日期不明）：请更换密钥并补记日期";
        ExposedSince { day: Safe<'static> }
            en "Key may be known outside since {day}: enrol a new one"
            zh "密钥自 {day} 起可能已外泄且未更换：请重新登记验证器";
        ExposedLeft { person: Safe<'static>, day: Safe<'static> }
            en "Key not replaced since {person} left on {day}: enrol a new one"
            zh "{person} 于 {day} 离职后未更换密钥：请重新登记验证器";
        ExposedSeen { person: Safe<'static>, day: Safe<'static> }
            en "Key open to {person}'s identity until {day}: enrol a new one"
            zh "{person} 的身份在 {day} 之前能读到此密钥：请重新登记验证器";
        Off { platform: Safe<'static> }
            en "Two-step verification is off; {platform} requires it: turn it on"
            zh "两步验证未开启，{platform} 强制要求：请立即开启";
        NoBackup
            en "No second way in: register a backup method while you can sign in"
            zh "没有备用验证方式：请趁还能登录时登记";
        OneNumber { number: Safe<'static>, platform: Safe<'static> }
            en "Main and backup are {number}, which {platform} forbids: use another"
            zh "主、备同为 {number}，{platform} 不允许：请换一个号码";
        OneHandset { thing: Safe<'static> }
            en "Main and backup are in one handset ({thing}): move one of them"
            zh "主、备验证方式在同一部手机（{thing}）上：请移走其一";
        OwnersShare { number: Safe<'static>, n: usize }
            en "{number} links {n} logins of different owners: give each its own"
            zh "号码 {number} 关联了不同主体的 {n} 个账号，有关联风险：请分开使用";
        TestFailed { kind: Safe<'static>, result: Safe<'static>, day: Safe<'static> }
            en "Test of {kind} failed ({result}, {day}): try again or replace it"
            zh "{day} 测试{kind}失败（{result}）：请重新测试或更换";
        HandsetBroken { device: Safe<'static>, kind: Safe<'static> }
            en "{device} is broken: move {kind} to a handset that works"
            zh "{device} 已损坏：请将{kind}移到可用的设备";
        Due { number: Safe<'static>, day: Safe<'static> }
            en "{number} lapses on {day}: top it up before"
            zh "号码 {number} 将于 {day} 到期停用：请充值保号";
        Overdue { number: Safe<'static>, day: Safe<'static> }
            en "{number} was to be topped up by {day}: do it today"
            zh "号码 {number} 的保号期限 {day} 已过：请立即充值";
        Suspended { number: Safe<'static> }
            en "{number} is suspended and will lapse: top it up today"
            zh "号码 {number} 已停机，即将销号：请立即充值";
        NotOwnNumber { number: Safe<'static> }
            en "Codes come only to {number}, rented or virtual: register a SIM"
            zh "验证码只发到接码/虚拟号码 {number}：请换成自有 SIM 卡";
        NeverTested { kind: Safe<'static> }
            en "Backup ({kind}) was never tested: try it once"
            zh "备用方式（{kind}）从未测试：请测试一次";
        TestPast { kind: Safe<'static>, day: Safe<'static> }
            en "Backup ({kind}) was last tested before the key of {day} and may have the one before: compare its digits"
            zh "备用方式（{kind}）上次测试后，密钥已于 {day} 更换，其中可能仍是旧密钥：请核对验证码";
        CopyPast { place: Safe<'static> }
            en "The copy of the key in {place} is older than the key: put the new one there and note the day, or delete it"
            zh "密钥副本（{place}）早于当前密钥：请放入新密钥并登记日期，或将其删除";
        TestedLongAgo { kind: Safe<'static>, n: i64 }
            en "Backup ({kind}) was last tested {n} days ago: test it again"
            one(n) "Backup ({kind}) was last tested yesterday: test it again"
            zh "备用方式（{kind}）已 {n} 天未测试：请复测";
        OnePerson { person: Safe<'static> }
            en "{person} holds both main and backup: give one to somebody else"
            zh "主、备设备均由 {person} 保管：请分一个给他人";
        OnePlace { place: Safe<'static> }
            en "Main and backup are both kept in {place}: move one of them"
            zh "主、备设备都存放在 {place}：请移走其一";
        OnlyApps { platform: Safe<'static> }
            en "{platform} takes no app beside an app: correct it or add a phone"
            zh "{platform} 不允许主、备均为验证器：请核对记录或添加手机";
        FewCodes { n: usize }
            en "{n} recovery codes are left: have new ones issued"
            one(n) "1 recovery code is left: have new ones issued"
            zh "恢复代码仅剩 {n} 个：请重新生成";
        CodesUnknown
            en "Recovery codes are not recorded: store them, or how many are left"
            zh "未登记恢复代码：请保存代码或记下剩余数量";
        SharedLogin { n: usize, platform: Safe<'static> }
            en "{n} people share this login: give each their own at {platform}"
            zh "{n} 人共用此登录账号：请在 {platform} 为每人开通子账号";
        Goes { platform: Safe<'static>, kind: Safe<'static>, day: Safe<'static> }
            en "{platform} drops {kind} on {day}: register something else before"
            zh "{platform} 将于 {day} 停用{kind}验证：请提前登记其他方式";
        Gone { platform: Safe<'static>, kind: Safe<'static>, day: Safe<'static> }
            en "{platform} dropped {kind} on {day}: register something else"
            zh "{platform} 已于 {day} 停用{kind}验证：请登记其他方式";
        Twin { other: Safe<'static> }
            en "Same key as {other}: a duplicate or a paste error; check both"
            zh "与 {other} 的密钥相同：重复或粘贴错误，请核对";
        TakesApp { kind: Safe<'static>, platform: Safe<'static> }
            en "Codes come by {kind}, but {platform} takes an app: make it the main one"
            zh "主验证方式为{kind}，{platform} 支持验证器：建议改用验证器";
        OwnerShares { number: Safe<'static>, n: usize }
            en "{number} serves {n} logins of one owner: spread them over more numbers"
            zh "同一主体的 {n} 个账号共用号码 {number}：建议分散到多个号码";
        Outside { place: Safe<'static> }
            en "Key copy outside the team ({place}): delete it and replace the key"
            zh "密钥副本在团队之外（{place}）：请删除并更换密钥";
        SeenBefore { person: Safe<'static>, day: Safe<'static> }
            en "{person} has seen the key, and not the account since {day}: a new key shuts them out"
            zh "{person} 见过密钥，自 {day} 起看不到此账号：更换密钥才能彻底收回";
        NoHolder { device: Safe<'static> }
            en "Nobody is noted as the holder of {device}: enter who has it"
            zh "{device} 未登记保管人：请补充";
        NoHandset { number: Safe<'static> }
            en "It is not noted which phone {number} is in: enter the device"
            zh "号码 {number} 未登记所在设备：请补充";
        NowhereNoted
            en "It is not noted where its codes arrive: enter a number or a device"
            zh "未登记验证码的接收位置：请补充手机号或设备";
        ClockAhead { n: Safe<'static> }
            en "This computer's clock is {n} s fast and codes may be refused: set it"
            zh "本机时间快 {n} 秒，验证码可能无效：请校准时间";
        ClockBehind { n: Safe<'static> }
            en "This computer's clock is {n} s slow and codes may be refused: set it"
            zh "本机时间慢 {n} 秒，验证码可能无效：请校准时间";
    }
}
