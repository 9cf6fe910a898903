//! What all senders make of one policy.

use serde::Serialize;

use super::profile::{KnownBy, Profile};
use super::profile_serving::{Served, what_is_read};
use super::readers::{Reading, Refusal};
use crate::domain::HostName;
use crate::policy::{Mode, locate_policy};
use crate::text::{Location, Locator, Span, Violations, show};

/// What becomes of mail to a domain whose policy a sender has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SenderVerdict {
    /// The policy is enforced.
    Applied,
    /// The sender makes no use of it: none, or the one it holds, stays in force.
    Refused,
    /// The policy is enforced and no MX host is in it: all mail is held back.
    MatchesNothing,
    /// The mode is testing or none: mail flows as if there were no policy.
    NotEnforced,
}

/// What one sender makes of a policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SenderReading {
    /// The sender's name.
    pub sender: &'static str,
    /// Which version is meant, in a few words.
    pub version: &'static str,
    /// What becomes of mail.
    pub verdict: SenderVerdict,
    /// The mode that counts for it; `null` if it refuses the policy.
    pub mode: Option<Mode>,
    /// The seconds that it will really keep the policy; `null` if it refuses it.
    pub max_age: Option<u64>,
    /// The patterns that it keeps, in order, in the form in which it keeps them; invisible characters escaped, shortened
    /// when long.
    pub mx: Vec<String>,
    /// The given MX hosts that are in its policy; `null` where that is not known, since it hands the patterns to Postfix.
    pub matched: Option<Vec<HostName>>,
    /// Why, in one sentence for mail administrators.
    pub reason: String,
    /// The finding that says the same, where there is one.
    #[cfg_attr(test, ts(type = "FindingId | null"))]
    pub finding: Option<&'static str>,
    /// Where in the text the sender stopped, if it refuses the text.
    pub location: Option<Location>,
    /// How this is known.
    pub basis: KnownBy,
}

/// What each sender makes of a policy text, of what it was served with, if that is known, and of the MX hosts of the
/// domain, if there are any to look for.
///
/// ```
/// use mta_sts::HostName;
/// use mta_sts::sender::named::{SenderVerdict, agree, read_by_all};
/// let hosts = [HostName::from_dns("mail.example.com.")];
/// let readings = read_by_all(b"version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n", None, &hosts);
/// assert!(agree(&readings));
///
/// let readings = read_by_all(b"version: STSv1\nmode: none\nmax_age: 604800\n", None, &hosts);
/// assert!(!agree(&readings));
/// let chasquid = readings.iter().find(|reading| reading.sender == "chasquid").unwrap();
/// assert_eq!(chasquid.verdict, SenderVerdict::Refused);
/// assert_eq!(chasquid.reason, "chasquid refuses a policy without `mx`, even in mode none.");
/// assert_eq!(chasquid.finding, Some("mx-missing-none"));
/// ```
pub fn read_by_all(text: &[u8], served: Option<&Served<'_>>, hosts: &[HostName]) -> Vec<SenderReading> {
    let (_, violations) = locate_policy(text);
    let case = Case { text, served, hosts, violations: &violations };
    Profile::all().iter().map(|profile| case.reading(profile)).collect()
}

/// Whether all senders do the same with mail: one verdict, one mode, and the same hosts. Where it is not known which hosts
/// a sender matches, it does not disagree about them. How long they keep the policy is not compared.
pub fn agree(readings: &[SenderReading]) -> bool {
    let is_like = |a: &SenderReading, b: &SenderReading| {
        let are_hosts_known = a.matched.is_some() && b.matched.is_some();
        let enforces = |verdict| matches!(verdict, SenderVerdict::Applied | SenderVerdict::MatchesNothing);
        let is_same_verdict =
            a.verdict == b.verdict || (!are_hosts_known && enforces(a.verdict) && enforces(b.verdict));
        is_same_verdict && a.mode == b.mode && (!are_hosts_known || a.matched == b.matched)
    };
    // Not knowing is no likeness to pass on: each is compared with each.
    readings.iter().enumerate().all(|(at, a)| readings.iter().skip(at).all(|b| is_like(a, b)))
}

/// What all of them are given.
struct Case<'a> {
    text: &'a [u8],
    served: Option<&'a Served<'a>>,
    hosts: &'a [HostName],
    violations: &'a Violations,
}

impl Case<'_> {
    fn reading(&self, sender: &Profile) -> SenderReading {
        if let Some(why) = self.served.and_then(|served| served.refusal(sender)) {
            return self.refused(sender, why, None);
        }
        let charset = self.served.and_then(Served::charset);
        match sender.reader.read(what_is_read(sender, self.text), charset) {
            Reading::Refused { why, at } => self.refused(sender, why, Some(at)),
            Reading::Applied { mode, max_age, mx } => self.applied(sender, mode, max_age, mx),
        }
    }

    fn refused(&self, sender: &Profile, why: Refusal, at: Option<Span>) -> SenderReading {
        let nowhere = Span::new(0, 0);
        SenderReading {
            sender: sender.name,
            version: sender.version,
            verdict: SenderVerdict::Refused,
            mode: None,
            max_age: None,
            mx: Vec::new(),
            matched: None,
            reason: why.sentence(sender.name),
            finding: why.finding(at.unwrap_or(nowhere), self.text, self.violations),
            location: at.map(|at| Locator::new(self.text).locate(at)),
            basis: match why {
                Refusal::Status(_) => sender.status.known_by,
                Refusal::MediaType => sender.media_type.known_by,
                Refusal::TooLarge(_) => sender.size.known_by,
                _ => sender.text_known_by,
            },
        }
    }

    fn applied(&self, sender: &Profile, mode: Mode, max_age: i128, mx: Vec<String>) -> SenderReading {
        let kept = sender.lifetime.is.seconds(max_age);
        let matched = sender.matching.matched(&mx, self.hosts);
        let matches_nothing = !self.hosts.is_empty() && matched.as_ref().is_some_and(Vec::is_empty);
        let verdict = match mode {
            Mode::Enforce if matches_nothing => SenderVerdict::MatchesNothing,
            Mode::Enforce => SenderVerdict::Applied,
            Mode::Testing | Mode::None => SenderVerdict::NotEnforced,
        };
        let what = match verdict {
            SenderVerdict::MatchesNothing => "enforces the policy, and no MX host is in it as it reads it".to_owned(),
            SenderVerdict::NotEnforced => format!("reads mode {mode}, in which it delivers as without a policy"),
            SenderVerdict::Applied | SenderVerdict::Refused => "enforces the policy".to_owned(),
        };
        let lifetime = if i128::from(kept) == max_age {
            String::new()
        } else {
            format!("; it keeps it for {kept} seconds, not {max_age}")
        };
        SenderReading {
            sender: sender.name,
            version: sender.version,
            verdict,
            mode: Some(mode),
            max_age: Some(kept),
            mx: mx.iter().map(|pattern| show(pattern.as_bytes())).collect(),
            matched,
            reason: format!("{} {what}{lifetime}.", sender.name),
            finding: None,
            location: None,
            basis: sender.text_known_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<SenderReading> {
        read_by_all(text.as_bytes(), None, &[HostName::from_dns("mail.example.com.")])
    }

    #[test]
    fn who_does_not_know_which_hosts_match_does_not_disagree_about_them() {
        let plain = "version: STSv1\nmode: enforce\nmx: old.example\nmax_age: 604800\n";
        let readings = read(plain);
        assert!(readings.iter().any(|reading| reading.matched.is_none()));
        assert!(readings.iter().any(|reading| reading.verdict == SenderVerdict::MatchesNothing));
        assert!(agree(&readings), "{readings:#?}");
        // Among those who know, one that matches is enough to disagree.
        let dotted = plain.replace("old.example", "mail.example.com.");
        assert!(!agree(&read(&dotted)));
        assert!(!agree(&read(&plain.replace("mode: enforce", "mode: testing\nmode: enforce"))));
    }
}
