//! Yes, no, or not seen.

/// A fact that may not have been seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nobody has looked.
    #[default]
    Unknown,
}

impl From<bool> for Known {
    fn from(fact: bool) -> Self {
        if fact { Self::Yes } else { Self::No }
    }
}
