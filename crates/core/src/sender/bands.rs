//! The outlook as bands of a timeline.

use serde::Serialize;

use super::fate::{Fate, Mail, MailOutcome};
use super::outlook::SenderKind;
use super::summary::Outline;
use super::words::day;

/// A stretch of time in which one kind of sender does one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// The kind of sender.
    pub sender: SenderKind,
    /// The place, in `senders` of the outlook, of the one that this is about.
    pub row: usize,
    /// Its first second, since 1970-01-01T00:00:00Z.
    pub from: u64,
    /// Its last second; `null` for an open end.
    pub until: Option<u64>,
    /// What it looks like.
    pub state: BandState,
    /// What to write on it.
    pub label: String,
}

/// What a band looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum BandState {
    /// Mail goes to verified servers or waits.
    Protected,
    /// Mail goes out, and nothing protects it.
    Unprotected,
    /// Mail waits and then bounces.
    MailWaits,
    /// Failures are reported and nothing else.
    ReportedOnly,
    /// There is no mail.
    NoMail,
    /// Nobody has seen enough to tell.
    NotKnown,
}

impl BandState {
    fn of(fate: &Fate) -> Self {
        match fate.outcome {
            MailOutcome::DeliveredVerified => Self::Protected,
            MailOutcome::DeliveredUnverified | MailOutcome::MayGoInClear => Self::Unprotected,
            MailOutcome::NotToThisMx | MailOutcome::WaitsThenBounces => Self::MailWaits,
            MailOutcome::ReportedOnly => Self::ReportedOnly,
            MailOutcome::NoMail => Self::NoMail,
            MailOutcome::NotKnown => Self::NotKnown,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Protected => "Protected",
            Self::Unprotected => "Unprotected",
            Self::MailWaits => "Mail waits",
            Self::ReportedOnly => "Reports only",
            Self::NoMail => "No mail",
            Self::NotKnown => "Not known",
        }
    }
}

/// The bands: those of one sender follow each other without a gap.
pub(super) fn bands(outline: &Outline<'_, '_>) -> Vec<Band> {
    let now = outline.sight.now;
    let band = |sender, row, from, until: Option<u64>, mail: &Mail| {
        let state = BandState::of(&mail.message);
        let until_then = until.map(|until| format!(" until {}", day(until))).unwrap_or_default();
        let rests_on_given = mail.is_if_served && !matches!(state, BandState::NoMail | BandState::NotKnown);
        let provided = if rests_on_given { ", if that policy is served" } else { "" };
        let label = format!("{}{until_then}{provided}", state.word());
        Band { sender, row, from, until, state, label }
    };
    let first = outline.first;
    let mut bands = vec![band(SenderKind::FirstContact, 0, now, None, first)];
    for (row, (holder, mail)) in (1..).zip(outline.holders.iter().zip(outline.held)) {
        let last = holder.policy.last_valid();
        let mut from = now;
        if last >= now {
            bands.push(band(SenderKind::HoldsPolicy, row, now, Some(last), mail));
            from = last.saturating_add(1);
        }
        if from > last {
            bands.push(band(SenderKind::HoldsPolicy, row, from, None, first));
        }
    }
    bands.push(band(SenderKind::PolicyExpired, outline.holders.len().saturating_add(1), now, None, first));
    bands
}
