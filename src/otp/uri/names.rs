//! Issuer and login of an address, from a label and a parameter that may contradict each other.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Text after percent-decoding.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) utf8: bool,
}

/// Decodes once; broken escapes stay as they are.
pub(super) fn decode(raw: &str) -> Decoded<'_> {
    let bytes = percent_decode_str(raw);
    match bytes.clone().decode_utf8() {
        Ok(text) => Decoded { text, utf8: true },
        Err(_) => Decoded { text: bytes.decode_utf8_lossy(), utf8: false },
    }
}

impl Decoded<'_> {
    /// An issuer parameter. A plus in it is a space that a form encoded, unless the label says
    /// the same name with a plus.
    fn issuer(raw: &str, label: [&str; 2]) -> Decoded<'static> {
        let raw = raw.replace("&amp;", "&");
        let Decoded { text, utf8 } = decode(&raw);
        let literal = text.trim();
        let text = if label.iter().any(|form| *form == literal || after(form, literal).is_some()) {
            text.into_owned()
        } else {
            decode(&plus_to_space(&raw)).text.into_owned()
        };
        Decoded { text: text.into(), utf8 }
    }
}

/// Who and what the key is for.
pub(super) struct Names {
    pub(super) issuer: String,
    pub(super) login: String,
    /// The label's prefix, when the issuer parameter says something else.
    pub(super) other_prefix: Option<String>,
    pub(super) utf8: bool,
}

impl Names {
    /// From a raw label and the raw issuer parameter.
    pub(super) fn read(raw_label: &str, raw_issuer: Option<&str>) -> Self {
        let label = decode(raw_label);
        // Bitwarden Authenticator escapes for HTML first.
        let unescaped = unescape_html(&label.text);
        let forms = [label.text.trim(), unescaped.trim()];
        let parameter = Decoded::issuer(raw_issuer.unwrap_or_default(), forms);
        let utf8 = label.utf8 && parameter.utf8;
        let parameter = parameter.text.trim();
        let (prefix, login) = split_label(raw_label, forms, parameter);
        let (prefix, login) = (prefix.trim(), login.trim());
        let issuer = if parameter.is_empty() { prefix } else { parameter };
        let same = |form: &str| form.to_lowercase() == issuer.to_lowercase();
        let differs = !prefix.is_empty() && !same(prefix) && !same(&unescape_html(prefix));
        Self {
            issuer: issuer.to_owned(),
            // Some programs put the issuer in front of a login that has it already.
            login: after(login, issuer).unwrap_or(login).trim().to_owned(),
            other_prefix: differs.then(|| prefix.to_owned()),
            utf8,
        }
    }

    /// Yandex's own addresses name no issuer, and the login perhaps only in a parameter.
    pub(super) fn of_yandex(&mut self, name: Option<&str>) {
        if self.issuer.is_empty() {
            "Yandex".clone_into(&mut self.issuer);
        }
        if self.login.is_empty()
            && let Some(name) = name
        {
            let name = decode(name);
            self.utf8 &= name.utf8;
            name.text.trim().clone_into(&mut self.login);
        }
    }
}

/// Prefix and login of a label, given its decoded forms and the issuer parameter (may be empty).
fn split_label<'a>(
    raw: &'a str,
    forms: [&'a str; 2],
    issuer: &'a str,
) -> (Cow<'a, str>, Cow<'a, str>) {
    if let Some(login) = forms.iter().find_map(|form| after(form, issuer)) {
        (issuer.into(), login.into())
    } else if forms.contains(&issuer) || issuer.is_empty() && is_steam(forms[0]) {
        (forms[0].into(), "".into())
    } else if let Some((prefix, login)) = raw.split_once(':') {
        (decode(prefix).text, decode(login).text)
    } else if let Some((prefix, login)) = forms[0].split_once(':') {
        (prefix.into(), login.into())
    } else {
        ("".into(), forms[0].into())
    }
}

pub(super) fn is_steam(name: &str) -> bool {
    name.eq_ignore_ascii_case("steam")
}

/// What follows `name:` at the start of a text; `None` when it does not start so or the name is
/// empty.
fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let head = text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
    (!head.is_empty()).then(|| text[name.len()..].strip_prefix(':'))?
}

/// A plus between two characters stands for a space; one at the edge belongs to the name.
fn plus_to_space(raw: &str) -> String {
    let inner = raw.trim_matches('+');
    let (head, tail) = raw.split_once(inner).unwrap_or((raw, ""));
    [head, &inner.replace('+', " "), tail].concat()
}

fn unescape_html(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut text = text.to_owned();
    // The ampersand last, so that nothing is unescaped twice.
    for (entity, plain) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, plain);
    }
    Cow::Owned(text)
}
