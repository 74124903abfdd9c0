//! What is said of other programs' files: what they are, why one is not read, what became of each
//! row and of the whole.

use super::messages;
use crate::text::Safe;

messages! {
    keyrack in, closed
    /// A sentence about an import.
    pub enum Exchange {
        // What a file is, where no program's name says it.
        ListOfAddresses en "list of otpauth addresses" zh "otpauth 地址列表";
        Table en "table" zh "表格";
        Picture en "picture with QR codes" zh "二维码图片";
        WebPage en "web page" zh "网页";

        // Why a whole file is not read.
        Empty { path: Safe<'static> } en "There is nothing in {path}. Export it again." zh "{path} 中没有内容。请重新导出。";
        NeedsPassword { path: Safe<'static>, format: Safe<'static> }
            en "{path} is an encrypted {format} file. Give its password with --password-file or --password-fd."
            zh "{path} 是加密的 {format} 文件。请用 --password-file 或 --password-fd 提供其密码。";
        WrongPassword { path: Safe<'static> }
            en "The password is wrong. {path} opens with the password that was chosen when it was exported."
            zh "密码错误。请使用导出 {path} 时设置的密码。";
        WrongOrOldSlot { path: Safe<'static> }
            en "The password is wrong, or {path} was written by an early Aegis that took long passwords otherwise. Try again; if it is right, export anew with a shorter one."
            zh "密码错误，或者 {path} 由早期版本的 Aegis 写入（对长密码的处理不同）。请再试一次；如果确认无误，请换较短的密码重新导出。";
        WrongOrDamaged { path: Safe<'static>, format: Safe<'static> }
            en "The password is wrong, or {path} is damaged: {format} files do not tell which. Try the password again; if it is right, export anew."
            zh "密码错误，或者 {path} 已损坏：{format} 文件无法区分这两种情况。请再试一次密码；如果确认无误，请重新导出。";
        WrongOrDamagedOrOther { path: Safe<'static>, format: Safe<'static> }
            en "The password is wrong, or {path} is damaged, or it is no {format} file: such files have no mark. Try the password again; if it is right, export anew."
            zh "密码错误，或者 {path} 已损坏，或者它根本不是 {format} 文件（这种文件没有标识）。请再试一次密码；如果确认无误，请重新导出。";
        Damaged { path: Safe<'static>, format: Safe<'static> }
            en "{path} is damaged: it looks like {format}, but does not hold together. Export it again."
            zh "{path} 已损坏：看起来是 {format} 文件，但内容不完整。请重新导出。";
        DamagedAt { path: Safe<'static>, format: Safe<'static>, at: usize }
            en "{path} is damaged at byte {at}: it looks like {format}, but does not hold together. Export it again."
            zh "{path} 在第 {at} 字节处损坏：看起来是 {format} 文件，但内容不完整。请重新导出。";
        DamagedInside { path: Safe<'static>, format: Safe<'static> }
            en "{path} is damaged, and no other password will help. Export it from {format} again."
            zh "{path} 已损坏，换密码也无法打开。请从 {format} 重新导出。";
        DamagedPicture { path: Safe<'static> } en "{path} cannot be decoded: the picture is damaged, or only a part of it is there. Take a new screenshot of the QR code, or copy the picture over again." zh "{path} 无法解码：图片已损坏或不完整。请重新截取二维码，或重新传输该图片。";
        BrokenArchive { path: Safe<'static> } en "{path} is an archive or a workbook (.zip, .xlsx) whose end is missing: it is damaged, or was not copied whole. Download or copy it again." zh "{path} 是压缩文件或工作簿（.zip、.xlsx），但缺少结尾：已损坏，或没有完整复制。请重新下载或复制。";
        Newer { path: Safe<'static>, format: Safe<'static>, version: u64, known: u64 }
            en "{path} has version {version} of the {format} format; versions up to {known} are known here. Update Keyrack, or export from an older version."
            zh "{path} 使用 {format} 格式第 {version} 版，本程序最高支持第 {known} 版。请更新 Keyrack，或用旧版本导出。";
        NoMemory { path: Safe<'static>, mib: u64 }
            en "{path} needs {mib} MiB of memory to be opened, and this machine has not that much free. Close other programs, or open it elsewhere."
            zh "打开 {path} 需要 {mib} MiB 内存，本机可用内存不足。请关闭其他程序，或换一台机器。";
        UnknownJson { path: Safe<'static> } en "{path} is JSON, but of no program that is known here." zh "{path} 是 JSON 文件，但不属于任何已知程序。";
        UnknownXml { path: Safe<'static> } en "{path} is XML or HTML, but of no program that is known here." zh "{path} 是 XML 或 HTML 文件，但不属于任何已知程序。";
        UnknownText { path: Safe<'static> } en "{path} is text, but neither a list of addresses nor a table with a column of keys. Notes and chats are not read: write one account a line below the headings platform,login,key, or one otpauth:// address a line." zh "{path} 是文本，但既不是地址列表，也不是含密钥列的表格。聊天记录或便签无法直接读取：请整理成表格（表头为 平台,登录账号,密钥，每行一个账号），或每行一个 otpauth:// 地址。";
        UnknownArchive { path: Safe<'static> } en "{path} is an archive of no program that is known here. Unpack it and import what is inside." zh "{path} 是压缩文件，但不属于任何已知程序。请解压后导入其中的文件。";
        UnknownBytes { path: Safe<'static> } en "{path} is of no kind that is known here. If it is encrypted without a mark (andOTP), give its password." zh "无法识别 {path}。如果它是 andOTP 那样没有标识的加密文件，请提供密码。";
        Known en "These can be read:" zh "可导入：";
        PasswordUseless
            en "The password given for the file is empty, longer than 4 KiB, or no text. Look at what was named with --password-file or --password-fd."
            zh "为该文件提供的密码为空、超过 4 KiB 或不是文本。请检查 --password-file 或 --password-fd 所指定的内容。";
        NoKeyColumn { path: Safe<'static>, headings: Safe<'static> }
            en "No column of {path} is known to hold keys. Its columns: {headings}. Say by its number which one does: --column N=key"
            zh "{path} 中没有可识别的密钥列。现有的列：{headings}。请用列号指明：--column 列号=密钥";
        NoKeyColumnBut { path: Safe<'static>, headings: Safe<'static>, number: usize }
            en "No column of {path} is known to hold keys, but column {number} looks like it. Its columns: {headings}. If that one does: --column {number}=key"
            zh "{path} 中没有可识别的密钥列，但第 {number} 列看起来是密钥。现有的列：{headings}。如果确实是：--column {number}=密钥";
        PasswordList { path: Safe<'static>, headings: Safe<'static>, web: usize }
            en "{path} is a list of passwords, as browsers write it, without keys for two-step codes: nothing of it was taken, and passwords never are. Its columns: {headings}. If one does hold keys: --column N=key; to take its logins without keys: --column {web}=none"
            zh "{path} 是密码列表（如浏览器导出的密码），没有两步验证密钥，未读取任何内容，密码也不会导入。现有的列：{headings}。如果其中有密钥列：--column 列号=密钥；如果只需导入登录账号（不含密钥）：--column {web}=不导入";
        NoNamesEither { path: Safe<'static>, headings: Safe<'static> }
            en "{path} has neither a column of keys nor one of logins or stores, so no account can be made of it. Its columns: {headings}. If one is: --column N=key, or for accounts without keys --column N=login"
            zh "{path} 中没有密钥列，也没有登录账号列或店铺列，无法生成账号。现有的列：{headings}。如果其中有，请用列号指明：--column 列号=密钥，没有密钥的账号则用 --column 列号=登录账号";
        NoNamesHere { path: Safe<'static> }
            en "No account can be made of {path}: no column is set to key, login or store. Set the one that is."
            zh "{path} 无法生成账号：没有任何列设为【密钥】【登录账号】或【店铺】。请设置对应的列。";
        NotThat { path: Safe<'static>, asked: Safe<'static> }
            en "--format says {asked}, and {path} does not look like that. Leave --format away, and see what it is."
            zh "--format 指定为【{asked}】，但 {path} 并不像。请去掉 --format，让程序自行识别。";
        NotThatBut { path: Safe<'static>, asked: Safe<'static>, looks: Safe<'static> }
            en "--format says {asked}, but {path} looks like something else: {looks}. Leave --format away."
            zh "--format 指定为【{asked}】，但 {path} 看起来是【{looks}】。请去掉 --format。";
        UnknownStill { path: Safe<'static> } en "{path} is of no kind that is known here, and the password that was given changes nothing about that." zh "无法识别 {path}，提供密码后仍然如此。";
        NoHeadings { path: Safe<'static>, columns: Safe<'static> }
            en "{path} has no row of headings that is known here. Put one above it (platform,login,key), or say what each column holds; these are guesses from what stands in them: {columns}"
            zh "{path} 没有可识别的表头。请在上面加一行表头（如：平台,登录账号,密钥），或说明各列的内容，以下是根据内容的推测：{columns}";
        PasswordColumn { path: Safe<'static>, number: usize, column: Safe<'static> }
            en "Column {number} of {path} is headed as one of passwords, so it is not taken as {column}: it would be shown. Leave it out (--column {number}=none); if it holds no passwords, give it another heading."
            zh "{path} 第 {number} 列的表头是密码，不能作为【{column}】导入，否则密码会显示出来。请不导入该列（--column {number}=不导入）；如果其中不是密码，请修改表头。";
        OnItsSide { path: Safe<'static> }
            en "The headings of {path} stand below each other in its first column: the table lies on its side. Copy it in a spreadsheet program, paste it transposed, and import that."
            zh "{path} 的表头竖排在第一列，行列颠倒。请在电子表格中复制后选择性粘贴并勾选转置，保存后再导入。";
        OldEncoding { path: Safe<'static> }
            en "{path} is a table, but its text is not UTF-8, and names would come out wrong. Save it anew: in Excel as \u{201c}CSV UTF-8\u{201d}, elsewhere with the character set UTF-8."
            zh "{path} 是表格，但文字编码不是 UTF-8，直接读取会出现乱码。请重新保存：Excel 中选择【CSV UTF-8（逗号分隔）】，其他程序中选择 UTF-8 编码。";
        EmptySheet { path: Safe<'static>, others: Safe<'static> }
            en "Nothing stands in that sheet of {path}. Its other sheets: {others}"
            zh "{path} 的这个工作表是空的。其他工作表：{others}";
        NoSuchSheet { path: Safe<'static>, sheets: Safe<'static> }
            en "{path} has no such sheet. Its sheets: {sheets}"
            zh "{path} 中没有这个工作表。现有的工作表：{sheets}";
        NoSheets { path: Safe<'static> }
            en "--sheet is for workbooks (.xlsx), and {path} is none. Leave it away."
            zh "--sheet 只用于工作簿（.xlsx），而 {path} 不是工作簿。请去掉该选项。";
        AnotherFile { path: Safe<'static> }
            en "{path} is not the table any more that was read. Import it anew."
            zh "{path} 已不是刚才读取的表格。请重新导入。";
        ColumnNumber { number: usize } en "column {number}" zh "第 {number} 列";
        NoColumnThere { path: Safe<'static>, number: usize, n: usize }
            en "{path} has no column {number}: it has {n}. Nothing was read."
            zh "{path} 没有第 {number} 列，总共只有 {n} 列。未读取任何内容。";
        NoQrCode { path: Safe<'static> }
            en "No QR code was found in {path}. Take the picture straight on, with all of the code and a margin around it."
            zh "在 {path} 中没有找到二维码。请正对拍摄，包含完整的二维码及四周留白。";
        OtherQrCode { path: Safe<'static> }
            en "The QR code in {path} holds no key. Take the one that the platform or the other app shows for setting up an authenticator."
            zh "{path} 中的二维码不含密钥。请使用平台或其他应用显示的验证器设置二维码。";
        OtherQrCodeOf { path: Safe<'static>, scheme: Safe<'static> }
            en "The QR code in {path} holds an address that begins with {scheme} and no key. Take the one that the platform or the other app shows for setting up an authenticator."
            zh "{path} 中的二维码不含密钥，而是以 {scheme}: 开头的地址。请使用平台或其他应用显示的验证器设置二维码。";

        // Why there is no picture from the clipboard.
        StandardInput en "standard input" zh "标准输入";
        OnClipboard en "the picture on the clipboard" zh "剪贴板上的图片";
        ClipboardElsewhere
            en "The clipboard of the machine you sit at cannot be seen from here. Save the picture as a file, bring it over (scp), and give its path."
            zh "您正从另一台电脑远程登录，这里读取不到那边的剪贴板。请在那边把图片存成文件，传到本机（如用 scp）后填写路径。";
        ClipboardNothing
            en "There is no picture on the clipboard. Take a screenshot of the QR code into it, or copy the picture itself rather than its file."
            zh "剪贴板上没有图片。请截取二维码到剪贴板，或复制图片本身（而不是图片文件）。";
        ClipboardUnreadable
            en "The picture on the clipboard cannot be decoded, or is too large. Cut out the QR code and copy that."
            zh "剪贴板上的图片无法解码，或者太大。请只截取二维码部分再复制。";
        ClipboardRefused { error: Safe<'static> }
            en "The clipboard of this machine cannot be read. Save the picture as a file and give its path. The reason: {error}"
            zh "无法读取本机剪贴板。请把图片存成文件后填写路径。原因：{error}";
        ClipboardNoAnswer
            en "The program that holds the picture did not hand it over in time. Copy it again, or save it as a file and give its path."
            zh "提供图片的程序没有及时响应。请重新复制，或存成文件后填写路径。";

        // Files that cannot be opened at all.
        Page { path: Safe<'static> }
            en "{path} is a web page without an otpauth:// address in it. If it shows QR codes, open it, take a picture of the screen, and import that picture."
            zh "{path} 是网页，其中没有 otpauth:// 地址。如果网页上有二维码，请打开后截图，再导入截图。";
        PageTable { path: Safe<'static> }
            en "{path} is a web page with a table, whatever its name ends in. Open it in a spreadsheet program, save it as .xlsx or .csv, and import that."
            zh "{path} 是含表格的网页（与扩展名无关）。请用表格软件打开，另存为 .xlsx 或 .csv 后再导入。";
        Age { path: Safe<'static> }
            en "{path} is encrypted to people, not with a password: an identity opens it, and an import takes none. If it is a vault, export from it: keyrack --vault FILE export age NEW. If not, decrypt it first: age -d -i IDENTITY"
            zh "{path} 是加密给指定人员的文件，需用身份文件解密，不能凭密码导入。如果它是保险库，请先导出：keyrack --vault 文件 export age 新文件；否则请先解密：age -d -i 身份文件";
        OpenPgp { path: Safe<'static> }
            en "{path} is encrypted with OpenPGP. Decrypt it first: gpg -d; then import what comes out: - reads standard input"
            zh "{path} 由 OpenPGP 加密。请先用 gpg -d 解密，再导入结果（- 表示标准输入）";
        OpenPgpHere { path: Safe<'static> }
            en "{path} is encrypted with OpenPGP. Decrypt it first (gpg -d), and import what comes out."
            zh "{path} 由 OpenPGP 加密。请先用 gpg -d 解密，再导入解密后的文件。";
        Sqlite { path: Safe<'static> }
            en "{path} is a database from inside a phone. Use the app's own export instead."
            zh "{path} 是手机内部的数据库。请改用该应用自带的导出功能。";
        OldSpreadsheet { path: Safe<'static> }
            en "{path} is a workbook in the format of before 2007. Open it and save it as .xlsx or CSV."
            zh "{path} 是 2007 年以前格式的工作簿。请打开后另存为 .xlsx 或 CSV。";
        OtherSpreadsheet { path: Safe<'static> } en "{path} is a spreadsheet of a kind that is not read (.ods, .numbers, .xlsb). Open it and save it as .xlsx or CSV." zh "{path} 是不支持的电子表格格式（如 .ods、.numbers、.xlsb）。请打开后另存为 .xlsx 或 CSV。";
        SealedSpreadsheet { path: Safe<'static> } en "{path} is a workbook with a password. Open it, save a copy without one, import that, then delete it." zh "{path} 是设有密码的工作簿。请打开后另存一份不带密码的副本，导入后删除该副本。";
        Document { path: Safe<'static> } en "{path} is a text document, and those are not read. Copy its table into a spreadsheet, and save that as .xlsx or CSV; if it shows QR codes, take a screenshot of them and import the picture." zh "{path} 是文字处理文档，无法读取。请把其中的表格复制到电子表格，另存为 .xlsx 或 CSV；如果其中有二维码，请截图后导入图片。";
        Pdf { path: Safe<'static> } en "{path} is a PDF, and those are not read. If it shows QR codes, take a screenshot of them and import the picture (PNG); if it has a table, copy that into a spreadsheet and save it as .xlsx or CSV." zh "{path} 是 PDF，无法读取。如果其中有二维码，请截图后导入图片（PNG）；如果是表格，请复制到电子表格，另存为 .xlsx 或 CSV。";
        OtherPicture { path: Safe<'static> } en "{path} is a picture of a kind that is not read (HEIC, GIF and the like). Save it as PNG or JPEG, or take a screenshot of the QR code, and import that." zh "{path} 是不支持的图片格式（如 HEIC、GIF）。请另存为 PNG 或 JPEG，或截取二维码后导入截图。";
        OtherArchive { path: Safe<'static> } en "{path} is an archive of a kind that is not read (RAR, 7z). Unpack it and import what is inside." zh "{path} 是不支持的压缩格式（如 RAR、7z）。请解压后导入其中的文件。";
        AegisNoPassword { path: Safe<'static> }
            en "{path} opens only with a fingerprint on the phone it is from. Export it again from Aegis, with a password."
            zh "{path} 只能用原手机上的指纹打开。请在 Aegis 中设置密码后重新导出。";
        BitwardenAccount { path: Safe<'static> }
            en "{path} opens only in the Bitwarden account that wrote it. Export it again and choose \"Password protected\"."
            zh "{path} 只能在导出它的 Bitwarden 账号中打开。请重新导出并选择【密码保护】。";
        KeyDerivation { path: Safe<'static> }
            en "The key of {path} is derived from its password in a way no version known here writes. Export it again with the program's usual settings."
            zh "{path} 从密码推导密钥的方式无法识别。请用原程序的默认设置重新导出。";
        Cipher { path: Safe<'static> }
            en "{path} is encrypted with a cipher no version known here writes. Export it again with the program's usual settings."
            zh "{path} 使用的加密算法无法识别。请用原程序的默认设置重新导出。";
        ExtensionEncrypted { path: Safe<'static> }
            en "{path} is encrypted in the browser extension's own way. Export it again without a passphrase, import it, then delete the file."
            zh "{path} 使用浏览器扩展自有的加密方式。请在扩展中不设口令重新导出，导入后删除该文件。";
        OldKeePass { path: Safe<'static> }
            en "{path} is a database of an older KeePass. Open it in KeePassXC and save it in the KDBX 4 format."
            zh "{path} 是旧版 KeePass 数据库。请在 KeePassXC 中打开并保存为 KDBX 4 格式。";
        KeePassKeyFile { path: Safe<'static> }
            en "{path} needs a key file or a hardware key beside the password. Save a copy of it with a password alone, import that, then delete it."
            zh "{path} 除密码外还需要密钥文件或硬件密钥。请另存一份仅用密码的副本，导入后删除。";
        Compression { path: Safe<'static> }
            en "{path} is packed in a way that is not known here. Unpack it and import what is inside."
            zh "{path} 的压缩方式无法识别。请解压后导入其中的文件。";

        // What asks for too much.
        LimitFile { path: Safe<'static>, asked: u64, most: u64 } en "{path} has {asked} MiB or more, and at most {most} MiB are read. No export is as large: look whether it is the right file, or import it in parts." zh "{path} 达到或超过 {asked} MiB，上限为 {most} MiB。导出文件不会这么大：请检查是否选错了文件，或分成几份导入。";
        LimitDepth { path: Safe<'static>, most: u64 } en "{path} is nested deeper than {most} levels; no program writes that. Export it again." zh "{path} 嵌套超过 {most} 层，没有程序会这样导出。请重新导出。";
        LimitEntries { path: Safe<'static>, most: u64 } en "{path} has more than {most} entries. Cut it into several files." zh "{path} 超过 {most} 条。请拆分成几个文件。";
        LimitValues { path: Safe<'static>, most: u64 } en "{path} holds more than {most} values, a hundred for every entry that is read. It may be made to fill memory; export it again." zh "{path} 中的值超过 {most} 个（每条记录平均一百个），可能是用来耗尽内存的。请重新导出。";
        LimitText { path: Safe<'static>, most: u64 } en "{path} has a name or note of more than {most} KiB. Shorten it there and export again." zh "{path} 中有名称或备注超过 {most} KiB。请在原程序中缩短后重新导出。";
        LimitUnpacked { path: Safe<'static>, most: u64 } en "{path} grows to more than {most} MiB when it is unpacked. It may be made to fill memory; export it again." zh "{path} 解压后超过 {most} MiB，可能是用来耗尽内存的。请重新导出。";
        LimitMembers { path: Safe<'static>, most: u64 } en "The archive {path} has more than {most} files in it. Unpack it and import the one that counts." zh "压缩文件 {path} 中超过 {most} 个文件。请解压后导入所需的那一个。";
        LimitDocumentType { path: Safe<'static> } en "{path} declares a document type; no export does, and such files can be traps. Export it again." zh "{path} 含有文档类型声明，正常的导出文件不会有，可能是陷阱。请重新导出。";
        LimitColumns { path: Safe<'static>, most: u64 } en "{path} has more than {most} columns. Keep those that count and import it again." zh "{path} 超过 {most} 列。请只保留需要的列后重新导入。";
        LimitSlots { path: Safe<'static>, most: u64 } en "{path} has more than {most} passwords of its own. Remove some in Aegis and export again." zh "{path} 设置的密码超过 {most} 个。请在 Aegis 中删除一些后重新导出。";
        LimitRounds { path: Safe<'static>, asked: u64, most: u64 } en "The password of {path} asks for {asked} rounds; at most {most} are computed. Export it with fewer." zh "{path} 的密码要求计算 {asked} 轮，上限为 {most} 轮。请用较少轮数重新导出。";
        LimitMemory { path: Safe<'static>, asked: u64, most: u64 } en "The password of {path} asks for {asked} MiB of memory; at most {most} MiB are given. Export it with less." zh "{path} 的密码要求 {asked} MiB 内存，上限为 {most} MiB。请用较少内存重新导出。";
        LimitDerivation { path: Safe<'static>, what: Safe<'static>, asked: u64, most: u64 } en "The password of {path} asks for {what} = {asked}; at most {most} is computed. Export it with the program's usual settings." zh "{path} 的密码要求 {what} = {asked}，上限为 {most}。请用原程序的默认设置重新导出。";
        NoPower { path: Safe<'static>, asked: u64 } en "The password of {path} asks for N = {asked}, but scrypt takes powers of two only. No program writes that: the file is damaged or made up. Export it again." zh "{path} 的密码参数 N = {asked} 不是 2 的幂，scrypt 无法计算。没有程序会这样写，文件已损坏或系伪造。请重新导出。";
        NoDerivation { path: Safe<'static>, what: Safe<'static>, asked: u64 } en "The password of {path} asks for {what} = {asked}, and no key can be derived with that. No program writes it: the file is damaged or made up. Export it again." zh "{path} 的密码参数 {what} = {asked} 无法用来推导密钥。没有程序会这样写，文件已损坏或系伪造。请重新导出。";
        LimitPixels { path: Safe<'static>, asked: u64, most: u64 } en "{path} has {asked} million pixels; at most {most} million are looked at. Cut out the QR code." zh "{path} 有 {asked}00 万像素，上限为 {most}00 万。请裁剪出二维码部分。";

        // Why a row was refused.
        RowNoKey en "There is no key in it. Export it again, or add the account by hand." zh "其中没有密钥。请重新导出，或手动添加账号。";
        RowSealed en "Its key does not open with the password that opened the file. Unlock it in the other program and export again." zh "打开文件的密码无法解开这一条的密钥。请在原程序中解锁后重新导出。";
        RowReference en "Its key points at another entry, which is not followed. Put the key itself there and export again." zh "密钥处引用的是另一条记录，无法读取。请在该处填入密钥本身后重新导出。";
        RowTwoKeys { one: usize, other: usize } en "There are two different keys in this row, in the columns {one} and {other}. Leave one of them aside: --column {other}=none" zh "同一行的第 {one} 列和第 {other} 列有两个不同的密钥。请指明其中一列不导入：--column {other}=不导入";
        RowKeysInCell { number: usize } en "More than one key stands in this cell (column {number}). Leave the one that counts, or give each a row of its own, and import again." zh "同一个单元格（第 {number} 列）中有多个密钥。请只保留有效的那个，或各占一行，再重新导入。";
        RowKeysTogether en "Two keys stand here, one behind the other. Leave only the one that counts, and import again." zh "这里连着写了两个密钥。请只保留有效的那个，再重新导入。";
        RowHeadings en "It seems to have headings, or else a key that is none, and is not imported. If it has headings: --headings yes; if it is an account: --headings no" zh "看起来是表头，否则就是密钥有误的账号，因此未导入。如果是表头，请加上 --headings yes；如果是账号，请加上 --headings no";
        RowTwoKeysHere { one: usize, other: usize, key: Safe<'static> } en "There are two different keys in this row, in the columns {one} and {other}. Leave one of the columns aside ({key} in the preview)." zh "同一行的第 {one} 列和第 {other} 列有两个不同的密钥。请将其中一列设为不导入（在预览中按 {key}）。";
        RowHeadingsHere { key: Safe<'static> } en "It seems to have headings, or else a key that is none, and is not imported. If it has headings, press {key} in the preview." zh "看起来是表头，否则就是密钥有误的账号，因此未导入。如果是表头，请在预览中按 {key}。";
        RowUnquoted { line: usize } en "The quotation mark in line {line} is never closed. Close it and import again." zh "第 {line} 行的引号没有结束。请补上后重新导入。";
        RowCut en "The file ends here, within the key or before what belongs to it, so this one is not taken. Export or copy the file again." zh "文件到此中断，密钥或其参数不完整，因此未导入。请重新导出或复制该文件。";
        RowMoreCells { n: usize } en "This row has {n} more cells than there are headings, and no key where one belongs: perhaps a comma is not within quotation marks. Look at the row and import again." one(n) "This row has one more cell than there are headings, and no key where one belongs: perhaps a comma is not within quotation marks. Look at the row and import again." zh "这一行比表头多 {n} 个单元格，密钥列中不是密钥：可能有逗号未加引号。请检查该行后重新导入。";
        RowFewerCells { n: usize } en "This row has {n} cells fewer than there are headings, and no key where one belongs. Look what is missing and import again." one(n) "This row has one cell fewer than there are headings, and no key where one belongs. Look what is missing and import again." zh "这一行比表头少 {n} 个单元格，密钥列中不是密钥。请检查缺了什么，再重新导入。";
        RowKeyLength en "Its key is empty or longer than 1,024 bytes. Look at it in the other program and export again." zh "其密钥为空或超过 1024 字节。请在原程序中检查后重新导出。";
        RowType { word: Safe<'static> } en "Keys of the kind \u{201c}{word}\u{201d} are not known here: only totp, hotp, steam, motp and yandex are." zh "不支持\u{201c}{word}\u{201d}类型的密钥，仅支持 totp、hotp、steam、motp、yandex。";
        RowTypeLong en "Its kind is none that is known here: only totp, hotp, steam, motp and yandex are." zh "密钥类型无法识别，仅支持 totp、hotp、steam、motp、yandex。";
        RowNumber { parameter: Safe<'static> } en "What it gives as {parameter} is not a number. Correct it and import again." zh "其中的{parameter}不是数字。请更正后重新导入。";
        RowMigration en "This is a transfer code of Google Authenticator, with several accounts in it. Put such codes into a file of their own, one a line, and import that." zh "这是 Google 身份验证器【导出账号】的迁移二维码，一张含多个账号。请把迁移二维码的内容单独存为文件（每行一个）后导入。";
        RowBatch en "This transfer code cannot be read. Scan or copy it again." zh "此迁移二维码无法读取。请重新扫描或复制。";
        RowFormula { column: Safe<'static> } en "In column {column} stands a formula without a stored value, or with an error. Open the workbook in a spreadsheet program, look at that cell, save, and import again." zh "{column} 列是公式，文件中没有保存其结果，或结果为错误。请用电子表格程序打开工作簿，检查该单元格并保存，再重新导入。";
        RowKeyAsHeading en "A key stands in this row, and --headings yes takes it for headings, so it is not imported. If it is an account: --headings no" zh "此行含有密钥，但 --headings yes 将其当作表头，因此未导入。如果它是账号，请改用 --headings no";
        RowKeyAsHeadingHere { key: Safe<'static> } en "A key stands in this row, and it was taken for headings, so it is not imported. If it is an account, press {key} in the preview." zh "此行含有密钥，但被当作表头，因此未导入。如果它是账号，请在预览中按 {key}。";
        RowKeyElsewhere { number: usize, column: Safe<'static> } en "What stands in column {number}, read as {column}, looks like a key, and there is none where one belongs: columns may be mixed up. If that column holds the keys: --column {number}=key" zh "第 {number} 列（读作{column}）看起来是密钥，而密钥列中没有密钥，可能弄错了列。如果该列是密钥：--column {number}=密钥";
        RowKeyElsewhereHere { number: usize, column: Safe<'static>, key: Safe<'static> } en "What stands in column {number}, read as {column}, looks like a key, and there is none where one belongs: columns may be mixed up ({key} in the preview changes that)." zh "第 {number} 列（读作{column}）看起来是密钥，而密钥列中没有密钥，可能弄错了列（在预览中按 {key} 更改）。";
        RowKeyInNote { number: usize } en "Column {number} (note) seems to hold the key, and there is none where one belongs. Every list that is exported shows notes: move it into a column of keys (heading: key), or take it out, and import again." zh "第 {number} 列（备注）中似乎写有密钥，而密钥列中没有密钥。导出的清单都会显示备注：请把它移到密钥列（表头：密钥），或从备注中删去，再重新导入。";
        RowKeyInItsNote en "It has no key where one belongs, but its note seems to hold one. Put that into the field for keys there and export again." zh "没有密钥，但备注中似乎写有密钥。请在原程序中把它移到存放密钥的字段后重新导出。";
        RowKeyInFields { names: Safe<'static> } en "It has no key where one belongs, but these custom fields may hold one: {names}. Put that into the field for keys there and export again." zh "没有密钥，但以下自定义字段中可能写有密钥：{names}。请在原程序中把它移到存放密钥的字段后重新导出。";
        RowPasskeys { n: usize } en "It has no key, only {n} passkeys, which cannot be taken along. Set up new ones where you need them, or add the account by hand." one(n) "It has no key, only a passkey, which cannot be taken along. Set up a new one where you need it, or add the account by hand." zh "没有密钥，只有 {n} 个通行密钥，无法导入。如有需要请重新设置，或手动添加此账号。";
        RowWebAddress en "The address of a web page stands where the key belongs. Give the key itself (letters and digits), or its otpauth:// address." zh "密钥列中是网址。请填写密钥本身（字母和数字）或其 otpauth:// 地址。";
        RowCode en "What stands where the key belongs looks like a code, which is good for half a minute. Give the key that makes the codes: the letters and digits shown below the QR code." zh "密钥列中的内容像是验证码，只在半分钟内有效。请填写生成验证码的密钥，即二维码下方显示的字母和数字。";
        RowWord en "Words stand where a key belongs. What is understood there: a key (16 characters or more), an otpauth:// address, none, SMS, email, app, yes, or the name of an app (Authy). Look whether columns are mixed up, and import again." zh "密钥列中的文字无法识别。可填：密钥（至少 16 个字符）、otpauth:// 地址、无、短信、邮箱、验证器、有，或应用名称（如 Authy）。请检查是否弄错了列，再重新导入。";
        RowOtherTable { row: usize } en "Another table begins in row {row}, with other columns. Put it into a sheet or a file of its own and import that." zh "从第 {row} 行开始是另一个表格，各列的内容不同。请将其放到单独的工作表或文件中再导入。";
        RowNameless en "This row has neither a key nor a name: no login, store or platform. Fill in one of them and import again." zh "此行既没有密钥，也没有登录账号、店铺或平台名称。请补填其中一项后重新导入。";
        RowShape en "It is not of the shape this format has. Look at it in the other program and export again." zh "不符合该格式的结构。请在原程序中检查后重新导出。";

        // What was read otherwise than it stood there.
        PrefixDiffers { prefix: Safe<'static> } en "the label says {prefix}, the issuer something else; the issuer counts, the label is in the note" zh "标签前缀为 {prefix}，与服务商不一致，以服务商为准，前缀记入备注";
        NoName en "it has no name; give it one with {keyrack} edit" zh "没有名称，请用 {keyrack} edit 补充";
        NotUtf8 en "its name was not UTF-8; what was lost is shown as \u{fffd}" zh "名称不是 UTF-8，无法识别的部分显示为 \u{fffd}";
        NoValue { parameter: Safe<'static> } en "{parameter} has no value here, so the usual one was taken: compare a code before you rely on it" zh "{parameter} 没有值，已按常用值处理，使用前请比对一次验证码";
        SecondKey en "there are two different keys here; the first was taken and the other left out: compare a code" zh "这里有两个不同的密钥，只导入了第一个，请比对一次验证码";
        NoCounter en "no counter was given; it starts at 0" zh "未给出计数器，从 0 开始";
        NotSteam en "issuer Steam, but other digits or another period: kept as totp" zh "服务商为 Steam 但位数或周期不同，按 totp 保留";
        SteamByIssuer en "the issuer is Steam: read as a Steam Guard key, whose codes are five letters and digits; compare a code" zh "服务商为 Steam，按 Steam 令牌读取（验证码为五位字母和数字），请核对一次验证码";
        OddLength en "the key has an odd length: compare a code before you rely on it" zh "密钥长度异常，使用前请核对一次验证码";
        SpareBits en "the key has spare bits at its end, which were dropped: compare a code" zh "密钥末尾有多余的比特，已去掉，请核对一次验证码";
        ShortKey en "the key is shorter than 80 bits: compare a code before you rely on it" zh "密钥不足 80 比特，使用前请核对一次验证码";
        NoPin en "its PIN was not read from the file; no code until you type it in" zh "未从文件中读到 PIN，补填后才能生成验证码";
        KeyCut en "the key was cut to the 16 bytes its codes use" zh "密钥已截取为实际使用的 16 字节";
        Repeated { parameter: Safe<'static> } en "{parameter} stands there twice; the first one counts" zh "{parameter} 重复，以第一个为准";
        Unread { parameter: Safe<'static> } en "{parameter} could not be read and was left out" zh "{parameter} 无法读取，已略过";
        KindAssumed en "the file does not say whether it counts or follows the clock; read as totp, compare a code" zh "文件未说明是计数型还是时间型，按 totp 读取，请核对一次验证码";
        CounterRaised en "that program keeps the counter before the next one; one was added" zh "原程序保存的是上一次的计数，已加 1";
        HashMended en "the file says MD5, which such codes never use; read as SHA1, as Aegis does itself" zh "文件写的是 MD5，但此类验证码不会使用；已按 SHA1 读取，与 Aegis 自身一致";
        GroupUnknown en "it was in a group the file does not name; the group was dropped" zh "所属分组在文件中没有名称，已去掉该分组";
        IssuerInNote en "the name shown there differs from the issuer in the key; it is in the note" zh "显示名称与密钥中的服务商不同，已记入备注";
        MainPhoneLost en "the spreadsheet lost digits of the main phone; what is left of it is in the note: type it anew" zh "主手机号的数字已被电子表格丢失，残余内容记入备注，请重新填写";
        BackupPhoneLost en "the spreadsheet lost digits of the backup phone; what is left of it is in the note: type it anew" zh "备用手机号的数字已被电子表格丢失，残余内容记入备注，请重新填写";
        DigitsLost { column: Safe<'static> } en "the spreadsheet lost digits of this cell ({column}); what is left of it is kept as it stands: type it anew" zh "【{column}】的数字已被电子表格丢失，残余内容按原样保留，请重新填写";
        MainPhoneMended en "the main phone was put right as a spreadsheet or input method had left it" zh "主手机号被电子表格或输入法改动过，已修正";
        BackupPhoneMended en "the backup phone was put right as a spreadsheet or input method had left it" zh "备用手机号被电子表格或输入法改动过，已修正";
        MainPhoneInNote { text: Safe<'static> } en "the main phone is not a number (\u{201c}{text}\u{201d}); it is in the note" zh "主手机号“{text}”不是号码，已记入备注";
        BackupPhoneInNote { text: Safe<'static> } en "the backup phone is not a number (\u{201c}{text}\u{201d}); it is in the note" zh "备用手机号“{text}”不是号码，已记入备注";
        SameAsAbove { column: Safe<'static> } en "{column}: says that it is the same as above; what stands there was taken" zh "{column}：写的是同上，已取上一行的内容";
        KeyLabel { label: Safe<'static> } en "the word before the key ({label}) was left out" zh "已去掉密钥前的文字（{label}）";
        PhoneNoCountry { option: Safe<'static>, path: Safe<'static> } en "a phone has no country code and is kept as it is. To say where such numbers belong, write {option} (or US, …) between the brackets of {path}; where there is no such file, make one with ({option}) in it" zh "手机号没有国家代码，按原样保留。如需指定所属国家，请在 {path} 的括号内写 {option}（或 US 等）；没有此文件时请新建，内容为 ({option})";
        PhoneUnusual en "a phone is a number that no country gives out; check it" zh "手机号不符合任何国家的号码规则，请核对";
        LocationInNote en "the row names no phone, so its location went into the note" zh "此行没有手机号，存放地点已记入备注";
        HolderUses en "the row names no phone, so its holder was written down as somebody who signs in" zh "此行没有手机号，保管人已登记为使用人";
        MoreCells { n: usize } en "{n} cells beyond the last heading were left out" one(n) "one cell beyond the last heading was left out" zh "超出表头的 {n} 个单元格未导入";
        FewerCells { n: usize } en "the row has {n} cells fewer than there are headings, and none for a key: look whether one is missing" one(n) "the row has one cell fewer than there are headings, and none for a key: look whether one is missing" zh "这一行比表头少 {n} 个单元格，且没有密钥单元格，请核对是否遗漏";
        CodesFrom { n: usize, field: Safe<'static> } en "{n} recovery codes were taken from the field \u{201c}{field}\u{201d}" one(n) "1 recovery code was taken from the field \u{201c}{field}\u{201d}" zh "从字段【{field}】读取了 {n} 个恢复代码";
        KeyFrom { field: Safe<'static> } en "the key was taken from the field \u{201c}{field}\u{201d}" zh "密钥取自字段【{field}】";
        FieldsLeft { names: Safe<'static> } en "custom fields that were not taken: {names}" zh "未导入的自定义字段：{names}";
        AddressesLeft { names: Safe<'static> } en "web addresses that were not taken: {names}" zh "未导入的网址：{names}";
        PasskeysLeft { n: usize } en "{n} passkeys of this login cannot be taken along; set up new ones where you need them" one(n) "a passkey of this login cannot be taken along; set up a new one where you need it" zh "此登录账号的 {n} 个通行密钥无法导入，如有需要请重新设置";
        AttachmentsLeft { n: usize } en "{n} attachments were not taken" one(n) "an attachment was not taken" zh "{n} 个附件未导入";
        AndMore { names: Safe<'static>, n: usize } en "{names}, and {n} more" zh "{names}，另有 {n} 个";
        CutShort en "the file ends in this row: its last cell is kept as far as it goes, and what should follow is missing" zh "文件在这一行中断：最后一个单元格按现有内容保留，其后的内容缺失";
        CutOff { column: Safe<'static> } en "the file ends in this row: its last cell ({column}) was left out, because its end is missing" zh "文件在这一行中断：最后一个单元格（{column}）不完整，未导入";
        MayBeCut { column: Safe<'static> } en "the file ends right behind this ({column}) without a line end, and it may be cut short: look at it, and compare a code" zh "文件到此（{column}）为止，末尾没有换行，内容可能不完整，请核对，并比对一次验证码";
        KeyLike { column: Safe<'static> } en "what stands there as {column} looks like a key: check that it is none" zh "【{column}】看起来像密钥，请核对";
        KeyInNoteToo en "a key seems to stand in its note, and every list that is exported shows notes: take it out" zh "备注中似乎写有密钥，而导出的清单都会显示备注，请删去";
        Contradicts { column: Safe<'static>, address: Safe<'static>, cell: Safe<'static>, counts: Safe<'static> } en "{column}: {address} in the address, {cell} in its column; {counts} counts" zh "{column}：地址中为 {address}，表格列中为 {cell}，以 {counts} 为准";
        Unwrapped en "a cell written as =\"…\" was read as the text in it" zh "写成 =\"…\" 的单元格已按引号内的文字读取";
        CodesElsewhere en "the recovery codes are not there, only words that say where they are; those are in the note" zh "恢复代码列中不是代码，而是存放说明，已记入备注";
        CodesBeside en "words, marks or used codes stand beside the recovery codes; those are in the note, and are not taken for codes: look which codes are left" zh "恢复代码旁还有文字、标记或已用过的代码，未当作代码，已记入备注，请核对还剩哪些代码";
        KeyApart { word: Safe<'static> } en "{word} stands where the key belongs: the key is not in this file, and the account comes without one; type it in afterwards" zh "密钥列中是“{word}”，文件中没有密钥本身，账号将不含密钥，导入后请补填";
        KeyDitto { word: Safe<'static> } en "{word} stands where the key belongs, and which key that means is not guessed: the account comes without one. Write the key itself into the row and import again" zh "密钥列中是“{word}”，不会猜测是哪个密钥，账号将不含密钥。请在该行填入密钥本身后重新导入";
        PlatformFromTitle en "the platform is the one in the title above" zh "平台取自上方的标题行";
        SeveralHolders { holder: Safe<'static> } en "several people stand as holder of one phone ({holder}), and a phone has one: they are kept as one name; leave the one who has it, and import again" zh "同一部手机写了多个保管人（{holder}），而一部手机只有一个保管人，已作为一个名字保留；请只保留实际持有人后重新导入";
        NumberFormat { column: Safe<'static> } en "the workbook shows this cell ({column}) otherwise than it is stored, as a percentage, an amount, a time or with words; what is stored came: look at it" zh "工作簿中【{column}】单元格显示的内容（百分比、金额、时间或附带文字）与存储的数值不同，导入的是存储的数值，请核对";
        PhoneAlike { number: Safe<'static>, other: Safe<'static>, option: Safe<'static>, path: Safe<'static> } en "{number} has no country code, and becomes another number than {other}. If they are one, put {option} into {path} and import again" zh "{number} 没有国家代码，与 {other} 作为两个号码导入。如果是同一个号码，请在设置文件 {path} 中写入 {option} 后重新导入";
        Apostrophe en "the apostrophe that kept a spreadsheet from computing a cell was taken off" zh "已去掉防止电子表格计算的撇号";

        // What has no place here.
        Icons { n: usize } en "{n} icons" one(n) "1 icon" zh "{n} 个图标";
        Uses { n: usize } en "{n} counts of use" one(n) "1 count of use" zh "{n} 条使用记录";
        Positions { n: usize } en "{n} places in a list" one(n) "1 place in a list" zh "{n} 个排序位置";
        Passwords { n: usize } en "{n} passwords" one(n) "1 password" zh "{n} 个密码";
        Others { n: usize } en "{n} entries without a key" one(n) "1 entry without a key" zh "{n} 条没有密钥的记录";
        Trashed { n: usize } en "{n} entries in the trash" one(n) "1 entry in the trash" zh "回收站中的 {n} 条记录";
        History { n: usize } en "{n} attachments and earlier versions" one(n) "1 attachment or earlier version" zh "{n} 个附件和历史版本";
        OldPasswords { n: usize } en "{n} earlier passwords" one(n) "1 earlier password" zh "{n} 个历史密码";
        Fields { n: usize } en "{n} fields nobody here knows" one(n) "1 field nobody here knows" zh "{n} 个未知字段";
        Texts { n: usize } en "{n} QR codes without a key" one(n) "1 QR code without a key" zh "{n} 个不含密钥的二维码";

        Snoozes { n: usize } en "{n} findings that were put off" one(n) "1 finding that was put off" zh "{n} 条已推迟的提醒";
        Losses { n: usize } en "{n} losses and how far they are dealt with" one(n) "1 loss and how far it is dealt with" zh "{n} 条遗失记录及处理进度";
        Platforms { n: usize } en "what is noted of {n} platforms" one(n) "what is noted of 1 platform" zh "{n} 个平台的资料";
        Unreadable { n: usize } en "{n} entries that this program cannot read" one(n) "1 entry that this program cannot read" zh "{n} 个本程序无法读取的条目";

        // Of a file as a whole.
        OtherForm en "The password opened it only with its accents written the other way (Unicode NFC and NFD)." zh "密码改用另一种 Unicode 形式（NFC/NFD）后才打开文件。";
        ReadAsChinese en "The file is not in UTF-8: it was read as GB18030, as Excel writes it in China. If names look wrong, save it anew as \u{201c}CSV UTF-8\u{201d}." zh "文件不是 UTF-8 编码，已按 GB18030（中文版 Excel 的编码）读取。如果出现乱码，请另存为【CSV UTF-8】后重新导入。";
        Printout en "This is a printout: only its otpauth:// addresses are read. Stores, notes, tags and recovery codes are not." zh "这是打印稿，只读取其中的 otpauth:// 地址，不含店铺、备注、标签和恢复代码。";
        Cut en "The file ends in the middle: it was not written or copied whole. Only what stands before that was read; export or copy it again." zh "文件在中途中断，并不完整，只读取了此前的内容。请重新导出或复制。";
        CutInRow { row: usize } en "The file ends in the middle of row {row}: it was not written or copied whole. Only what stands before that was read; export or copy it again." zh "文件在第 {row} 行中断，并不完整，只读取了此前的内容。请重新导出或复制。";
        RowsAside { names: Safe<'static> } en "Rows that are no accounts, a title or sums: {names}" zh "标题行或合计行，不作为账号导入：{names}";
        RowsAsideMore { names: Safe<'static>, n: usize } en "Rows that are no accounts, a title or sums: {names}, and {n} more" zh "标题行或合计行，不作为账号导入：{names}，另有 {n} 行";
        Sections { names: Safe<'static> } en "Rows that seem to name the platform of those below, which have none: {names}. It is not filled in: write it into each row and import again." zh "以下行似乎是其下各行的平台，而那些行没有填写平台：{names}。平台不会自动补上，请填入每一行后重新导入。";
        Remarks { names: Safe<'static> } en "Rows that have a remark and are no accounts, which are not taken: {names}" zh "以下行只有说明文字，不是账号，未导入：{names}";
        NamesAlone { names: Safe<'static> } en "Rows with nothing but the name of a platform or a store, above rows that have their own; they are not taken: {names}. If one is an account, fill in its login and import again." zh "以下行只有平台或店铺名称，而其下各行已各有平台，未导入：{names}。如果其中有账号，请补填登录账号后重新导入。";
        Blanks { names: Safe<'static> } en "Rows without a platform below rows that have one; it is not filled in from above: {names}. Write it into each row and import again." zh "以下行没有填写平台，而上方的行有：{names}。平台不会自动沿用，请填入每一行后重新导入。";
        BlanksMore { names: Safe<'static>, n: usize } en "Rows without a platform below rows that have one; it is not filled in from above: {names}, and {n} more. Write it into each row and import again." zh "以下行没有填写平台，而上方的行有：{names}，另有 {n} 行。平台不会自动沿用，请填入每一行后重新导入。";
        Comments { n: usize } en "{n} comments on cells of the workbook are not read. If one holds a key, put it into its cell." one(n) "A comment on a cell of the workbook is not read. If it holds a key, put that into its cell." zh "工作簿中的 {n} 条批注未读取。如果批注中有密钥，请填入单元格。";
        Pictures { n: usize } en "{n} pictures in the workbook are not read. If one is a QR code, save it as a picture and import that." one(n) "A picture in the workbook is not read. If it is a QR code, save it as a picture and import that." zh "工作簿中的 {n} 张图片未读取。如果是二维码，请另存为图片后单独导入。";
        NoKeysInTable en "No column holds keys: these accounts come without one. If a column does, say which: --column N=key" zh "没有密钥列，这些账号将不含密钥。如果某一列是密钥，请指明：--column 列号=密钥";
        NoKeysHere { key: Safe<'static> } en "No column holds keys: these accounts come without one ({key} changes that)." zh "没有密钥列，这些账号将不含密钥（按 {key} 更改）。";
        FirstRow { row: usize }
            en "Row {row} is read as an account: no headings were recognised in it. If it has headings: --headings yes"
            zh "第 {row} 行未识别为表头，已作为账号读取。如果它是表头，请加上 --headings yes";
        FirstRowHere { row: usize, key: Safe<'static> }
            en "Row {row} is read as an account: no headings were recognised in it. If it has headings, press {key}."
            zh "第 {row} 行未识别为表头，已作为账号读取。如果它是表头，请按 {key}。";
        LooksLikeKeys { number: usize, column: Safe<'static> }
            en "Column {number} looks like keys, but is read as: {column}. If it holds the keys: --column {number}=key"
            zh "第 {number} 列看起来是密钥，但被读作：{column}。如果它是密钥：--column {number}=密钥";
        LooksLikeMoreKeys { number: usize, other: usize }
            en "Column {number} looks like keys, too, and keys are read from column {other}. A row gives one account: for those of column {number}, import once more with --column {other}=none --column {number}=key; if they are not wanted: --column {number}=none"
            zh "第 {number} 列看起来也是密钥，而密钥取自第 {other} 列。一行只对应一个账号：如需导入第 {number} 列的密钥，请用 --column {other}=不导入 --column {number}=密钥 再导入一次；如不需要：--column {number}=不导入";
        LooksLikeKeysHere { number: usize, column: Safe<'static>, key: Safe<'static> }
            en "Column {number} looks like keys, but is read as: {column} ({key} changes that)."
            zh "第 {number} 列看起来是密钥，但被读作：{column}（按 {key} 更改）。";
        Sheets { read: Safe<'static>, names: Safe<'static> }
            en "Only the sheet \u{201c}{read}\u{201d} was read. Not read: {names}; --sheet NAME reads one of them."
            zh "只读取了工作表【{read}】，未读取：{names}。可用 --sheet 名称 指定。";
        SheetsHere { read: Safe<'static>, names: Safe<'static> }
            en "Only the sheet \u{201c}{read}\u{201d} was read. Not read: {names}"
            zh "只读取了工作表【{read}】，未读取：{names}";
        SheetsNext { read: Safe<'static>, names: Safe<'static>, key: Safe<'static> }
            en "Only the sheet \u{201c}{read}\u{201d} was read ({key} reads the next one). Not read: {names}"
            zh "只读取了工作表【{read}】（按 {key} 读取下一张），未读取：{names}";
        Things { names: Safe<'static> }
            en "No account in the file refers to these, so they are not imported: {names}"
            zh "以下内容未与文件中的任何账号关联，不会导入：{names}";
        ThingsMore { names: Safe<'static>, n: usize }
            en "No account in the file refers to these, so they are not imported: {names}, and {n} more"
            zh "以下内容未与文件中的任何账号关联，不会导入：{names}，另有 {n} 条";
        DevicesColumn { title: Safe<'static> } en "The column \u{201c}{title}\u{201d} of Keyrack's own list is for reading only: the columns of phones and holders count." zh "【{title}】列仅供查看，不导入：以手机号、保管人等列为准。";
        SpareColumn { name: Safe<'static>, n: usize } en "{name}: {n} cells" one(n) "{name}: 1 cell" zh "{name}：{n} 格";
        SpareColumns { names: Safe<'static> } en "Columns that are not imported: {names}" zh "未导入的列：{names}";
        PhonesShift { n: usize }
            en "In {n} rows the key is the main way: their main phone is registered as the backup, their backup phone as an extra one."
            one(n) "In 1 row the key is the main way: its main phone is registered as the backup, its backup phone as an extra one."
            zh "{n} 行含密钥，以密钥为主要方式：主手机号登记为备用，备用手机号登记为其他方式。";
        Missing { part: u32, of: u32 } en "Part {part} of {of} of the transfer is missing: import it together with the others." zh "缺少第 {part} 张迁移二维码（共 {of} 张），请与其他几张一起导入。";
        MissingOf { batch: i32, part: u32, of: u32 } en "Part {part} of {of} of the transfer {batch} is missing: import it together with the others." zh "缺少第 {part} 张迁移二维码（批次 {batch}，共 {of} 张），请与其他几张一起导入。";

        // How an entry stands to the vault.
        New en "new" zh "新增";
        Same en "here already" zh "已存在";
        DoubledRow en "doubled" zh "重复";
        Unclear en "unclear" zh "无法确定";
        SameKey en "same key" zh "密钥相同";
        SameSecret en "same secret, other settings" zh "密钥相同，参数不同";
        SameName en "same name" zh "名称相同";
        Row { place: Safe<'static>, name: Safe<'static> } en "{place} ({name})" zh "{place}（{name}）";
        RowRefused en "refused" zh "无法导入";
        TwinKept { title: Safe<'static> } en "the same key as {title}; kept both" zh "与 {title} 的密钥相同；两者均保留";
        TwinSkipped { title: Safe<'static> } en "the same key as {title}; skipped" zh "与 {title} 的密钥相同，已跳过";
        TwinHere { title: Safe<'static> } en "the same key as {title}; it adds nothing there" zh "与 {title} 的密钥相同，没有可补充的内容";
        TwinMerged { title: Safe<'static> } en "the same key as {title}; merged into it" zh "与 {title} 的密钥相同；已并入";
        TwinElseKept { title: Safe<'static> } en "the same secret as {title}, but with another algorithm, number of digits, period or kind, so its codes are others; kept both" zh "与 {title} 使用同一串密钥，但算法、位数、周期或类型不同，验证码也不同；两者均保留";
        NameKeptRow { title: Safe<'static> } en "the same platform and login as {title}, which has no key; kept both. --same-key merge puts the key there" zh "与 {title} 的平台和登录账号相同，但对方没有密钥；两者均保留。可用 --same-key merge 把密钥补充进去";
        NameKeptTheirs { title: Safe<'static> } en "the same platform and login as {title}, and no key here; kept both. --same-key merge puts the rest there" zh "与 {title} 的平台和登录账号相同，但此条没有密钥；两者均保留。可用 --same-key merge 把其余内容补充进去";
        NameKeptNeither { title: Safe<'static> } en "the same platform and login as {title}, both without a key; kept both. --same-key merge makes one of them" zh "与 {title} 的平台和登录账号相同，且都没有密钥；两者均保留。可用 --same-key merge 合为一个";
        NameKeptSeveral { n: usize, title: Safe<'static> } en "{n} accounts have this platform and login, {title} among them; kept beside them. If it is one of them, give its store in the file, too, and --same-key merge" zh "有 {n} 个账号的平台和登录账号与此相同（包括 {title}）；单独保留。如果就是其中之一，请在文件中补上店铺，再用 --same-key merge";
        NameDoubted { n: usize, title: Safe<'static> } en "{n} accounts could be meant, {title} among them; not merged. Say which: a table can give the store in a column; of an app's file, choose the account by hand and enter there what is new" zh "可能对应 {n} 个账号（包括 {title}），未并入。表格可增加店铺列指明是哪一个；其他应用的文件请手动找到该账号并填写新内容";
        NameKeptStore { title: Safe<'static> } en "the same platform and login as {title}, but another store; kept both" zh "与 {title} 的平台和登录账号相同，但店铺不同；两者均保留";
        NameKept { title: Safe<'static> } en "the same platform and login as {title}, but another key; kept both" zh "与 {title} 的平台和登录账号相同，但密钥不同；两者均保留";
        SameHasMore { title: Safe<'static>, fields: Safe<'static> } en "the same as {title}, but says more: {fields}; --same-key merge brings it in" zh "与 {title} 相同，但此条还有更多内容（{fields}）；可用 --same-key merge 补充进去";
        SameMoreLeft { title: Safe<'static>, fields: Safe<'static> } en "the same as {title}, but says more, which was not taken over: {fields}" zh "与 {title} 相同，但此条的其他内容未导入：{fields}";
        SameDiffers { title: Safe<'static>, fields: Safe<'static> } en "the same as {title}, but says something else: {fields}; what is there stays. --same-key keep makes it an account of its own" zh "与 {title} 相同，但此条的内容不同（{fields}），保留原有内容；可用 --same-key keep 另存为单独的账号";
        SameKept { title: Safe<'static>, fields: Safe<'static> } en "the same as {title}, but says more: {fields}; kept both" zh "与 {title} 相同，但此条还有更多内容（{fields}）；两者均保留";
        Doubled { title: Safe<'static> } en "the same as {title}; left out" zh "与{title}相同，不重复导入";
        MoreCounter en "a counter that is further on" zh "更靠后的计数器值";
        MorePin en "a PIN" zh "PIN";
        MorePhones en "phone numbers" zh "手机号";
        MoreClashes en "values that clash" zh "相互冲突的值";
        MoreElse en "further details" zh "其他信息";
        Differs { field: Safe<'static>, ours: Safe<'static>, theirs: Safe<'static> } en "{field}: {theirs} in the file; {ours} stays" zh "{field}：文件中为 {theirs}，保留现有的 {ours}";
        DiffersEmpty { field: Safe<'static>, ours: Safe<'static> } en "{field}: empty in the file; {ours} stays" zh "{field}：文件中为空，保留现有的 {ours}";
        DiffersEmptied { field: Safe<'static> } en "{field}: empty in the file; what is here stays" zh "{field}：文件中为空，保留现有内容";
        RenamedInList en "no account of this name is here, but the list says that it has a key: it comes as a new account without one. If it was renamed in the list, rename it in Keyrack and leave this row out" zh "没有同名账号，而清单显示它有密钥：将作为不含密钥的新账号添加。如果是在清单中改了名称，请在 Keyrack 中修改，不要导入此行";
        MergeBrings { fields: Safe<'static> } en "added there: {fields}" zh "补充：{fields}";
        KeyBecomesMain en "the key is the main way there now; what was the main way is the backup" zh "密钥现为该账号的主要方式，原主要方式改为备用";
        HolderDiffers { ours: Safe<'static>, theirs: Safe<'static> }
            en "this number is held by {ours} here; {theirs} is in the note"
            zh "此号码的手机由 {ours} 保管，{theirs} 已记入备注";
        LocationDiffers { ours: Safe<'static>, theirs: Safe<'static> }
            en "the phone of this number lies here: {ours}; in the note: {theirs}"
            zh "此号码的手机存放在 {ours}，{theirs} 已记入备注";
        PhoneJoined { number: Safe<'static>, label: Safe<'static> }
            en "the phone {label} had no number yet; it gets {number}"
            zh "手机 {label} 原先没有号码，现登记为 {number}";
        KeyDiffers en "the key, its digits or its PIN are others here; what is here stays" zh "密钥、位数或 PIN 与现有的不同，保留现有内容";
        ClashesStay en "values that clash in the file are not taken over" zh "文件中相互冲突的值不会导入";
        NameMerged { title: Safe<'static> } en "merged into {title}" zh "已并入 {title}";

        // The command line's report.
        AskFilePassword { format: Safe<'static> } en "Password of the {format} file: " zh "{format} 文件的密码（password）：";
        AskPasswordOf { name: Safe<'static> } en "Password of {name}: " zh "{name} 的密码（password）：";
        AtLine { line: usize } en "line {line}" zh "第 {line} 行";
        AtRow { row: usize } en "row {row}" zh "第 {row} 行";
        AtRows { n: usize, rows: Safe<'static> } en "{n} rows ({rows})" zh "{n} 行（{rows}）";
        AtRowsMore { n: usize, rows: Safe<'static>, more: usize } en "{n} rows ({rows} and {more} more)" zh "{n} 行（{rows} 等，另有 {more} 行）";
        AtCode { code: usize } en "QR code {code}" zh "第 {code} 个二维码";
        AtTransfer { code: usize } en "transfer code {code}" zh "第 {code} 个迁移二维码";
        AtEntry { entry: usize } en "entry {entry}" zh "第 {entry} 条";
        At { place: Safe<'static>, said: Safe<'static> } en "{place}: {said}" zh "{place}：{said}";
        NoPlaceHere { what: Safe<'static> } en "Left aside: {what}." zh "未导入：{what}。";
        ColumnsRead en "Columns; --column N=WORD changes one, --column N=none leaves it aside for good:" zh "各列的含义（可用 --column 列号=词 更改，--column 列号=不导入 表示确实不需要）：";
        Imported { n: usize } en "{n} accounts added" one(n) "1 account added" zh "已添加 {n} 个账号";
        WouldImport { n: usize } en "{n} accounts would be added" one(n) "1 account would be added" zh "将添加 {n} 个账号";
        Merged { n: usize } en "{n} were merged" one(n) "1 was merged" zh "已并入 {n} 条";
        WouldMerge { n: usize } en "{n} would be merged" one(n) "1 would be merged" zh "将并入 {n} 条";
        HereAlready { n: usize } en "{n} were here already" one(n) "1 was here already" zh "{n} 条已存在";
        DoubledRows { n: usize } en "{n} stand in the file twice" one(n) "1 stands in the file twice" zh "{n} 条在文件中重复";
        Doubtful { n: usize } en "{n} could be one of several accounts and were not merged" one(n) "1 could be one of several accounts and was not merged" zh "{n} 条可能对应多个账号，未并入";
        Skipped { n: usize } en "{n} were skipped" one(n) "1 was skipped" zh "{n} 条已跳过";
        LeftOut { n: usize } en "{n} were left out" one(n) "1 was left out" zh "{n} 条未选中";
        Refused { n: usize } en "{n} were refused" one(n) "1 was refused" zh "{n} 条无法导入";
        Lost { n: usize } en "{n} lost something" one(n) "1 lost something" zh "{n} 条有内容丢失";
        NamedMore { said: Safe<'static>, names: Safe<'static>, n: usize } en "{said}: {names}, and {n} more" zh "{said}：{names}，另有 {n} 条";
        LostColumns { n: usize } en "{n} columns were not imported" one(n) "1 column was not imported" zh "{n} 列未导入";
        MoreComing { n: usize } en "  … and {n} more" zh "  ……另有 {n} 条";
        AskImport { n: usize } en "Add {n} accounts? [y/N] " one(n) "Add 1 account? [y/N] " zh "要添加 {n} 个账号吗？[y/N] ";
        AskImportMerge { n: usize, merged: usize } en "Add {n} accounts and merge {merged}? [y/N] " zh "要添加 {n} 个账号，并将 {merged} 条并入已有账号吗？[y/N] ";
        NoSuchFormat en "There is no format of that name. --format takes:" zh "没有这种格式。--format 可用：";
        FormatsThen en "If another program wrote it, say which: --format WORD. Words:" zh "如果它来自其他程序，请用 --format 指明。可用的词：";
        ColumnWords en "Words for --column N=WORD:" zh "--column 列号=词 可用的词：";
        ColumnsOfNone { path: Safe<'static>, format: Safe<'static> } en "--column is for tables, and {path} is none: {format}. Leave it away." zh "--column 只用于表格，而 {path} 不是表格（{format}）。请去掉该选项。";
        ColumnsOfList { path: Safe<'static>, format: Safe<'static> } en "--column is for tables, and {path} is none: {format}. Leave it away, or say that it is one: --format table" zh "--column 只用于表格，而 {path} 不是表格（{format}）。请去掉该选项；如果它确实是表格，请加上 --format table";
        NoSuchColumn en "--column takes a number and a word, like 3=login. Words:" zh "--column 的写法是编号和词，如 3=login。可用的词：";
        TakeBack { name: Safe<'static> } en "To take this back, and what is saved after it:\n{keyrack} doctor --restore {name} --yes" zh "如需撤销（之后保存的修改也会一并撤销）：\n{keyrack} doctor --restore {name} --yes";
        TakeBackAny en "To take this back, put a backup back:\n{keyrack} doctor --backups" zh "如需撤销，可恢复备份：\n{keyrack} doctor --backups";
        NotThere { part: Safe<'static> } en "--only: no row is called \u{201c}{part}\u{201d} or has that number. --dry-run lists them. Nothing was changed." zh "--only：没有编号或名称为【{part}】的条目，可用 --dry-run 列出。未作任何更改。";
        KeptByDefault { n: usize }
            en "{n} rows have the key of another account or row, and both were kept: nobody said otherwise. --same-key merge or --same-key skip does."
            one(n) "1 row has the key of another account or row, and both were kept: nobody said otherwise. --same-key merge or --same-key skip does."
            zh "有 {n} 条的密钥与其他账号或其他行相同，未指定如何处理，因此两者均保留。可用 --same-key merge（并入）或 --same-key skip（跳过）更改。";
        StdinTwice en "Standard input can be read only once: name - once, and the descriptor 0 not beside it." zh "标准输入只能读取一次：- 只能出现一次，且不能与描述符 0 同时使用。";

        // While it takes time.
        Deriving { mib: u64 } en "Deriving the key ({mib} MiB)" zh "正在推导密钥（{mib} MiB）";
        DerivingLittle en "Deriving the key" zh "正在推导密钥";
        Reading en "Reading" zh "正在读取";
        ReadingOf { done: usize, of: usize } en "Reading {done} of {of}" zh "正在读取 {done} / {of}";
        Looking en "Looking for QR codes" zh "正在查找二维码";
        For { n: u64 } en "{n} s" zh "{n} 秒";

        // The dashboard.
        ToCheck { n: usize } en "{n} rows to check" one(n) "1 row to check" zh "需核对 {n} 条";
        NotAll en "Not all of it was imported" zh "部分内容未导入";
        Title en "Import" zh "导入";
        TitleOf { name: Safe<'static>, format: Safe<'static> } en "Import {name} ({format})" zh "导入 {name}（{format}）";
        AskPath en "Which file? Another app's export, a table, a list of addresses, a picture with QR codes." zh "导入哪个文件？其他应用的导出、表格、地址列表或二维码图片均可。";
        PathNote en "Paste or type its path; ~ is your home folder. Several go together: a.png b.png, or *.png. Nothing is changed before you have seen what is in them." zh "粘贴或输入文件路径，~ 表示主目录。可同时导入多个：a.png b.png 或 *.png。确认内容之前不会作任何更改。";
        ClipboardNote { key: Safe<'static> } en "{key} takes the picture that is on the clipboard." zh "按 {key} 导入剪贴板上的图片。";
        AskPassword { name: Safe<'static>, format: Safe<'static> } en "{name} is an encrypted {format} file. Its password:" zh "{name} 是加密的 {format} 文件。请输入其密码：";
        ColumnsOut { n: usize, names: Safe<'static>, key: Safe<'static> } en "{n} columns are left out ({key} changes that): {names}" one(n) "1 column is left out ({key} changes that): {names}" zh "有 {n} 列不导入（按 {key} 更改）：{names}";
        AskPasswordPerhaps { name: Safe<'static> } en "{name} is of no kind that is known here. If it is an encrypted file without a mark, as andOTP writes them, its password:" zh "无法识别 {name}。如果它是 andOTP 那样没有标识的加密文件，请输入密码：";
        AskLeave { key: Safe<'static> } en "{key} again leaves, and what you chose here is lost." zh "再按一次 {key} 离开，所做的选择将丢失。";
        SumNew { n: usize } en "{n} to add" zh "将添加 {n} 条";
        SumMerged { n: usize } en "{n} to merge" zh "将并入 {n} 条";
        SumSame { n: usize } en "{n} here already" zh "已存在 {n} 条";
        SumDoubled { n: usize } en "{n} doubled" zh "重复 {n} 条";
        SumDoubtful { n: usize } en "{n} unclear" zh "无法确定 {n} 条";
        SumOpen { n: usize } en "{n} to decide" zh "待定 {n} 条";
        SumSkipped { n: usize } en "{n} skipped" zh "跳过 {n} 条";
        SumRefused { n: usize } en "{n} refused" zh "无法导入 {n} 条";
        SumOut { n: usize } en "{n} not chosen" zh "未选 {n} 条";
        MoreSaid { n: usize }
            en "… {n} more lines; a taller window shows them" one(n) "… one more line; a taller window shows it"
            zh "……还有 {n} 行，放大窗口可见";
        SumChanged { n: usize } en "{n} changed" zh "有改动 {n} 条";
        SumColumns { n: usize } en "{n} columns left out" one(n) "1 column left out" zh "{n} 列未导入";
        AskOpen { n: usize } en "{n} rows have the key of another: merge, keep both or skip? Enter keeps both." one(n) "One row has the key of another: merge, keep both or skip? Enter keeps both." zh "并入、均保留还是跳过？还有 {n} 条的密钥与其他条目相同，按回车则均保留。";
        KeptAsIs en "Taken over as it stands in the file." zh "将按文件内容原样导入。";
        StaysOut en "Not chosen: it stays out." zh "未选中，不会导入。";
        SameHere { title: Safe<'static> } en "{title} has this key and these names already: nothing to add." zh "{title} 已有此密钥和名称，无需添加。";
        SameAsRow { title: Safe<'static> } en "{title} says the same: nothing to add." zh "与{title}内容相同，无需添加。";
        SameHereMore { title: Safe<'static>, fields: Safe<'static> } en "The same as {title}, but this row says more: {fields}." zh "与 {title} 相同，但此条还有更多内容：{fields}。";
        SameKeyOf { title: Safe<'static> } en "{title} has the same key under other names." zh "{title} 的密钥与此相同，但名称不同。";
        SameKeyElse { title: Safe<'static> } en "{title} has the same secret, but with another algorithm, number of digits, period or kind: its codes are others." zh "{title} 使用同一串密钥，但算法、位数、周期或类型不同，验证码也不同。";
        SameNameSeveral { n: usize, title: Safe<'static> } en "{n} accounts have this platform and login, {title} among them." zh "有 {n} 个账号的平台和登录账号与此相同（包括 {title}）。";
        SameNameRow { title: Safe<'static> } en "{title} has the same platform and login, but no key yet." zh "{title} 的平台和登录账号与此相同，但还没有密钥。";
        SameNameTheirs { title: Safe<'static> } en "{title} has the same platform and login, and a key; this row has none." zh "{title} 的平台和登录账号与此相同且有密钥，此条没有密钥。";
        SameNameNeither { title: Safe<'static> } en "{title} has the same platform and login; neither has a key." zh "{title} 的平台和登录账号与此相同，两者都没有密钥。";
        SameNameOf { title: Safe<'static> } en "{title} has the same platform and login, but another key." zh "{title} 的平台和登录账号与此相同，但密钥不同。";
        ChoiceKeep en "Becomes an account of its own." zh "将作为单独的账号添加。";
        ChoiceMerge en "Fills what is empty there; what stands there stays." zh "只补充对方的空白项，已有内容不变。";
        ChoiceIdle en "It adds nothing there; what stands there stays." zh "没有可补充的内容，已有内容不变。";
        ChoiceOpen en "Both are kept, unless you choose otherwise." zh "如不选择，两者均保留。";
        ChoiceSkip en "Skipped." zh "将跳过。";
        MarkMerge en "merge" zh "并入";
        MarkSkip en "skip" zh "跳过";
        MarkOpen en "decide" zh "待定";
        MarkKeep en "keep both" zh "均保留";
        Nameless en "(no name)" zh "（无名称）";
        NoKeyWord en "no key" zh "无密钥";
        NoAccountsIn { name: Safe<'static> } en "There are no accounts in {name}." zh "{name} 中没有账号。";
        NothingInIt en "There is no entry in this file." zh "此文件中没有条目。";
        ColumnsTitle { name: Safe<'static> } en "What each column of {name} holds" zh "{name} 各列的内容";
        NthFile { name: Safe<'static>, n: usize, of: usize } en "{name} ({n} of {of})" zh "{name}（第 {n} 个，共 {of} 个）";
        FilesLeft { names: Safe<'static> } en "Left out: {names}" zh "未导入的文件：{names}";
        WhichColumn en "Which column holds the keys? Set it to: key. If none does, press Enter." zh "哪一列是密钥？请将其设为【密钥】；如果没有密钥列，请按回车继续。";
        ColumnsGuessed en "There are no headings: what the columns hold is guessed. Check it, then press Enter." zh "没有表头，各列内容为推测结果，请核对后按回车。";
        ColumnTwice { column: Safe<'static>, by: usize, out: usize }
            en "Only one column can be {column}: column {by} counts, {out} is left aside."
            zh "只能有一列设为【{column}】：以第 {by} 列为准，第 {out} 列不导入。";
        PasswordColumnHere { number: usize, column: Safe<'static>, none: Safe<'static> }
            en "Column {number} is headed as one of passwords, so it is not taken as {column}: it would be shown. Set it to: {none}. If it holds no passwords, give it another heading in the file."
            zh "第 {number} 列的表头是密码，不能作为【{column}】导入，否则密码会显示出来。请将其设为【{none}】；如果其中不是密码，请在文件中修改表头。";
        ColumnsNote en "Type its first letters, or press Left and Right; Enter reads the table again." zh "输入开头几个字母或拼音首字母选择，也可按左右方向键；按回车重新读取表格。";

        // What a column of a table holds.
        ColumnNone en "(left aside)" zh "（不导入）";
        ColumnUnwanted en "none" zh "不导入";
        ColumnIssuer en "issuer" zh "服务商";
        ColumnPlatform en "platform" zh "平台";
        ColumnStore en "store" zh "店铺";
        ColumnMarketplaces en "marketplaces" zh "站点";
        ColumnLogin en "login" zh "登录账号";
        ColumnSecret en "key" zh "密钥";
        ColumnAlgorithm en "algorithm" zh "算法";
        ColumnDigits en "digits" zh "位数";
        ColumnPeriod en "period" zh "周期";
        ColumnCounter en "counter" zh "计数器";
        ColumnKind en "kind" zh "类型";
        ColumnGroups en "groups" zh "分组";
        ColumnNote en "note" zh "备注";
        ColumnFavourite en "favourite" zh "收藏";
        ColumnRecovery en "recovery codes" zh "恢复代码";
        ColumnHolder en "holder" zh "保管人";
        ColumnLocation en "location" zh "存放地点";
        ColumnPhoneMain en "main phone" zh "主手机号";
        ColumnPhoneBackup en "backup phone" zh "备用手机号";
    }
}
