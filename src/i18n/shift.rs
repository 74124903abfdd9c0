//! What is said of shifts: the vault open for somebody who only needs codes, for a few hours.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in
    /// A sentence about a shift.
    pub enum Shift {
        Until { time: Safe<'static> } en "shift until {time}" zh "值班至 {time}";
        Begins { time: Safe<'static>, key: Safe<'static> }
            en "Shift until {time}: {key} copies a code. Codes stay hidden; nothing is synced."
            zh "值班至 {time}：按 {key} 复制验证码，屏幕上不显示，也不与其他机器同步。";
        Nobody { key: Safe<'static> }
            en "No account belongs to this shift. {key} leaves; keyrack shift takes other accounts."
            zh "没有账号符合本次值班的条件。按 {key} 退出，再用 keyrack shift 重新选择。";
        NoTag { name: Safe<'static>, known: Safe<'static> }
            en "No account has the tag {name}. The tags: {known}"
            zh "没有带【{name}】标签的账号。现有标签：{known}";
        NoPlatform { name: Safe<'static>, known: Safe<'static> }
            en "No account is at the platform {name}. The platforms: {known}"
            zh "没有平台为【{name}】的账号。现有平台：{known}";
        NoCompany { name: Safe<'static>, known: Safe<'static> }
            en "No account is of the company {name}. The companies: {known}"
            zh "没有属于公司【{name}】的账号。现有公司：{known}";
        NotShown { key: Safe<'static> }
            en "No code is shown in a shift: {key} copies the one of this account."
            zh "值班模式下不显示验证码：按 {key} 复制此账号的验证码。";
        NotWritten
            en "Nothing is changed in a shift. To edit, open the vault without keyrack shift."
            zh "值班模式下不能修改任何内容。请退出后正常打开保险库再操作。";
        NotTaken
            en "Nothing but single codes leaves the vault in a shift."
            zh "值班模式下只能复制单个验证码，不能导出其他内容。";
        NotHere
            en "That is not part of a shift: codes are copied, nothing more."
            zh "值班模式下没有此功能，只能复制验证码。";
        Counts en "not in a shift" zh "值班时不可用";
        NoCounter
            en "This code counts, and counting must be saved: not in a shift."
            zh "此验证码按次计数，用后必须保存，值班模式下无法复制。";
        Sent { title: Safe<'static> }
            en "Sent to your terminal: {title}."
            zh "已发送到您的终端：{title}。";
    }
}
