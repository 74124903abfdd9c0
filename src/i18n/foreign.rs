//! Keys of other kinds than Keyrack's own, and the programs behind them.

use std::fmt;

use super::{Lang, messages};
use crate::text::Safe;

/// A sentence of the catalogue in one language, as a part of another sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken(String);

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Foreign {
    /// It as a part of another sentence.
    pub fn spoken(&self, lang: Lang) -> Spoken {
        Spoken(self.say(lang))
    }
}

messages! {
    keyrack in
    /// A sentence about a key of ssh or of an age plugin. Those at the top are the ends of those below.
    pub enum Foreign {
        NeedsFeature { feature: Safe<'static> }
            en "such keys take a Keyrack that is built with --features {feature}."
            zh "这类密钥需要用 --features {feature} 编译的 Keyrack。";
        Unlisted { plugin: Safe<'static>, path: Safe<'static> }
            en "it takes the program age-plugin-{plugin}, which you have not allowed. If you trust it, list its full path under plugins in {path}."
            zh "需要运行程序 age-plugin-{plugin}，而您尚未允许。如果信任它，请在 {path} 的 plugins 选项中列出其完整路径。";
        NotFound { listed: Safe<'static> }
            en "{listed}, which you allowed, is not found along PATH. Put its folder first in PATH."
            zh "在 PATH 中找不到您允许的程序 {listed}。请把它所在的文件夹放在 PATH 最前面。";
        Elsewhere { listed: Safe<'static>, found: Safe<'static> }
            en "PATH leads to {found}, and you allowed {listed}. Nothing was started."
            zh "PATH 中找到的是 {found}，而您允许的是 {listed}。未运行任何程序。";
        SshType
            en "of ssh keys, ssh-ed25519 and ssh-rsa from 2048 bits can be used, in the form that OpenSSH writes today (ssh-keygen -p -f FILE rewrites an old one)."
            zh "ssh 密钥只支持 ssh-ed25519 和 2048 位以上的 ssh-rsa，并须为 OpenSSH 现行格式（旧文件可用 ssh-keygen -p -f 文件 转换）。";
        NoPublicHalf
            en "nothing in it says which public key it belongs to. Put a line before it: # public key: age1…"
            zh "其中没有注明对应的公钥。请在前面加一行：# public key: age1…";
        OtherPublicHalf
            en "the public key in the remark before it is not the one that it opens. Put the right one there: # public key: age1…"
            zh "其前面备注的公钥与它能解密的公钥不符。请改为正确的一行：# public key: age1…";
        Unknown
            en "this Keyrack knows no such keys, or a letter of it is wrong."
            zh "本版 Keyrack 不认识这种密钥，或其中有字符错误。";

        Unmixed { why: Spoken }
            en "{why} Keys that withstand quantum computers (age1pq…) go together with no others: with one of them, every member and the recovery key need one."
            zh "{why}另外，抗量子公钥（age1pq…）不能与其他公钥混用：用了一把，所有成员和恢复密钥都要换成这类公钥。";

        Unreachable { name: Safe<'static>, why: Spoken }
            en "Nothing can be saved here, as this build cannot encrypt to {name} and would lock them out: {why}"
            zh "本机的 Keyrack 无法加密给 {name}，保存会使其打不开保险库，因此不能保存：{why}";
        NotLetIn { why: Spoken }
            en "Nobody was let in. This build cannot encrypt to that key: {why} Or the newcomer makes one of Keyrack's own: keyrack identity new"
            zh "未添加成员。本机的 Keyrack 无法加密给这把公钥：{why}也可以请对方用 keyrack identity new 生成 Keyrack 自己的公钥。";
        NotOpenedBy { path: Safe<'static>, why: Spoken }
            en "{path} cannot be used as an identity here: {why}"
            zh "{path} 在这里不能用作身份文件：{why}";
        Misspelt { path: Safe<'static>, line: usize }
            en "The key in line {line} of {path} has a wrong letter: its last six letters, a checksum, do not fit the rest. Compare it with the paper or your copy."
            zh "{path} 第 {line} 行的密钥有字符写错：末六位校验码与前文不符。请与纸上或备份核对。";
        Mixed
            en "Nothing was saved: keys that withstand quantum computers (age1pq…) go together with no others, so a vault has either those alone or none."
            zh "未保存任何更改：抗量子公钥（age1pq…）不能与其他公钥混用，保险库要么全部使用，要么都不用。";
        DidNotOpen { said: Safe<'static> }
            en "It was not opened by the plugin: {said}"
            zh "插件未能打开：{said}";
        DidNotSeal { said: Safe<'static> }
            en "Nothing was saved, as a plugin did not encrypt: {said}"
            zh "插件未能加密，未保存任何更改：{said}";
        OthersPassphrase { path: Safe<'static> }
            en "{path} is no identity of Keyrack's own, so its passphrase is changed by what made it: for a key of ssh, ssh-keygen -p -f {path}"
            zh "{path} 不是 Keyrack 生成的身份文件，请用生成它的程序更改口令；ssh 密钥请用 ssh-keygen -p -f {path}";
        OthersRotation { path: Safe<'static> }
            en "{path} is no identity of Keyrack's own, and is left alone. Let a new key of yours in ({keyrack} member add), open the vault with that (--identity), and shut the old one out: {keyrack} member remove"
            zh "{path} 不是 Keyrack 生成的身份文件，未作更改。请先添加您的新公钥（{keyrack} member add），改用新身份打开（--identity），再移出旧公钥：{keyrack} member remove";
        Traced
            en "AGEDEBUG=plugin is set, with which everything that passes between age and a plugin is printed, keys among it. Unset it first."
            zh "已设置 AGEDEBUG=plugin，age 与插件之间的全部内容（包括密钥）都会打印出来。请先取消该变量。";

        Says { plugin: Safe<'static>, said: Safe<'static> }
            en "age-plugin-{plugin}: {said}" zh "age-plugin-{plugin}：{said}";
        AskText { plugin: Safe<'static>, said: Safe<'static> }
            en "age-plugin-{plugin}: {said} " zh "age-plugin-{plugin}：{said} ";
        AskOne { plugin: Safe<'static>, said: Safe<'static>, yes: Safe<'static> }
            en "age-plugin-{plugin}: {said} (y: {yes}) [y/N] " zh "age-plugin-{plugin}：{said}（y：{yes}）[y/N] ";
        AskTwo { plugin: Safe<'static>, said: Safe<'static>, yes: Safe<'static>, no: Safe<'static> }
            en "age-plugin-{plugin}: {said} (y: {yes}, n: {no}) [y/N] " zh "age-plugin-{plugin}：{said}（y：{yes}，n：{no}）[y/N] ";
        NotAskedHere { plugin: Safe<'static>, said: Safe<'static> }
            en "age-plugin-{plugin} asks for something ({said}) that the dashboard does not pass on. Keys that ask each time can be used on the command line only."
            zh "age-plugin-{plugin} 要求输入（{said}），仪表盘无法代为询问。每次都要求输入的密钥只能在命令行中使用。";
    }
}
