//! How senders match the host of an MX record with a pattern of the policy (RFC 8461 §4.1).

use super::readers::names::{to_a_labels, to_lookup_name, to_plain, to_u_labels};
use crate::domain::HostName;

/// Whether a pattern stands for a host, to one sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The sender takes it for no pattern: it refuses the policy or drops the line.
    Invalid,
    /// The sender hands the pattern to Postfix, whose rules are not known here.
    Unknown,
}

/// The rules of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matching {
    /// Names by the strict rules of IDNA; `*` is everything before the first dot.
    LookupNames,
    /// Names in A-labels; `*` is everything before the first dot.
    ALabels,
    /// Names in U-labels; `*` is as much as stands before the first dot of the name as it was written.
    ULabels,
    /// Names in lower case; `*` is one label that is not empty, and may stand alone.
    Plain,
    /// The host as it is, without any dot at its end; `*` is everything before the first dot.
    HostWithoutDots,
    /// The host as it is; `*` is everything before the first dot.
    HostAsIs,
    /// Postfix does it.
    Postfix,
}

impl Matching {
    /// The form in which a pattern, as the sender keeps it, is compared; `None` where it has none and never matches.
    fn pattern(self, kept: &str) -> Option<String> {
        match self {
            Self::LookupNames | Self::HostAsIs => Some(kept.to_owned()),
            Self::ALabels => to_a_labels(kept),
            Self::ULabels => to_u_labels(kept.trim()),
            Self::Plain => Some(to_plain(kept)),
            Self::HostWithoutDots => Some(kept.trim().to_owned()),
            Self::Postfix => None,
        }
    }

    /// The patterns that stand for a host, in the form in which they are compared: two at most.
    fn patterns_of(self, host: &str) -> Vec<String> {
        let name = match self {
            Self::LookupNames => to_lookup_name(host.strip_suffix('.').unwrap_or(host)),
            Self::ALabels => to_a_labels(host),
            Self::ULabels => to_u_labels(host),
            Self::Plain => Some(to_plain(host)).filter(|name| !name.is_empty()),
            Self::HostWithoutDots => Some(host.trim_end_matches('.').to_owned()),
            Self::HostAsIs => Some(host.to_owned()),
            Self::Postfix => None,
        };
        let Some(name) = name else { return Vec::new() };
        let wildcard = match self {
            // The place of the dot in one form is used in the other.
            Self::ULabels => {
                let rest = host.find('.').and_then(|dot| name.get(dot..)).filter(|rest| rest.starts_with('.'));
                rest.map(|rest| format!("*{rest}"))
            }
            Self::Plain => match name.split_once('.') {
                Some(("", _)) => None,
                Some((_, domain)) => Some(format!("*.{domain}")),
                None => Some("*".to_owned()),
            },
            _ => name.split_once('.').map(|(_, domain)| format!("*.{domain}")),
        };
        wildcard.into_iter().chain([name]).collect()
    }

    /// Whether a pattern, as the sender keeps it, stands for a host.
    pub(super) fn matches(self, kept: &str, host: &str) -> Match {
        let Some(pattern) = self.pattern(kept) else {
            return if self == Self::Postfix { Match::Unknown } else { Match::No };
        };
        if self.patterns_of(host).contains(&pattern) { Match::Yes } else { Match::No }
    }

    /// Which hosts the patterns stand for; `None` where that is not known. Each pattern and each host is converted once.
    pub(super) fn matched(self, kept: &[String], hosts: &[HostName]) -> Option<Vec<HostName>> {
        let mut patterns: Vec<String> = kept.iter().filter_map(|kept| self.pattern(kept)).collect();
        patterns.sort_unstable();
        let is_in = |host: &&HostName| {
            self.patterns_of(host.as_str()).iter().any(|pattern| patterns.binary_search(pattern).is_ok())
        };
        (self != Self::Postfix).then(|| hosts.iter().filter(is_in).cloned().collect())
    }
}
