//! How many of the mail servers a policy names.

use super::Known;
use super::candidate::Candidate;
use super::words::list;
use crate::observe::MxHost;

/// Which mail servers a policy names, of those that can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Coverage {
    /// All of them.
    All,
    /// All but these, which are tried only when the others fail.
    AllButBackups(Vec<String>),
    /// Not these, which are among the first to be tried.
    Some(Vec<String>),
    /// None of them.
    None,
    /// Nobody knows which.
    Unknown,
}

impl Coverage {
    pub(super) fn of(servers: &[(&MxHost, Candidate)]) -> Self {
        let reached = || servers.iter().filter(|(_, candidate)| candidate.connects != Known::No);
        if reached().any(|(_, candidate)| candidate.matches == Known::Unknown) {
            return Self::Unknown;
        }
        let outside = || reached().filter(|(_, candidate)| candidate.matches == Known::No);
        let mut names: Vec<String> = outside().map(|(host, _)| host.host.to_string()).collect();
        names.dedup();
        match (outside().count(), reached().count()) {
            (0, _) => Self::All,
            (outside, all) if outside == all => Self::None,
            _ if outside().all(|(host, _)| host.is_backup) => Self::AllButBackups(names),
            _ => Self::Some(names),
        }
    }

    /// What delivery under an enforced policy rests on, as a clause.
    pub(super) fn provided(&self) -> &'static str {
        match self {
            Self::Unknown => "the policy names the mail servers and their certificates are good",
            _ => "the certificates of the mail servers are good",
        }
    }

    /// What becomes of mail under an enforced policy that names at least one.
    pub(super) fn sentence(&self) -> String {
        let provided = self.provided();
        let whole = format!("Mail is delivered over TLS if {provided}; if not, it waits and then bounces.");
        match self {
            Self::All | Self::None | Self::Unknown => whole,
            Self::AllButBackups(names) => {
                format!("{whole} While the others are down it waits, too: the policy does not name {}.", list(names))
            }
            Self::Some(names) => format!("{whole} Nothing goes to {}, which the policy does not name.", list(names)),
        }
    }
}
