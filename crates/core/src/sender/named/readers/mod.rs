//! How programs read the text of a policy: small parts, and what is made of them.

pub(crate) mod colons;
pub(crate) mod cursor;
pub(crate) mod fields;
pub(crate) mod lines;
pub(crate) mod names;
pub(crate) mod number;
pub(crate) mod part;
mod refusal;
pub(crate) mod values;

use self::fields::{Encoding, LineRules, Understood};
pub use self::refusal::Refusal;
pub(crate) use self::refusal::Refused;
use crate::policy::Mode;
use crate::text::Span;

/// What a sender made of a policy text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It has a policy.
    Applied {
        /// The mode that counts for it.
        mode: Mode,
        /// The number of seconds as read, before whatever it does with it later. It may be negative.
        max_age: i128,
        /// The patterns it keeps, in order, in the form in which it keeps them.
        mx: Vec<String>,
    },
    /// It has none.
    Refused {
        /// The rule that was decisive.
        why: Refusal,
        /// Where in the text.
        at: Span,
    },
}

impl From<Result<Understood, Refused>> for Reading {
    fn from(result: Result<Understood, Refused>) -> Self {
        match result {
            Ok(Understood { mode, max_age, mx }) => Self::Applied { mode, max_age, mx },
            Err(Refused { why, at }) => Self::Refused { why, at },
        }
    }
}

/// A way to read a policy.
#[derive(Clone, Debug)]
pub(crate) enum Reader {
    /// Line by line.
    Lines(LineRules),
    /// With a cursor, as mox does.
    Cursor,
    /// From colon to colon, as Stalwart does.
    Colons,
}

impl Reader {
    pub(crate) fn read(&self, text: &[u8], charset: Option<Encoding>) -> Reading {
        match self {
            Self::Lines(rules) => rules.read(text, charset),
            Self::Cursor => cursor::read(text),
            Self::Colons => colons::read(text),
        }
        .into()
    }

    /// The pattern that the reader keeps of the text of an `mx`; `None` where it drops it.
    pub(crate) fn pattern(&self, text: &str) -> Result<Option<String>, Refusal> {
        match self {
            Self::Lines(rules) => rules.pattern(text),
            Self::Cursor => cursor::pattern(text).ok_or(Refusal::Mx).map(Some),
            Self::Colons => Ok(colons::pattern(text)),
        }
    }
}
