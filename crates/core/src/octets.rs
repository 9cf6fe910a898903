//! Octets: bytes from the network that are usually, but not certainly, UTF-8 text.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bytes exactly as they arrived.
///
/// JSON form: a string when the bytes are UTF-8 (nearly always), else `{"hex": "fffe…"}`. Nothing is replaced or
/// dropped on the way, because a byte-order mark or a stray Latin-1 byte is itself a finding.
///
/// ```
/// use mta_sts::Octets;
/// assert_eq!(serde_json::to_string(&Octets::from("mode: none")).unwrap(), r#""mode: none""#);
/// let latin1: Octets = serde_json::from_str(r#"{"hex":"6dfc"}"#).unwrap();
/// assert_eq!(latin1.as_ref(), b"m\xfc");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string | { hex: string }"))]
pub struct Octets(Vec<u8>);

impl Octets {
    /// Takes the bytes out.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Octets {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&str> for Octets {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hex {
    hex: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wire {
    Text(String),
    Hex(Hex),
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Hex { hex: self.0.iter().map(|byte| format!("{byte:02x}")).collect() }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)? {
            Wire::Text(text) => Ok(Self(text.into_bytes())),
            Wire::Hex(Hex { hex }) => decode_hex(&hex)
                .map(Self)
                .ok_or_else(|| D::Error::custom(format!("expected pairs of hexadecimal digits, found {hex:?}"))),
        }
    }
}

/// `None` unless `text` is pairs of hexadecimal digits.
fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|&[high, low]| {
            let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|value| u8::try_from(value).ok());
            Some(digit(high)?.wrapping_shl(4) | digit(low)?)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_string_survives_json(bytes: Vec<u8>) {
            let octets = Octets::from(bytes);
            let json = serde_json::to_string(&octets).unwrap();
            prop_assert_eq!(serde_json::from_str::<Octets>(&json).unwrap(), octets);
        }
    }

    #[test]
    fn bad_hex_is_refused() {
        for json in [r#"{"hex":"f"}"#, r#"{"hex":"zz"}"#, r#"{"hex":"+1"}"#, r#"{"text":"x"}"#, "7"] {
            assert!(serde_json::from_str::<Octets>(json).is_err(), "{json}");
        }
    }
}
