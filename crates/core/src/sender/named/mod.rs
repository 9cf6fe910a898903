//! Named senders: how one implementation reads the policy it gets, and what it does around that.
//!
//! "Valid" does not say what happens to mail: senders in use read the same text differently. Each [`Profile`] says how
//! one of them does, in the version that was read and run in 2026; newer ones may do otherwise. Only implementations
//! whose source is public are here.
//!
//! ```
//! use mta_sts::sender::named::{Match, Profile, Reading};
//! let text = b"version: STSv1\nmode: none\nmax_age: 86400\n";
//! let refuses = |profile: &&Profile| matches!(profile.read(text), Reading::Refused { .. });
//! let names: Vec<_> = Profile::all().iter().filter(refuses).map(|profile| profile.name).collect();
//! assert_eq!(names, ["chasquid", "stalwart"]);
//!
//! let kumomta = Profile::named("kumomta").unwrap();
//! assert_eq!(kumomta.matches("mail.example.com.", "mail.example.com"), Match::No);
//! ```
//!
//! # Limits
//!
//! - U-labels are converted without the tables of IDNA: what a table would replace, compose or refuse is compared as it
//!   stands, and the rules for scripts written from right to left are not applied. MX records hold A-labels, so this
//!   concerns patterns that no policy should have.
//! - chasquid counts `max_age` in nanoseconds, in 64 bits: a number beyond 9223372036 may come out as one that it takes.
//!   Here it is refused like any other beyond a year.
//! - postfix-mta-sts-resolver decodes a file in the charset that its Content-Type names. Here UTF-8 is decoded, and in any
//!   other charset the file is read as ASCII; digits of other scripts, which it takes in a UTF-8 file, are no digits here.
//! - No more of a file is known than was fetched: what follows the first 64 KiB is not read, though KumoMTA, Stalwart and
//!   foxcpp/go-mtasts would.

mod matching;
mod profile;
mod profile_data;
mod profile_reading;
mod profile_serving;
mod readers;

pub use matching::Match;
pub use profile::{
    DaneOrder, Fact, IdUse, KnownBy, Lifetime, LookupFailed, MediaType, NewIdUnfetched, Profile, RecordLost,
    RecordPrefix, SeveralRecords, SizeLimit, StatusRule,
};
pub use profile_reading::{SenderReading, SenderVerdict, agree, read_by_all};
pub use profile_serving::Served;
pub use readers::{Reading, Refusal};
