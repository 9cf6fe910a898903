//! Words that several parts of an outlook share.

use super::timeline::MomentKind;
use crate::policy::Mode;
use crate::time::date;

/// The day of a time, as `3 March 2027`.
pub(super) fn day(seconds: u64) -> String {
    date(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// What those do at first contact of whom some refuse the policy.
pub(super) fn refused_by_some(why: &str) -> String {
    format!(
        "Senders disagree: those that refuse the policy deliver over TLS where it is offered, and whoever stands on the way can read or divert the mail. {why}"
    )
}

/// Several things as `a, b and 2 more`.
pub(crate) fn list(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut names = names.to_vec();
    let rest = names.len().saturating_sub(SHOWN);
    if rest > 1 {
        names.truncate(SHOWN);
        names.push(format!("{rest} more"));
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What happens at a moment.
pub(super) fn moment(kind: MomentKind, held: Option<Mode>) -> String {
    match kind {
        MomentKind::Now => "The time of this check.",
        MomentKind::RecordEverywhere => "Resolvers no longer answer with what stood in the record before.",
        MomentKind::Refetch => "A sender whose fetch failed now may try again (RFC 8461 §3.3).",
        MomentKind::Refresh => "Senders that renew their policy once per day have done so (RFC 8461 §3.3).",
        MomentKind::LastValid if held == Some(Mode::Enforce) => {
            "The last second in which a sender enforces the policy that it holds now, unless it fetches one again."
        }
        MomentKind::LastValid => {
            "The last second in which the policy that a sender holds now counts, unless it fetches one again."
        }
        MomentKind::FirstContact => "A sender that has not fetched a policy since does as at first contact.",
        MomentKind::RemovalSafe => {
            "If mode none is served from now on, no sender holds another policy after this second: then record and policy host can be taken away (RFC 8461 §8.3)."
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_are_short() {
        let names = |count: usize| (1..=count).map(|number| number.to_string()).collect::<Vec<_>>();
        for (count, expected) in [
            (0, ""),
            (1, "1"),
            (2, "1 and 2"),
            (4, "1, 2, 3 and 4"),
            (5, "1, 2, 3 and 2 more"),
            (99, "1, 2, 3 and 96 more"),
        ] {
            assert_eq!(list(&names(count)), expected);
        }
    }
}
