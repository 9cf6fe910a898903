//! Policies in bulk: texts come in through a buffer that stays, results go out as numbers, so that nothing is made for
//! what nobody asks about. `js/src/packed.ts` is the other side of this border.

use mta_sts::finding::all_rules;
use mta_sts::policy::{Mode, locate_policy, parse_policy};
use mta_sts::text::{Span, Validity};
use mta_sts::{HostName, MxPattern};
use wasm_bindgen::prelude::*;

/// The stable names of all findings; a packed finding names one by its place in this list.
#[wasm_bindgen(js_name = findingIds)]
pub fn finding_ids() -> Vec<String> {
    all_rules().map(|rule| rule.id.to_owned()).collect()
}

/// Reads policies. One of these serves any number of them, one call after the other.
#[wasm_bindgen]
pub struct PolicyReader {
    input: Vec<u8>,
    output: Vec<u32>,
    rules: Places,
}

#[wasm_bindgen]
impl PolicyReader {
    /// A reader with empty buffers.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript knows no default")]
    pub fn new() -> Self {
        Self { input: Vec::new(), output: Vec::new(), rules: Places::new() }
    }

    /// Makes room for so many octets and gives the address to write them to. Any call may move all of memory, so views
    /// of it have to be made anew when its buffer is another.
    pub fn input(&mut self, octets: usize) -> *const u8 {
        if self.input.len() < octets {
            self.input.resize(octets.next_power_of_two(), 0);
        }
        self.input.as_ptr()
    }

    /// Reads the policy in the first `octets` of the input, and gives the address of the result.
    pub fn read(&mut self, octets: usize) -> *const u32 {
        pack(self.input.get(..octets).unwrap_or_default(), &self.rules, &mut self.output);
        self.output.as_ptr()
    }

    /// The patterns of the policy in the first `octets` of the input; none if no sender can use it.
    #[wasm_bindgen(js_name = readPatterns)]
    pub fn read_patterns(&self, octets: usize) -> Patterns {
        let (policy, _) = parse_policy(self.input.get(..octets).unwrap_or_default());
        Patterns { mx: policy.map(|policy| policy.mx).unwrap_or_default() }
    }

    /// Matches hosts with patterns. The input holds the hosts, with one octet between them; their lengths are given in
    /// octets. Gives the address of one word for each host: 1 if one of the patterns allows it.
    #[wasm_bindgen(js_name = matchHosts)]
    pub fn match_hosts(&mut self, patterns: &Patterns, lengths: &[u32]) -> *const u32 {
        self.output.clear();
        self.output.extend(texts(&self.input, lengths).map(|host| {
            // What is not UTF-8 cannot come from JavaScript.
            let host = HostName::from_dns(std::str::from_utf8(host).unwrap_or_default());
            u32::from(patterns.mx.iter().any(|pattern| pattern.matches(&host)))
        }));
        self.output.as_ptr()
    }
}

/// The place of each finding in [`finding_ids`], in the order of the names.
struct Places(Vec<(&'static str, u32)>);

impl Places {
    /// One goes in after the other: a sort would be the larger part of this crate.
    fn new() -> Self {
        let mut places: Vec<(&'static str, u32)> = Vec::new();
        for (rule, place) in all_rules().zip(0..) {
            places.insert(places.partition_point(|(id, _)| *id < rule.id), (rule.id, place));
        }
        Self(places)
    }

    fn of(&self, id: &str) -> Option<u32> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.0.get(at).map(|(_, place)| *place)
    }
}

/// The `mx` patterns of a policy, to match hosts with.
#[wasm_bindgen]
pub struct Patterns {
    mx: Vec<MxPattern>,
}

/// Splits an input into texts of these lengths, with one octet between them.
fn texts<'a>(input: &'a [u8], lengths: &'a [u32]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = input;
    lengths.iter().map(move |&length| {
        let (text, after) = rest.split_at_checked(length as usize).unwrap_or((rest, &[]));
        rest = after.get(1..).unwrap_or_default();
        text
    })
}

/// How many words come before the first pattern.
const HEAD: usize = 9;

/// Writes what is found in a text:
///
/// 0. how many words there are;
/// 1. the validity: 0 valid, 1 senders differ, 2 invalid;
/// 2. the mode: 0 no usable policy, 1 enforce, 2 testing, 3 none;
/// 3. `max_age`, its lower half, and
/// 4. its upper half;
/// 5. how many `mx` patterns, then
/// 6. how many extensions, and
/// 7. how many findings follow;
/// 8. how many findings were left out.
///
/// A pattern is two words, its span; an extension four, the spans of name and value; a finding three, its place in
/// [`finding_ids`] and its span. Spans are in UTF-16 code units.
fn pack(text: &[u8], rules: &Places, output: &mut Vec<u32>) {
    let (places, violations) = locate_policy(text);
    let ordered = violations.in_order();
    let places = places.as_ref();
    let mx = places.map(|places| places.mx.as_slice()).unwrap_or_default();
    let extensions = places.map(|places| places.extensions.as_slice()).unwrap_or_default();
    let max_age = places.map(|places| places.max_age).unwrap_or_default();
    let body = [2 * mx.len(), 4 * extensions.len(), 3 * ordered.len()];
    let words = HEAD + body.iter().sum::<usize>();
    output.clear();
    output.reserve(words);
    output.extend_from_slice(&[
        number(words),
        match violations.validity() {
            Validity::Valid => 0,
            Validity::SendersDiffer => 1,
            Validity::Invalid => 2,
        },
        match places.map(|places| places.mode) {
            None => 0,
            Some(Mode::Enforce) => 1,
            Some(Mode::Testing) => 2,
            Some(Mode::None) => 3,
        },
        // The halves of a number of 64 bits.
        max_age as u32,
        (max_age >> 32) as u32,
        number(mx.len()),
        number(extensions.len()),
        number(ordered.len()),
        number(violations.omitted),
    ]);
    let units = Units::new(text);
    for span in mx {
        output.extend_from_slice(&units.span(*span));
    }
    for (name, value) in extensions {
        output.extend_from_slice(&units.span(*name));
        output.extend_from_slice(&units.span(*value));
    }
    for violation in ordered {
        output.push(rules.of(violation.rule.id).unwrap_or(u32::MAX));
        output.extend_from_slice(&units.span(violation.span));
    }
}

/// Memory has 32 bits here, so this cuts nothing off.
fn number(size: usize) -> u32 {
    size as u32
}

/// Places in a text, counted in UTF-16 code units as JavaScript does.
enum Units {
    /// All octets are ASCII: they are the units.
    Octets(usize),
    /// The unit that begins at, or holds, each octet; and one more for the end.
    Table(Vec<u32>),
}

impl Units {
    fn new(text: &[u8]) -> Self {
        if text.is_ascii() {
            return Self::Octets(text.len());
        }
        let mut before = 0;
        let mut table: Vec<u32> = Vec::with_capacity(text.len().saturating_add(1));
        for &octet in text {
            table.push(before);
            before = before.saturating_add(units_at(octet));
        }
        table.push(before);
        Self::Table(table)
    }

    fn span(&self, span: Span) -> [u32; 2] {
        [self.place(span.start), self.place(span.end)]
    }

    fn place(&self, place: usize) -> u32 {
        match self {
            Self::Octets(length) => number(place.min(*length)),
            Self::Table(table) => table.get(place).or(table.last()).copied().unwrap_or_default(),
        }
    }
}

/// How many UTF-16 code units begin with an octet of UTF-8 (RFC 3629 §3): one for each character, two for those of four
/// octets.
fn units_at(octet: u8) -> u32 {
    match octet {
        0x80..=0xbf => 0,
        0xf0.. => 2,
        _ => 1,
    }
}
