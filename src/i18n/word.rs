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
        Expires en "Expires" zh "过期";
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
    }
}
