//! `keyrack device`: a device is lost or found again.

use clap::{ArgMatches, Command};

use super::args;
use super::exit::{Exit, Failure};
use super::loss;
use super::output::Output;
use super::session::Session;
use crate::app::draft::find;
use crate::health::loss::How;
use crate::i18n::{Fault, Help, Lang};
use crate::model::{Book, Thing};
use crate::text::safe;

pub fn grammar(lang: Lang) -> Command {
    let label = || args::argument("LABEL", &Help::ArgLabel, lang).required(true).num_args(1..);
    let usage = "keyrack device lost LABEL [--stolen] [--dry-run] [--json]\n       \
                 keyrack device found LABEL";
    args::command("device", usage, &Help::Device, lang).subcommand_required(true).subcommands([
        args::command("lost", "keyrack device lost LABEL [OPTION …]", &Help::DeviceLost, lang)
            .arg(label())
            .arg(args::flag("stolen", &Help::DeviceStolen, lang))
            .args(loss::options(lang)),
        args::command("found", "keyrack device found LABEL", &Help::DeviceFound, lang).arg(label()),
    ])
}

pub fn run(matches: &ArgMatches, session: &Session, out: &mut Output) -> Result<(), Failure> {
    let (name, matches) = matches.subcommand().unwrap_or(("", matches));
    let words: Vec<&str> =
        matches.get_many::<String>("LABEL").into_iter().flatten().map(String::as_str).collect();
    let mut open = session.open()?;
    let thing = device(&open.book, &words.join(" "))?;
    if name == "found" {
        return loss::found(&mut open, thing, session, out);
    }
    let how = if matches.get_flag("stolen") { How::Stolen } else { How::Lost };
    loss::lost(&mut open, thing, how, matches, session, out)
}

/// The device with a label.
pub fn device(book: &Book, label: &str) -> Result<Thing, Failure> {
    let unknown = || Failure::new(Exit::NotFound, Fault::UnknownDevice { label: safe(label) });
    find::device(book, label).map(Thing::Device).ok_or_else(unknown)
}
