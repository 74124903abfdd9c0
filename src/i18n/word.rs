//! Labels, headings and states: the vocabulary, one word each, the same everywhere.

use super::messages;

messages! {
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
        NewestFirst en "newest first" zh "最新优先";
        Holder en "Holder" zh "保管人";
        Region en "Region" zh "区域";
        Device en "Device" zh "设备";
        Number en "Number" zh "手机号";
        Kind en "Kind" zh "类型";
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
    }
}
