//! What became of a request, for whoever counts.

/// How a request to the API ended; an answer carries it as an extension where there is something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The policy file was fetched for this request.
    Fetched,
    /// The evidence was in memory.
    FromMemory,
    /// A fetch for somebody else was under way and served this request too.
    Joined,
    /// The client or the domain had used up its budget.
    Limited,
    /// All places for fetches were taken.
    Busy,
    /// The request may not be made here: its method, form, `Host` or origin.
    Refused,
}

impl Outcome {
    /// Its name in logs and metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::FromMemory => "from-memory",
            Self::Joined => "joined",
            Self::Limited => "limited",
            Self::Busy => "busy",
            Self::Refused => "refused",
        }
    }
}
