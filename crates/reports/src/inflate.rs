//! DEFLATE (RFC 1951) under caps: a window at a time, so that a bomb ends as soon as it is one.

use std::cell::Cell;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use mta_sts::tlsrpt::report::{MAX_DEPTH, ReportProblemKind};

use crate::caps::{FREE_OUTPUT, MAX_DOCUMENT, MAX_RATIO};
use crate::look::is_deep;
use crate::problem::{Problem, error, size};

/// How much is decompressed at once.
const WINDOW: usize = 64 << 10;

/// The first room for a text: most reports fit into it.
const FIRST_ROOM: usize = 8 << 10;

thread_local! {
    /// The one that was used last: making another is a seventh of what a small report takes.
    static IDLE: Cell<Option<Inflater>> = const { Cell::new(None) };
}

/// Decompresses one thing after the other.
pub(crate) struct Inflater {
    state: Decompress,
    window: Vec<u8>,
    /// How many bytes came out since this was asked last.
    came: usize,
}

/// Why something could not be decompressed.
pub(crate) enum Fault {
    /// It breaks off.
    Cut,
    /// No DEFLATE from about this byte on, counted from the start of what was given.
    Nonsense(usize),
    /// More than the caps allow, in size or in depth.
    Refused(Problem),
}

/// What came out.
pub(crate) struct Inflated {
    /// How many bytes it took.
    pub(crate) taken: usize,
    /// The checksum of what came out.
    pub(crate) crc: Crc,
}

impl Inflater {
    /// Lends one to `read`, and keeps it for the next.
    pub(crate) fn lend<T>(read: impl FnOnce(&mut Self) -> T) -> T {
        let new = || Self { state: Decompress::new(false), window: vec![0; WINDOW], came: 0 };
        let mut inflater = IDLE.take().unwrap_or_else(new);
        let outcome = read(&mut inflater);
        IDLE.set(Some(inflater));
        outcome
    }

    /// How many bytes came out since this was asked last, whatever became of them.
    pub(crate) fn take_came(&mut self) -> usize {
        std::mem::take(&mut self.came)
    }

    /// Decompresses what `input` begins with to the end of `text`. The caps hold for all that `text` then holds, of which
    /// `before` bytes of the file were taken before `input`.
    pub(crate) fn inflate(&mut self, input: &[u8], before: usize, text: &mut Vec<u8>) -> Result<Inflated, Fault> {
        self.state.reset(false);
        let mut taken: usize = 0;
        let mut crc = Crc::new();
        loop {
            let rest = input.get(taken..).unwrap_or_default();
            let (was_in, was_out) = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(rest, &mut self.window, FlushDecompress::None);
            taken = taken.saturating_add(progress(was_in, self.state.total_in()));
            let Ok(status) = status else { return Err(Fault::Nonsense(taken)) };
            let out = progress(was_out, self.state.total_out());
            let chunk = self.window.get(..out).unwrap_or_default();
            crc.update(chunk);
            self.came = self.came.saturating_add(out);
            let length = text.len().saturating_add(out);
            bound(length, before.saturating_add(taken))?;
            append(text, chunk, length);
            if length >= WINDOW && was_out == 0 && is_deep(text) {
                return Err(Fault::Refused(too_deep()));
            }
            if status == Status::StreamEnd {
                return Ok(Inflated { taken, crc });
            }
            if out == 0 && was_in == self.state.total_in() {
                return Err(Fault::Cut);
            }
        }
    }
}

fn progress(was: u64, is: u64) -> usize {
    usize::try_from(is.saturating_sub(was)).unwrap_or(usize::MAX)
}

/// Doubles the room as vectors do, but never beyond the cap.
fn append(text: &mut Vec<u8>, chunk: &[u8], length: usize) {
    if length > text.capacity() {
        let wanted = length.saturating_mul(2).clamp(FIRST_ROOM, MAX_DOCUMENT.max(length));
        text.reserve_exact(wanted.saturating_sub(text.len()));
    }
    text.extend_from_slice(chunk);
}

/// What is nested like this is refused before all of it is in memory; its place the core would tell.
fn too_deep() -> Problem {
    error(
        ReportProblemKind::TooDeep,
        "RFC 8259 §9",
        format!("More than {MAX_DEPTH} levels of objects and arrays in the first {}", size(WINDOW)),
        format!("At most {MAX_DEPTH} levels (RFC 8259 §9); a report has 6. It is not read."),
    )
}

fn bound(length: usize, taken: usize) -> Result<(), Fault> {
    let too_large = |saw: String, expected: String| {
        Err(Fault::Refused(error(ReportProblemKind::TooLarge, "RFC 8460 §5.2", saw, expected)))
    };
    if length > MAX_DOCUMENT {
        return too_large(
            format!("More than {} come out of the first {} compressed", size(MAX_DOCUMENT), size(taken)),
            format!(
                "A report of at most {}. This one is not read; ask its sender for reports of shorter ranges.",
                size(MAX_DOCUMENT)
            ),
        );
    }
    if length.saturating_sub(FREE_OUTPUT) > taken.saturating_mul(MAX_RATIO) {
        return too_large(
            format!("{} come out of the first {} compressed", size(length), size(taken)),
            format!(
                "At most {MAX_RATIO} times as much as is compressed, beyond the first {}. No report is so repetitive: it is not read.",
                size(FREE_OUTPUT)
            ),
        );
    }
    Ok(())
}
