//! A sheet as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.

use std::fmt::Write as _;

use super::codes::drawing;
use super::sheet::{Block, Page, Sheet, bare};
use crate::i18n::Print;

/// How it looks, on a screen and on paper. Nothing in it comes from a vault.
const STYLE: &str = include_str!("print.css");

/// Nothing may be fetched, run or sent, whatever stands in a name.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The whole sheet.
pub fn html(sheet: &Sheet) -> String {
    let mut out = String::with_capacity(16 << 10);
    let lang = sheet.frame.lang.tag();
    let title = escape(&sheet.title);
    let foot = escape(&sheet.foot());
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <table class=\"paper\"><tbody><tr><td>\n"
    );
    for page in &sheet.pages {
        let _ = write!(out, "<section>\n<header>{title}</header>\n");
        draw(&mut out, page, sheet);
        out.push_str("</section>\n");
    }
    // An empty foot on every piece of paper keeps the place of the one that is laid over it.
    out.push_str("</td></tr></tbody><tfoot><tr><td class=\"room\"></td></tr></tfoot></table>\n");
    let _ = write!(out, "<div class=\"foot\">{foot}</div>\n</body>\n</html>\n");
    out
}

fn draw(out: &mut String, page: &Page, sheet: &Sheet) {
    if !page.heading.is_empty() {
        let _ = writeln!(out, "<h1>{}</h1>", escape(&page.heading));
    }
    // What stands below a heading stays on one piece of paper with it, except for tables, which may
    // be longer than that.
    let mut rest = page.blocks.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        let length = others.iter().position(is_heading).unwrap_or(others.len());
        let part = &rest[..=length];
        let whole = is_heading(first) && !part.iter().any(|b| matches!(b, Block::Table { .. }));
        if whole {
            out.push_str("<div class=\"part\">\n");
        }
        for block in part {
            piece(out, block, sheet);
        }
        if whole {
            out.push_str("</div>\n");
        }
        rest = &rest[length + 1..];
    }
}

fn piece(out: &mut String, block: &Block, sheet: &Sheet) {
    let _ = match block {
        Block::Heading(text) => writeln!(out, "<h2>{}</h2>", escape(text)),
        Block::Text(text) => writeln!(out, "<p>{}</p>", escape(text)),
        Block::Warning(text) => writeln!(out, "<p class=\"warning\">{}</p>", escape(text)),
        Block::Facts(facts) => {
            out.push_str("<dl>\n");
            for (label, value) in facts {
                let (label, value) = (escape(label), escape(value));
                let _ = writeln!(out, "<div><dt>{label}</dt><dd>{value}</dd></div>");
            }
            writeln!(out, "</dl>")
        }
        Block::Secrets(secrets) => {
            out.push_str("<dl class=\"secrets\">\n");
            for (label, secret) in secrets {
                let (label, secret) = (escape(label), escape(&bare(secret)));
                let _ = writeln!(out, "<div><dt>{label}</dt><dd>{secret}</dd></div>");
            }
            writeln!(out, "</dl>")
        }
        Block::Code(text) => {
            writeln!(out, "{}", drawing(text).as_deref().map_or("", String::as_str))
        }
        Block::Table { heads, rows } => {
            let cells = |out: &mut String, tag: &str, cells: &[String]| {
                out.push_str("<tr>");
                for cell in cells {
                    let _ = write!(out, "<{tag}>{}</{tag}>", escape(cell));
                }
                out.push_str("</tr>\n");
            };
            out.push_str("<table class=\"rows\">\n<thead>");
            cells(out, "th", heads);
            out.push_str("</thead>\n<tbody>\n");
            for row in rows {
                cells(out, "td", row);
            }
            writeln!(out, "</tbody>\n</table>")
        }
        Block::Checks(checks) => {
            out.push_str("<ul class=\"checks\">\n");
            for check in checks {
                let text = escape(&check.text);
                let _ = match &check.done {
                    // A word besides the sign: signs are not read aloud.
                    Some(done) => {
                        let said = escape(&Print::Done.say(sheet.frame.lang));
                        writeln!(
                            out,
                            "<li><span class=\"box\" role=\"img\" aria-label=\"{said}\">✓</span>\
                             {text} <span class=\"done\">{}</span></li>",
                            escape(done)
                        )
                    }
                    None => writeln!(out, "<li><span class=\"box\"></span>{text}</li>"),
                };
            }
            writeln!(out, "</ul>")
        }
        Block::Blanks(labels) => {
            out.push_str("<dl class=\"blanks\">\n");
            for label in labels {
                let _ = writeln!(out, "<div><dt>{}</dt><dd></dd></div>", escape(label));
            }
            writeln!(out, "</dl>")
        }
    };
}

/// Text that cannot become markup, inside an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
