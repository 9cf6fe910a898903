//! Zip archives (APPNOTE 6.3.10) of reports: entries that are stored or deflated.

use std::borrow::Cow;
use std::collections::BTreeMap;

use flate2::Crc;
use mta_sts::tlsrpt::report::ReportProblemKind;
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive, ZipVerification};

use crate::caps::MAX_DOCUMENT;
use crate::inflate::{Fault, Inflater};
use crate::problem::{Problem, error, size};

const BASIS: &str = "RFC 8460 §5";

/// An archive, its directory not yet read.
pub(crate) struct Archive<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// The bytes that entries took so far, by where they begin. What overlaps is made to be read many times over.
    taken: BTreeMap<u64, u64>,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(file: &'a [u8]) -> Result<Self, Problem> {
        match ZipArchive::from_slice(file) {
            Ok(archive) => Ok(Self { archive, taken: BTreeMap::new() }),
            Err(_) => Err(bad(
                format!("No end of the directory (PK\\x05\\x06) in the {} of this zip archive", size(file.len())),
                "A whole archive. It was cut off or damaged: fetch or pack it again.",
            )),
        }
    }

    /// The archive, to go through its entries.
    pub(crate) fn directory(&self) -> ZipSliceArchive<&'a [u8]> {
        self.archive.clone()
    }

    /// The content of an entry.
    pub(crate) fn content(
        &mut self,
        entry: &ZipFileHeaderRecord<'_>,
        inflater: &mut Inflater,
    ) -> Result<Cow<'a, [u8]>, Problem> {
        let method = entry.compression_method();
        if entry.flags().is_encrypted() || entry.flags().has_strong_encryption() {
            return Err(bad(
                "It is encrypted".to_owned(),
                "An entry without a password. Unpack the archive and hand in what is inside.",
            ));
        }
        if method != CompressionMethod::STORE && method != CompressionMethod::DEFLATE {
            return Err(bad(
                format!("It is compressed with method {}", method.as_u16()),
                "Stored (0) or deflated (8). Unpack the archive and hand in what is inside.",
            ));
        }
        let data = self.data(entry)?;
        let too_large = |length: u64| {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            error(
                ReportProblemKind::TooLarge,
                BASIS,
                format!("It says that it is {}", size(length)),
                format!("A report of at most {}. It is not read.", size(MAX_DOCUMENT)),
            )
        };
        if usize::try_from(entry.uncompressed_size_hint()).is_ok_and(|length| length > MAX_DOCUMENT) {
            return Err(too_large(entry.uncompressed_size_hint()));
        }
        let (content, crc) = if method == CompressionMethod::STORE {
            let mut crc = Crc::new();
            crc.update(data);
            (Cow::Borrowed(data), crc.sum())
        } else {
            let mut text = Vec::new();
            let inflated = inflater.inflate(data, 0, &mut text).map_err(|fault| match fault {
                Fault::Cut => bad("Its compressed data breaks off".to_owned(), DAMAGED),
                Fault::Nonsense(at) => bad(format!("No compressed data (DEFLATE) at byte {at} of it"), DAMAGED),
                Fault::Refused(problem) => problem,
            })?;
            (Cow::Owned(text), inflated.crc.sum())
        };
        let is = ZipVerification { crc, uncompressed_size: u64::try_from(content.len()).unwrap_or(u64::MAX) };
        let says = ZipVerification { crc: entry.crc32(), uncompressed_size: entry.uncompressed_size_hint() };
        if says.uncompressed_size != is.uncompressed_size {
            return Err(bad(
                format!("The directory says {} bytes, it is {}", says.uncompressed_size, is.uncompressed_size),
                DAMAGED,
            ));
        }
        if says.crc != is.crc {
            return Err(bad(
                format!("The directory has the checksum {:08x}, it has {:08x}", says.crc, is.crc),
                DAMAGED,
            ));
        }
        Ok(content)
    }

    /// The compressed bytes of an entry, which no other entry may share.
    fn data(&mut self, entry: &ZipFileHeaderRecord<'_>) -> Result<&'a [u8], Problem> {
        let start = entry.local_header_offset();
        let local = self
            .archive
            .get_entry(entry.wayfinder())
            .map_err(|_| bad(format!("Nothing of it at byte {start}, where the directory has it"), DAMAGED))?;
        let (begin, end) = local.compressed_data_range();
        let before = self.taken.range(..end).next_back();
        if before.is_some_and(|(_, taken)| *taken > start) {
            return Err(bad(
                format!("It begins at byte {start}, inside of another entry"),
                "Entries beside each other. Such an archive is made to waste time: this entry is not read.",
            ));
        }
        self.taken.insert(start, end);
        let file: &'a [u8] = self.archive.get_ref();
        let range = usize::try_from(begin).ok().zip(usize::try_from(end).ok());
        range.and_then(|(begin, end)| file.get(begin..end)).ok_or_else(|| bad("It breaks off".to_owned(), DAMAGED))
    }
}

const DAMAGED: &str = "A whole entry. The archive is damaged: fetch or pack it again.";

fn bad(saw: String, expected: &str) -> Problem {
    error(ReportProblemKind::BadZip, BASIS, saw, expected)
}

/// A directory that breaks off.
pub(crate) fn broken_directory(entries: usize) -> Problem {
    bad(
        format!("The directory cannot be read behind {entries} entries"),
        "A whole archive. The entries before are read; fetch or pack it again.",
    )
}

/// Folders, and what one system puts beside files for itself.
pub(crate) fn is_ignored(name: &str) -> bool {
    name.ends_with('/') || name.ends_with('\\') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store")
}
