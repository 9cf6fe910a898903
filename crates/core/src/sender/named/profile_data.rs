//! The senders.

use super::matching::Matching;
use super::profile::{
    DaneOrder, Fact, IdUse, KnownBy, Lifetime, LookupFailed, MediaType, NewIdUnfetched, Profile, RecordLost,
    RecordPrefix, SeveralRecords, SizeLimit, StatusRule,
};
use super::readers::Reader;
use super::readers::fields::{Encoding, LineRules, Mx, OddLine, Repeats};
use super::readers::lines::LineEnds;
use super::readers::number::Number;
use super::readers::part::White;
use crate::policy::MAX_MAX_AGE;

/// Something that was read in the source.
const fn read<T>(is: T) -> Fact<T> {
    Fact { is, known_by: KnownBy::ReadInSource }
}

/// Something that others report.
const fn reported<T>(is: T) -> Fact<T> {
    Fact { is, known_by: KnownBy::Reported }
}

const KIB: usize = 1_024;
const DAY: u64 = 86_400;
const LONGEST: i64 = MAX_MAX_AGE as i64;
/// As Go's `mime.ParseMediaType` reads it.
const GO_TEXT_PLAIN: MediaType = MediaType::Required { any_case: true, sound_parameters: true };
const TEXT_PLAIN: MediaType = MediaType::Required { any_case: true, sound_parameters: false };

/// A sender that goes by the RFC around the text, to describe the others by what they do otherwise.
const BY_THE_RFC: Profile = Profile {
    name: "",
    version: "as read and run in 2026",
    text_known_by: KnownBy::Run,
    media_type: read(GO_TEXT_PLAIN),
    status: read(StatusRule::Only200),
    size: read(SizeLimit::Refuse(64 * KIB)),
    id: read(IdUse::Keyed),
    new_id_unfetched: read(NewIdUnfetched::KeepsCached),
    record_lost: read(RecordLost::KeepsCached),
    lookup_failed: read(LookupFailed::GoesOn),
    lifetime: read(Lifetime::AsRead),
    several_records: read(SeveralRecords::NoPolicy),
    record_prefix: read(RecordPrefix::Grammar),
    dane: None,
    reader: Reader::Lines(LineRules::LENIENT),
    matching: Matching::Postfix,
};

/// In the order in which they are shown.
pub(super) static PROFILES: [Profile; 8] = [
    Profile {
        name: "mox",
        media_type: read(MediaType::Ignored),
        lookup_failed: read(LookupFailed::Waits),
        dane: Some(read(DaneOrder::First)),
        reader: Reader::Cursor,
        matching: Matching::LookupNames,
        ..BY_THE_RFC
    },
    Profile {
        name: "postfix-tlspol",
        id: read(IdUse::IgnoredUntilExpiry),
        new_id_unfetched: read(NewIdUnfetched::NotAsked),
        lifetime: read(Lifetime::AtMost(30 * DAY)),
        dane: Some(read(DaneOrder::First)),
        reader: Reader::Lines(LineRules {
            most_kib: 64,
            ends: LineEnds::GoScanner,
            line_end: White::Wsp,
            empty_line: OddLine::Refused,
            no_colon: OddLine::Refused,
            name: White::Nothing,
            value: White::Wsp,
            strict_extensions: true,
            number: Number::GRAMMAR,
            max_age_cap: Some(LONGEST),
            mx: Mx::Pattern,
            forgets_nothing: true,
            ..LineRules::LENIENT
        }),
        ..BY_THE_RFC
    },
    Profile {
        name: "postfix-mta-sts-resolver",
        media_type: read(TEXT_PLAIN),
        record_prefix: read(RecordPrefix::Version),
        dane: Some(reported(DaneOrder::Overridden)),
        reader: Reader::Lines(LineRules {
            encoding: Encoding::Ascii,
            ends: LineEnds::Python,
            line_end: White::Python,
            no_colon: OddLine::Name,
            name: White::Nothing,
            value: White::Python,
            repeats: Repeats::Last,
            number: Number::PYTHON,
            max_age: 0..=LONGEST,
            ..LineRules::LENIENT
        }),
        ..BY_THE_RFC
    },
    Profile {
        name: "chasquid",
        size: read(SizeLimit::Cut(10 * KIB)),
        id: read(IdUse::IgnoredRefreshing { every: 600 }),
        several_records: read(SeveralRecords::OneIsEnough),
        record_prefix: read(RecordPrefix::Exact),
        reader: Reader::Lines(LineRules {
            ends: LineEnds::GoScanner,
            repeats: Repeats::Last,
            number: Number::GO,
            max_age: 1..=LONGEST,
            none_needs_mx: true,
            ..LineRules::LENIENT
        }),
        matching: Matching::ALabels,
        ..BY_THE_RFC
    },
    Profile {
        name: "rest-mail/go-mtasts",
        media_type: read(TEXT_PLAIN),
        reader: Reader::Lines(LineRules { max_age: 1..=LONGEST, mx: Mx::Written, ..LineRules::LENIENT }),
        matching: Matching::Plain,
        ..BY_THE_RFC
    },
    Profile {
        name: "foxcpp/go-mtasts",
        size: read(SizeLimit::Unlimited),
        lookup_failed: read(LookupFailed::CallerDecides),
        several_records: read(SeveralRecords::NoPolicyWhateverKind),
        record_prefix: read(RecordPrefix::AnyOrder),
        reader: Reader::Lines(LineRules {
            ends: LineEnds::GoScanner,
            empty_line: OddLine::Refused,
            no_colon: OddLine::Refused,
            colon_in_value: false,
            name: White::Nothing,
            repeats: Repeats::LastOfAllGood,
            number: Number::GO,
            ..LineRules::LENIENT
        }),
        matching: Matching::ULabels,
        ..BY_THE_RFC
    },
    Profile {
        name: "kumomta",
        text_known_by: KnownBy::ReadInSource,
        media_type: read(MediaType::Required { any_case: false, sound_parameters: false }),
        size: read(SizeLimit::Unlimited),
        new_id_unfetched: read(NewIdUnfetched::DropsToNone),
        several_records: read(SeveralRecords::Joined),
        record_prefix: read(RecordPrefix::AnyOrder),
        dane: Some(read(DaneOrder::First)),
        reader: Reader::Lines(LineRules {
            ends: LineEnds::LfOrCrlf,
            no_colon: OddLine::Refused,
            repeats: Repeats::Refused,
            number: Number::RUST,
            mx: Mx::LowerCase,
            ..LineRules::LENIENT
        }),
        matching: Matching::HostWithoutDots,
        ..BY_THE_RFC
    },
    Profile {
        name: "stalwart",
        text_known_by: KnownBy::ReadInSource,
        media_type: read(MediaType::Ignored),
        status: read(StatusRule::Any),
        size: read(SizeLimit::Refuse(KIB * KIB)),
        new_id_unfetched: read(NewIdUnfetched::DropsToNone),
        lifetime: read(Lifetime::Within { from: 3_600, until: MAX_MAX_AGE, else_for: DAY }),
        several_records: read(SeveralRecords::FirstReadable),
        record_prefix: read(RecordPrefix::AnyOrder),
        reader: Reader::Colons,
        matching: Matching::HostAsIs,
        ..BY_THE_RFC
    },
];
