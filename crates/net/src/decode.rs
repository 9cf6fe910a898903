//! A body that the server encoded although it was asked not to (RFC 9110 §8.4).
//!
//! RFC 8461 is silent about it, so a person is shown both: that it was encoded, and what it says. The limit of a policy file
//! holds for what comes out as well, and what is longer is refused, not cut: a bomb ends there.

use std::io::Read;

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use mta_sts::evidence::{Decoding, MAX_POLICY_BYTES};

/// The body before it was encoded, by the values of all `Content-Encoding` fields; or what was in the way of that.
pub(crate) fn decode(encodings: &[&[u8]], body: &[u8]) -> Result<Vec<u8>, Decoding> {
    // A list of more than one is one encoding inside another, which nobody has a use for but whoever wants work done.
    let [encoding] = encodings else { return Err(Decoding::Unsupported) };
    match encoding.trim_ascii().to_ascii_lowercase().as_slice() {
        // RFC 9110 §8.4.1.3: `x-gzip` is the same. RFC 1952 §2.2: a file has one member or more.
        b"gzip" | b"x-gzip" => read(MultiGzDecoder::new(body)),
        // RFC 9110 §8.4.1.2: the zlib format (RFC 1950).
        b"deflate" => read(ZlibDecoder::new(body)),
        _ => Err(Decoding::Unsupported),
    }
}

fn read(decoder: impl Read) -> Result<Vec<u8>, Decoding> {
    let limit = u64::try_from(MAX_POLICY_BYTES).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    // One byte more, to tell a file of exactly this size from a longer one.
    decoder.take(limit.saturating_add(1)).read_to_end(&mut text).map_err(|_| Decoding::Broken)?;
    if text.len() > MAX_POLICY_BYTES { Err(Decoding::TooLarge) } else { Ok(text) }
}

#[cfg(test)]
mod tests;
