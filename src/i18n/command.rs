//! What the command line says: help, prompts, results.

use super::messages;

messages! {
    /// A sentence on the command line.
    pub enum Command {
        About en "Codes and backup devices for many store accounts, from one encrypted file" zh "一个加密文件，管理众多店铺账号的验证码和备用设备";
    }
}
