//! gzip (RFC 1952): all members of a file, one after the other, under one cap.

use flate2::Crc;
use mta_sts::tlsrpt::report::{ReportProblem, ReportProblemKind};

use crate::caps::{MAX_COMPRESSED, MAX_MEMBERS};
use crate::inflate::{Fault, Inflater};
use crate::problem::{Problem, error, notice, size};

/// ID1 and ID2 (RFC 1952 §2.3.1).
pub(crate) const MAGIC: &[u8] = &[0x1f, 0x8b];

/// The text, and what stands behind the last member.
pub(crate) type Gunzipped = (Vec<u8>, Option<ReportProblem>);

/// Decompresses every member of `file`.
pub(crate) fn gunzip(file: &[u8], inflater: &mut Inflater) -> Result<Gunzipped, Problem> {
    if file.len() > MAX_COMPRESSED {
        return Err(error(
            ReportProblemKind::TooLarge,
            "RFC 8460 §5.2",
            format!("{} compressed with gzip", size(file.len())),
            format!(
                "At most {} compressed. It is not read; ask its sender for reports of shorter ranges.",
                size(MAX_COMPRESSED)
            ),
        ));
    }
    let mut text = Vec::new();
    let mut at = 0;
    for _ in 0..MAX_MEMBERS {
        at = member(file, at, &mut text, inflater)?;
        let rest = file.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok((text, None));
        }
        if !rest.starts_with(MAGIC) {
            return Ok((text, Some(trailing(rest, at))));
        }
    }
    Err(error(
        ReportProblemKind::TooLarge,
        "RFC 1952 §2.2",
        format!("More than {MAX_MEMBERS} gzip members, one after the other; the next begins at byte {at}"),
        format!("One member; at most {MAX_MEMBERS} are read. Compress the report anew: gunzip, then gzip."),
    ))
}

/// Decompresses the member at `start` and gives where it ends.
fn member(file: &[u8], start: usize, text: &mut Vec<u8>, inflater: &mut Inflater) -> Result<usize, Problem> {
    let begin = header(file, start)?;
    let before = text.len();
    let inflated =
        inflater.inflate(file.get(begin..).unwrap_or_default(), begin, text).map_err(|fault| match fault {
            Fault::Cut => cut(file),
            Fault::Nonsense(at) => bad(
                format!("No compressed data (DEFLATE) at byte {}", begin.saturating_add(at)),
                "Data as gzip writes it. The file is damaged: save the attachment again.",
            ),
            Fault::Refused(problem) => problem,
        })?;
    let trailer = begin.saturating_add(inflated.taken);
    let (Some(crc), Some(length)) = (number(file, trailer), number(file, trailer.saturating_add(4))) else {
        return Err(cut(file));
    };
    if crc != inflated.crc.sum() {
        return Err(bad(
            format!("The checksum at byte {trailer} is {crc:08x}, that of the text {:08x}", inflated.crc.sum()),
            "The same (RFC 1952 §2.3.1, CRC32). The file was changed on its way: save the attachment again.",
        ));
    }
    // RFC 1952 §2.3.1: the length modulo 2^32; no text here is that long.
    let came = text.len().saturating_sub(before);
    if usize::try_from(length) != Ok(came) {
        return Err(bad(
            format!("The length at byte {} is {length}, that of the text {came}", trailer.saturating_add(4)),
            "The same (RFC 1952 §2.3.1, ISIZE). The file was changed on its way: save the attachment again.",
        ));
    }
    Ok(trailer.saturating_add(8))
}

/// Where the compressed data of the member at `start` begins (RFC 1952 §2.3). Its name and comment are passed over, not read.
fn header(file: &[u8], start: usize) -> Result<usize, Problem> {
    let byte = |at: usize| start.checked_add(at).and_then(|at| file.get(at)).copied();
    let (Some(method), Some(flags)) = (byte(2), byte(3)) else { return Err(cut(file)) };
    if method != 8 {
        return Err(bad(
            format!("The compression method at byte {} is {method}", start.saturating_add(2)),
            "8, which is DEFLATE (RFC 1952 §2.3.1). The file is damaged, or no gzip: save the attachment again.",
        ));
    }
    // RFC 1952 §2.3.1.2: a decompressor must refuse reserved bits.
    if flags & 0b1110_0000 != 0 {
        return Err(bad(
            format!("The flags at byte {} are {flags:#04x}", start.saturating_add(3)),
            "No reserved bits (RFC 1952 §2.3.1). The file is damaged, or no gzip: save the attachment again.",
        ));
    }
    let mut at = start.saturating_add(10);
    if flags & 4 != 0 {
        let (Some(low), Some(high)) = (file.get(at), file.get(at.saturating_add(1))) else { return Err(cut(file)) };
        at = at.saturating_add(2).saturating_add(usize::from(u16::from_le_bytes([*low, *high])));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let rest = file.get(at..).unwrap_or_default();
            let Some(end) = rest.iter().position(|octet| *octet == 0) else { return Err(cut(file)) };
            at = at.saturating_add(end).saturating_add(1);
        }
    }
    if flags & 2 != 0 {
        let (Some(low), Some(high)) = (file.get(at), file.get(at.saturating_add(1))) else { return Err(cut(file)) };
        let mut crc = Crc::new();
        crc.update(file.get(start..at).unwrap_or_default());
        if crc.sum() & 0xffff != u32::from(u16::from_le_bytes([*low, *high])) {
            return Err(bad(
                format!("The checksum of the gzip header at byte {at} is another than the header's"),
                "The same (RFC 1952 §2.3.1, CRC16). The file was changed on its way: save the attachment again.",
            ));
        }
        at = at.saturating_add(2);
    }
    if at > file.len() { Err(cut(file)) } else { Ok(at) }
}

/// The 32-bit number at `at` (RFC 1952 §2.1).
fn number(file: &[u8], at: usize) -> Option<u32> {
    let octets = file.get(at..at.checked_add(4)?)?;
    octets.try_into().map(u32::from_le_bytes).ok()
}

fn cut(file: &[u8]) -> Problem {
    bad(
        format!("It breaks off at byte {}, before the end of what is compressed", file.len()),
        "A whole gzip file. Save the attachment again, or ask for the report once more.",
    )
}

fn bad(saw: impl Into<String>, expected: &str) -> Problem {
    error(ReportProblemKind::BadGzip, "RFC 1952 §2.3", saw, expected)
}

fn trailing(rest: &[u8], at: usize) -> ReportProblem {
    let what = if rest.iter().all(|octet| *octet == 0) { "zeros" } else { "something else" };
    notice(
        ReportProblemKind::TrailingData,
        "RFC 1952 §2.2",
        format!("From byte {at} on, behind the end of what is compressed, {} of {what}", size(rest.len())),
        "The end of the file. What stands before it is read, the rest is not.",
    )
}
