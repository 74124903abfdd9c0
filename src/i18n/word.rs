//! Labels, headings and states: the vocabulary, one word each, the same everywhere.

use super::messages;

messages! {
    keyrack in
    /// A label.
    pub enum Word {
        Store en "Store" zh "店铺";
        Platform en "Platform" zh "平台";
        Sites en "Sites" zh "站点";
        Login en "Login" zh "登录账号";
        Code en "Code" zh "验证码";
        Left en "Left" zh "剩余";
        Backup en "Backup" zh "备用";
        Company en "Company" zh "公司";
        Tags en "Tags" zh "标签";
        Note en "Note" zh "备注";
        Key en "Key" zh "密钥";
        Ok en "ok" zh "正常";
        OkDays { days: i64 } en "ok {days}d" zh "正常 {days}天";
        Stale { days: i64 } en "stale {days}d" zh "待复测 {days}天";
        Untested en "untested" zh "未测试";
        Failed en "failed" zh "测试失败";
        Retired en "retired" zh "已停用";
        Lost en "lost" zh "已丢失";
        None en "none" zh "无";
        Fingerprint en "Fingerprint" zh "指纹";
        LetIn en "Let in" zh "添加于";
        LastTried en "Tried" zh "验证于";
        NewestFirst en "newest first" zh "最新优先";
        Holder en "Holder" zh "保管人";
        Region en "Region" zh "区域";
        Device en "Device" zh "设备";
        Number en "Number" zh "手机号";
        Kind en "Kind" zh "类型";
        Pin en "PIN" zh "PIN";
        PinMissing en "PIN missing" zh "缺少 PIN";
        Digits en "Digits" zh "位数";
        Period en "Period (s)" zh "周期（秒）";
        Algorithm en "Algorithm" zh "算法";
        Counter en "Counter" zh "计数器";
        ArrivesBy en "Arrives by" zh "接收方式";
        BackupBy en "Backup by" zh "备用方式";
        BackupDevice en "Backup device" zh "备用设备";
        BackupNumber en "Backup number" zh "备用手机号";
        BackupHolder en "Backup holder" zh "备用保管人";
        BackupTested en "Backup tested" zh "备用测试日期";
        TwoStep en "Two-step" zh "两步验证";
        Users en "Users" zh "使用人";
        Profile en "Browser profile" zh "浏览器环境";
        Console en "Sign-in page" zh "登录网址";
        SignIn en "Login and key" zh "登录账号与密钥";
        Keyed en "Key since" zh "密钥登记日期";
        Label en "Label" zh "编号";
        Location en "Location" zh "存放地点";
        State en "State" zh "状态";
        Since en "Since" zh "状态起始日";
        AutoTime en "Automatic time" zh "自动校时";
        Carrier en "Carrier" zh "运营商";
        RegisteredTo en "In the name of" zh "实名登记人";
        Keepalive en "Keep alive by" zh "保号截止日";
        Name en "Name" zh "姓名";
        Team en "Team" zh "团队";
        LeftOn en "Left on" zh "离职日期";
        Role en "Role" zh "主/备";
        Address en "Mailbox" zh "邮箱";
        Registered en "Registered" zh "登记日期";
        LastTested en "Last tested" zh "上次测试";
        Result en "Result" zh "测试结果";
        TestedBy en "Tested by" zh "测试人";
        Place en "Place" zh "存放位置";
        ArrivedOn en "Moved here on" zh "转入日期";
        PastKeys en "Earlier keys" zh "曾用密钥";
        ExposedOn en "Key exposed on" zh "密钥泄露日期";
        Pinned en "Pinned" zh "置顶";
        Methods en "Methods" zh "验证方式";
        AddedOn en "Added on" zh "添加日期";
        OfKeyBefore en "of the key before" zh "属旧密钥";
        RemovedOn en "Deleted on" zh "删除日期";
        RecoveryCodes en "Recovery codes" zh "恢复代码";
        CodesLeft en "Codes left" zh "剩余数量";
        CheckedOn en "Checked on" zh "核对日期";
        Main en "main" zh "主";
        BackupRole en "backup" zh "备用";
        Extra en "extra" zh "其他";
        App en "app" zh "验证器";
        Sms en "SMS" zh "短信";
        Voice en "call" zh "语音电话";
        Whatsapp en "WhatsApp" zh "WhatsApp";
        Email en "e-mail" zh "邮件";
        Push en "push" zh "推送";
        SecurityKey en "security key" zh "安全密钥";
        Passkey en "passkey" zh "通行密钥";
        Vault en "Vault" zh "保险库";
        KeyCopy en "key copy" zh "密钥副本";
        Unknown en "unknown" zh "未知";
        On en "on" zh "已开启";
        Off en "off" zh "未开启";
        Called en "Name" zh "名称";
        Rule en "Rule" zh "规则";
        Account en "Account" zh "账号";
        Finding en "Finding" zh "问题";
        All en "All" zh "全部";
        Logins en "Logins" zh "登录账号";
        Yes en "yes" zh "是";
        No en "no" zh "否";
        // Devices.
        Devices en "Devices" zh "设备";
        Phone en "phone" zh "手机";
        Tablet en "tablet" zh "平板";
        Landline en "landline" zh "座机";
        Computer en "computer" zh "电脑";
        ModemPool en "modem pool" zh "猫池";
        CloudPhone en "cloud phone" zh "云手机";
        DeviceOk en "in use" zh "在用";
        DeviceLost en "lost" zh "已丢失";
        DeviceStolen en "stolen" zh "被盗";
        DeviceBroken en "broken" zh "已损坏";
        DeviceRetired en "retired" zh "已停用";
        // Numbers.
        Numbers en "Numbers" zh "手机号";
        Sim en "SIM" zh "SIM 卡";
        Esim en "eSIM" zh "eSIM";
        Voip en "VoIP" zh "虚拟号码";
        Rented en "rented" zh "接码号";
        NumberOk en "in use" zh "在用";
        NumberSuspended en "suspended" zh "已停机";
        NumberLapsed en "lapsed" zh "已销号";
        NumberLost en "lost" zh "已丢失";
        // People.
        People en "People" zh "人员";
        HasLeft en "left" zh "已离职";
        Here en "here" zh "在职";
        // Copies of a key.
        CopyApp en "app" zh "验证器";
        CopyManager en "password manager" zh "密码管理器";
        CopyWeb en "web page" zh "网页";
        CopyMiniProgram en "mini-program" zh "小程序";
        CopySheet en "spreadsheet or chat" zh "表格或聊天记录";
        CopySeen en "seen in a vault" zh "曾在保险库中可见";
        CopyPaper en "paper" zh "纸质";
        // Tests.
        TestOk en "ok" zh "正常";
        TestLate en "late" zh "延迟";
        TestGarbled en "garbled" zh "乱码";
        TestNone en "nothing came" zh "未收到";
        TestRejected en "rejected" zh "被拒绝";
        // Severities.
        Critical en "critical" zh "严重";
        High en "high" zh "高";
        Medium en "medium" zh "中";
        Low en "low" zh "低";
        // Steps after a loss.
        StepRecover en "recover the account" zh "走账户恢复流程";
        StepSignIn en "sign in another way" zh "用其他方式登录";
        StepRemove en "remove the lost method" zh "移除丢失的验证方式";
        StepReplace en "register a new one" zh "登记新的验证方式";
        StepTest en "test it" zh "测试";
        StepRekey en "replace the key" zh "更换密钥";
        StepCodes en "get new recovery codes" zh "重新生成恢复代码";
        StepNumber en "change or lock the number" zh "更换或锁定号码";
    }
}
