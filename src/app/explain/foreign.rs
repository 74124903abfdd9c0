//! Sentences for keys of other kinds than Keyrack's own.

use std::path::Path;

use super::path;
use crate::app::team::called;
use crate::i18n::{Fault, Foreign, Lang};
use crate::text::safe;
use crate::vault::{Member, Obstacle};

/// A sentence of this catalogue as a fault.
pub fn fault(said: impl Fn(Lang) -> Foreign) -> Fault {
    let say = |lang| said(lang).spoken(lang);
    Fault::OfKey { en: say(Lang::En), zh: say(Lang::ZhCn) }
}

fn why(obstacle: &Obstacle) -> Foreign {
    match obstacle {
        Obstacle::Feature { name } => Foreign::NeedsFeature { feature: safe(name) },
        Obstacle::Unlisted { plugin, settings } => {
            Foreign::Unlisted { plugin: safe(plugin), path: path(settings) }
        }
        Obstacle::Elsewhere { listed, found: None } => Foreign::NotFound { listed: path(listed) },
        Obstacle::Elsewhere { listed, found: Some(found) } => {
            Foreign::Elsewhere { listed: path(listed), found: path(found) }
        }
        Obstacle::SshType => Foreign::SshType,
        Obstacle::NoPublicHalf => Foreign::NoPublicHalf,
        Obstacle::OtherPublicHalf => Foreign::OtherPublicHalf,
        Obstacle::Unknown => Foreign::Unknown,
    }
}

/// A member who would be locked out.
pub fn unreachable(member: &Member, obstacle: &Obstacle) -> Fault {
    fault(|lang| Foreign::Unreachable {
        name: safe(&called(member)),
        why: why(obstacle).spoken(lang),
    })
}

/// A key that lets nobody in.
pub fn not_let_in(obstacle: &Obstacle) -> Fault {
    let takes_plugin = match obstacle {
        Obstacle::Feature { name } => *name == "plugin",
        Obstacle::Unlisted { .. } | Obstacle::Elsewhere { .. } => true,
        Obstacle::SshType
        | Obstacle::NoPublicHalf
        | Obstacle::OtherPublicHalf
        | Obstacle::Unknown => false,
    };
    fault(|lang| {
        let why = why(obstacle).spoken(lang);
        // Before anybody allows a program for it.
        let why = if takes_plugin { Foreign::Unmixed { why }.spoken(lang) } else { why };
        Foreign::NotLetIn { why }
    })
}

/// An identity that cannot be used.
pub fn not_opened_by(at: &Path, obstacle: &Obstacle) -> Fault {
    fault(|lang| Foreign::NotOpenedBy { path: path(at), why: why(obstacle).spoken(lang) })
}
