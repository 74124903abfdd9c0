//! Programs that do part of the encrypting: age plugins, for tokens and for kinds of cryptography that
//! age does not have itself.
//!
//! A key says which program it needs, and keys come with vaults, so from strangers. None is started
//! that this machine's settings do not list, by its full path. age looks its plugins up along `PATH` by
//! itself and cannot be told a path; so the same search is made before each time, and what it finds has to be the
//! program of the list. Builds without the feature know the list and start nothing.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::recipient::{KeyKind, Recipient};
use crate::secret::Secret;

/// Which programs may be started for keys, and who hears what they say.
#[derive(Clone, Default)]
pub struct Plugins {
    listed: Arc<[PathBuf]>,
    settings: PathBuf,
    #[cfg_attr(
        not(feature = "plugin"),
        expect(dead_code, reason = "nobody speaks without plugins")
    )]
    voice: Option<Voice>,
}

/// Who hears a plugin, by its name, and answers.
pub type Voice = Arc<dyn Fn(&str, Question<'_>) -> Answer + Send + Sync>;

/// What a plugin says. It is a stranger's text.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// Something to do or to know: touch the token.
    Says(&'a str),
    /// A question with one of two answers.
    Confirm {
        /// The question.
        text: &'a str,
        /// What the one answer is called.
        yes: &'a str,
        /// What the other is called.
        no: Option<&'a str>,
    },
    /// Something to type that may be seen.
    Text(&'a str),
    /// Something to type that may not: a PIN.
    Secret(&'a str),
}

/// What it is answered.
#[derive(Debug)]
pub enum Answer {
    /// That nobody answers.
    Nobody,
    /// The first of two answers, and that a message was heard.
    Yes,
    /// The second one.
    No,
    /// What was typed.
    Typed(Secret),
}

/// Why a key cannot be used here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It takes a build with a feature of cargo.
    Feature {
        /// The feature.
        name: &'static str,
    },
    /// Its program is not in the list.
    Unlisted {
        /// The plugin's name.
        plugin: String,
        /// The settings, where the list is.
        settings: PathBuf,
    },
    /// The search along `PATH` does not find the program of the list.
    Elsewhere {
        /// The program of the list.
        listed: PathBuf,
        /// What is found.
        found: Option<PathBuf>,
    },
    /// A key of ssh that age has no use for: of another type, or too short.
    SshType,
    /// It does not say which key of the plugin opens what it is to open.
    NoPublicHalf,
    /// The key of the plugin that it says is not the one that opens.
    OtherPublicHalf,
    /// Nothing is known of such keys, or there is a mistake in this one.
    Unknown,
}

impl Plugins {
    /// The programs that settings list.
    pub fn new(listed: &[PathBuf], settings: PathBuf) -> Self {
        Self { listed: listed.into(), settings, voice: None }
    }

    /// The same with somebody who hears them. Without one they are not heard, and get no answer.
    #[must_use]
    pub fn heard(self, voice: Voice) -> Self {
        Self { voice: Some(voice), ..self }
    }

    /// Whether a key can be encrypted to here. No program is started.
    pub fn reach(&self, recipient: &Recipient) -> Result<(), Obstacle> {
        if Recipient::parse(recipient.as_str()).is_none() {
            return Err(Obstacle::of(recipient.kind()));
        }
        match recipient.kind() {
            KeyKind::Plugin { name } => self.allow(name),
            KeyKind::X25519 | KeyKind::Ssh | KeyKind::Other => Ok(()),
        }
    }

    /// Whether a plugin is listed, and is the one that age will find.
    pub(super) fn allow(&self, plugin: &str) -> Result<(), Obstacle> {
        let program = format!("age-plugin-{plugin}");
        let is_it = |path: &&PathBuf| path.file_name().is_some_and(|name| *name == *program);
        let unlisted =
            || Obstacle::Unlisted { plugin: plugin.to_owned(), settings: self.settings.clone() };
        let listed = self.listed.iter().find(is_it).ok_or_else(unlisted)?;
        let found = find(&program);
        let real = |path: &Path| fs::canonicalize(path).ok();
        match found.as_deref().and_then(real) {
            Some(found) if real(listed).as_ref() == Some(&found) => Ok(()),
            _ => Err(Obstacle::Elsewhere { listed: listed.clone(), found }),
        }
    }
}

impl Obstacle {
    /// What is in the way of a key that [`Recipient::parse`] does not take.
    pub fn of(kind: KeyKind<'_>) -> Self {
        match kind {
            KeyKind::Ssh if cfg!(feature = "ssh") => Self::SshType,
            KeyKind::Ssh => Self::Feature { name: "ssh" },
            KeyKind::Plugin { .. } if !cfg!(feature = "plugin") => Self::Feature { name: "plugin" },
            KeyKind::Plugin { .. } | KeyKind::X25519 | KeyKind::Other => Self::Unknown,
        }
    }
}

#[cfg(feature = "plugin")]
fn find(program: &str) -> Option<PathBuf> {
    which::which(program).ok()
}

#[cfg(not(feature = "plugin"))]
fn find(_program: &str) -> Option<PathBuf> {
    None
}

impl PartialEq for Plugins {
    fn eq(&self, other: &Self) -> bool {
        (&self.listed, &self.settings) == (&other.listed, &other.settings)
    }
}

impl Eq for Plugins {}

impl fmt::Debug for Plugins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.listed.iter()).finish()
    }
}

#[cfg(feature = "plugin")]
pub(super) use started::Sealers;

#[cfg(feature = "plugin")]
mod started {
    use age::plugin::{Recipient, RecipientPluginV1};
    use age::secrecy::SecretString;

    use super::{Answer, Obstacle, Plugins, Question, Voice};

    /// Those keys of a vault that are plugins', each plugin once: it is started once for all of them.
    #[derive(Default)]
    pub(in crate::vault) struct Sealers(Vec<Recipient>);

    impl Sealers {
        pub(in crate::vault) fn add(&mut self, recipient: Recipient) {
            self.0.push(recipient);
        }

        /// What encrypts to them. Started when it is used.
        pub(in crate::vault) fn ready(
            &self,
            plugins: &Plugins,
        ) -> Result<Vec<RecipientPluginV1<Ear>>, Obstacle> {
            let mut names: Vec<&str> = self.0.iter().map(Recipient::plugin).collect();
            names.sort_unstable();
            names.dedup();
            let ready = names.into_iter().map(|name| {
                plugins.allow(name)?;
                RecipientPluginV1::new(name, &self.0, &[], plugins.ear(name))
                    .map_err(|_| Obstacle::Unknown)
            });
            ready.collect()
        }
    }

    impl Plugins {
        pub(in crate::vault) fn ear(&self, plugin: &str) -> Ear {
            Ear { plugin: plugin.to_owned(), voice: self.voice.clone() }
        }
    }

    /// Hears one plugin.
    #[derive(Clone)]
    pub(in crate::vault) struct Ear {
        plugin: String,
        voice: Option<Voice>,
    }

    impl Ear {
        fn ask(&self, question: Question<'_>) -> Answer {
            self.voice.as_ref().map_or(Answer::Nobody, |voice| voice(&self.plugin, question))
        }

        fn typed(&self, question: Question<'_>) -> Option<String> {
            match self.ask(question) {
                Answer::Typed(text) => text.expose_text().map(str::to_owned),
                Answer::Nobody | Answer::Yes | Answer::No => None,
            }
        }
    }

    impl age::Callbacks for Ear {
        fn display_message(&self, message: &str) {
            self.ask(Question::Says(message));
        }

        fn confirm(&self, text: &str, yes: &str, no: Option<&str>) -> Option<bool> {
            match self.ask(Question::Confirm { text, yes, no }) {
                Answer::Yes => Some(true),
                Answer::No => Some(false),
                Answer::Nobody | Answer::Typed(_) => None,
            }
        }

        fn request_public_string(&self, description: &str) -> Option<String> {
            self.typed(Question::Text(description))
        }

        fn request_passphrase(&self, description: &str) -> Option<SecretString> {
            self.typed(Question::Secret(description)).map(SecretString::from)
        }
    }
}
