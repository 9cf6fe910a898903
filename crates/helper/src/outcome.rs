//! What became of a request for a policy file.

/// How an answer of `/v1/policy` came about, as an extension of the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was fetched for this request.
    Fetched,
    /// It was fetched a short while ago.
    FromMemory,
    /// It was being fetched already, for somebody else.
    Joined,
    /// The client, or the domain, had used up what it may ask.
    Limited,
    /// Too many fetches were under way.
    Busy,
    /// The request was one that is never answered.
    Refused,
}
