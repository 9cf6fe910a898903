//! What is known of a sender.

use serde::Serialize;

use super::matching::{Match, Matching};
use super::profile_data::PROFILES;
use super::readers::{Reader, Reading};

/// How something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KnownBy {
    /// It was read in the source.
    ReadInSource,
    /// The program itself was run.
    Run,
    /// Others report it.
    Reported,
}

/// Something that a sender does, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// What it does.
    pub is: T,
    /// How it is known.
    pub known_by: KnownBy,
}

/// A named implementation that sends mail under MTA-STS policies.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Which version is meant, in a few words.
    pub version: &'static str,
    /// How it is known what it makes of a policy text: [`Profile::read`] and [`Profile::matches`].
    pub text_known_by: KnownBy,
    /// What it makes of the Content-Type of the policy file (RFC 8461 §3.2).
    pub media_type: Fact<MediaType>,
    /// Which HTTP status it takes. None of them follows a redirect (RFC 8461 §3.3).
    pub status: Fact<StatusRule>,
    /// How large a policy file may be (RFC 8461 §3.3).
    pub size: Fact<SizeLimit>,
    /// What it uses the record's `id` for (RFC 8461 §3.1).
    pub id: Fact<IdUse>,
    /// What it does while a policy is cached, a new id is published and the new policy cannot be had (RFC 8461 §3.3).
    pub new_id_unfetched: Fact<NewIdUnfetched>,
    /// What it does while a policy is cached and there is no usable record (RFC 8461 §3.1).
    pub record_lost: Fact<RecordLost>,
    /// What it does where nothing is cached and the record's lookup fails; RFC 8461 does not say.
    pub lookup_failed: Fact<LookupFailed>,
    /// How long it keeps a policy, given the `max_age` it read (RFC 8461 §3.2).
    pub lifetime: Fact<Lifetime>,
    /// What it makes of several TXT records (RFC 8461 §3.1).
    pub several_records: Fact<SeveralRecords>,
    /// What a record has to begin with (RFC 8461 §3.1).
    pub record_prefix: Fact<RecordPrefix>,
    /// What comes first where a mail server has TLSA records as well (RFC 8461 §2); `None` where that is not known.
    pub dane: Option<Fact<DaneOrder>>,
    /// How it reads a policy text.
    pub(super) reader: Reader,
    /// How it matches hosts with patterns.
    pub(super) matching: Matching,
}

impl Profile {
    /// All senders.
    pub fn all() -> &'static [Self] {
        &PROFILES
    }

    /// The sender of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|profile| profile.name == name)
    }

    /// What its parser makes of a policy text, whatever it was served with.
    pub fn read(&self, text: &[u8]) -> Reading {
        self.reader.read(text, None)
    }

    /// Whether a pattern, as it stands in a policy, is one for a host, as the sender has it: in lower case and without
    /// root dot if it comes from DNS.
    pub fn matches(&self, pattern: &str, host: &str) -> Match {
        match self.reader.pattern(pattern) {
            Ok(Some(kept)) => self.matching.matches(&kept, host),
            Ok(None) | Err(_) => Match::Invalid,
        }
    }
}

/// What a sender makes of the Content-Type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// It does not look at it.
    Ignored,
    /// It has to be `text/plain`.
    Required {
        /// In any letter case.
        any_case: bool,
        /// The parameters have to be well-formed too.
        sound_parameters: bool,
    },
}

/// Which HTTP status a sender takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRule {
    /// 200 and no other (RFC 8461 §3.3).
    Only200,
    /// Any: whatever comes is read as a policy.
    Any,
}

/// How large a policy file may be, in octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeLimit {
    /// A larger one is refused.
    Refuse(usize),
    /// Of a larger one so much is read as if it were all.
    Cut(usize),
    /// There is no limit.
    Unlimited,
}

/// What a sender uses the record's `id` for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdUse {
    /// It fetches the policy anew when the id changes.
    Keyed,
    /// Nothing: it keeps the policy until `max_age` has passed.
    IgnoredUntilExpiry,
    /// Nothing: it fetches every policy it holds anew, again and again.
    IgnoredRefreshing {
        /// The seconds between.
        every: u64,
    },
}

/// A new id is published, the new policy cannot be had, and another is cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewIdUnfetched {
    /// The cached policy stays in force (RFC 8461 §3.3: it MUST).
    KeepsCached,
    /// It goes on as if there were no policy, unless it is set to require one.
    DropsToNone,
    /// It never asks while a policy is cached.
    NotAsked,
}

/// There is no usable record any more, and a policy is cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordLost {
    /// The cached policy stays in force until `max_age` has passed (RFC 8461 §3.1).
    KeepsCached,
    /// The cached policy is dropped.
    Drops,
}

/// The record's lookup fails, and nothing is cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupFailed {
    /// The message waits.
    Waits,
    /// The message goes out as if there were no policy.
    GoesOn,
    /// It is a library and gives the error to its caller.
    CallerDecides,
}

/// How long a policy is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as it says.
    AsRead,
    /// As long as it says, and at most so many seconds.
    AtMost(u64),
    /// As long as it says where that is from `from` to before `until` seconds, otherwise `else_for` seconds.
    Within {
        /// The shortest.
        from: u64,
        /// The first that is too long.
        until: u64,
        /// What takes the place of all others.
        else_for: u64,
    },
}

impl Lifetime {
    /// The seconds that a policy is kept, given its `max_age` as read.
    ///
    /// ```
    /// use mta_sts::sender::named::Profile;
    /// let stalwart = Profile::named("stalwart").unwrap();
    /// assert_eq!(stalwart.lifetime.is.seconds(60), 86_400);
    /// assert_eq!(stalwart.lifetime.is.seconds(604_800), 604_800);
    /// ```
    pub fn seconds(self, max_age: i128) -> u64 {
        let read = u64::try_from(max_age.max(0)).unwrap_or(u64::MAX);
        match self {
            Self::AsRead => read,
            Self::AtMost(most) => read.min(most),
            Self::Within { from, until, else_for } => {
                if (from..until).contains(&read) {
                    read
                } else {
                    else_for
                }
            }
        }
    }
}

/// What a sender makes of several TXT records at `_mta-sts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeveralRecords {
    /// Several that are MTA-STS records are as good as none (RFC 8461 §3.1); others do not count.
    NoPolicy,
    /// Several of whatever kind are as good as none.
    NoPolicyWhateverKind,
    /// One that begins rightly is enough.
    OneIsEnough,
    /// The first that can be read counts.
    FirstReadable,
    /// They are joined and read as one.
    Joined,
}

/// What a record has to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordPrefix {
    /// `v=STSv1`, white space perhaps, and `;`, as the grammar has it.
    Grammar,
    /// `v=STSv1;` exactly.
    Exact,
    /// `v=STSv1`, whatever follows.
    Version,
    /// Nothing: `v` may stand anywhere.
    AnyOrder,
}

/// MTA-STS and DANE at the same mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaneOrder {
    /// DANE comes first.
    First,
    /// The MTA-STS policy overrides DANE.
    Overridden,
}
