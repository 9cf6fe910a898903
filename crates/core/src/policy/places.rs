//! A policy as places in its text.

use super::{Mode, Policy};
use crate::mx::MxPattern;
use crate::record::Extension;
use crate::text::Span;

/// A policy that senders can use, as places in its text: what [`Policy`] is a copy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPlaces {
    /// The mode.
    pub mode: Mode,
    /// As [`Policy::max_age`].
    pub max_age: u64,
    /// The hosts allowed to receive mail, in the spelling of the file.
    pub mx: Vec<Span>,
    /// Names and values of unknown fields, the first of each name, in order.
    pub extensions: Vec<(Span, Span)>,
}

impl PolicyPlaces {
    /// The policy on its own; `text` is the one it was found in.
    pub(super) fn copy(&self, text: &[u8]) -> Policy {
        let at = |span: &Span| text.get(span.start..span.end).unwrap_or_default();
        let string = |span: &Span| String::from_utf8_lossy(at(span)).into_owned();
        let extension = |(name, value): &(Span, Span)| Extension { name: string(name), value: string(value) };
        Policy {
            mode: self.mode,
            max_age: self.max_age,
            mx: self.mx.iter().map(|span| MxPattern::from_valid(at(span))).collect(),
            extensions: self.extensions.iter().map(extension).collect(),
        }
    }
}
