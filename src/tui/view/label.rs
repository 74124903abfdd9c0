//! What a column shows of a record: the mark of a backup, marketplaces that fit. The words are
//! `app::words`, which the command line shares.

use std::fmt::Write as _;

use crate::health::Severity;
use crate::model::Backup;
use crate::text::{self, Safe};
use crate::tui::theme::{Mark, Meaning};

/// Mark and weight of a backup status.
pub(super) fn backup(status: Backup) -> (Mark, Meaning) {
    match status {
        Backup::Ok { .. } => (Mark::Good, Meaning::Good),
        Backup::Stale { .. } | Backup::Retired => (Mark::Look, Meaning::Look),
        Backup::Untested => (Mark::Unknown, Meaning::Look),
        Backup::Failed | Backup::Lost => (Mark::Bad, Meaning::Bad),
        Backup::None => (Mark::None, Meaning::Faint),
    }
}

/// Mark and weight of a finding.
pub(super) fn severity(severity: Severity) -> (Mark, Meaning) {
    match severity {
        Severity::Critical => (Mark::Bad, Meaning::Bad),
        Severity::High => (Mark::Look, Meaning::Look),
        Severity::Medium => (Mark::Some, Meaning::Text),
        Severity::Low => (Mark::Little, Meaning::Faint),
    }
}

/// As many marketplaces as fit, then how many more: `DE FR +5`.
pub(super) fn sites(sites: &[String], width: usize) -> String {
    let safe: Vec<Safe> = sites.iter().map(|site| Safe::new(site)).collect();
    for shown in (1..=safe.len()).rev() {
        let mut line = safe[..shown].iter().map(Safe::as_str).collect::<Vec<_>>().join(" ");
        if shown < safe.len() {
            let _ = write!(line, " +{}", safe.len() - shown);
        }
        if text::width(&line) <= width {
            return line;
        }
    }
    safe.first().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::sites;

    #[test]
    fn marketplaces_that_do_not_fit_are_counted() {
        let names = ["DE", "FR", "IT", "ES"].map(String::from);
        assert_eq!(sites(&names, 11), "DE FR IT ES");
        assert_eq!(sites(&names, 10), "DE FR +2");
        assert_eq!(sites(&names, 5), "DE +3");
        assert_eq!(sites(&names, 1), "DE");
        assert_eq!(sites(&[], 9), "");
    }
}
