//! How much is read. RFC 8460 sets no bounds; these are far above what senders mail, and keep any file within 96 MiB of memory.

/// One MiB.
const MIB: usize = 1 << 20;

/// The largest file, in bytes.
pub const MAX_FILE: usize = 32 * MIB;

/// The largest text of one report, in bytes.
pub const MAX_DOCUMENT: usize = 20 * MIB;

/// The most that is decompressed, in bytes, and the largest message inside of something else.
pub const MAX_COMPRESSED: usize = 10 * MIB;

/// How often what is compressed may fit into what comes out of it, beyond the first [`FREE_OUTPUT`].
pub const MAX_RATIO: usize = 200;

/// Bytes that may come out of any few.
pub const FREE_OUTPUT: usize = MIB;

/// The most members of a gzip file (RFC 1952 §2.2).
pub const MAX_MEMBERS: usize = 16;

/// How often one gzip file may be inside another: some mailers compress what is compressed.
pub const MAX_GZIP_LEVELS: usize = 2;

/// The most levels of multipart (RFC 2046 §5.1) and of messages inside messages.
pub const MAX_MIME_LEVELS: usize = 4;

/// The most parts of a multipart that are looked at.
pub const MAX_PARTS: usize = 1_000;

/// The longest header of a message or part, in bytes.
pub const MAX_HEADER: usize = 256 << 10;

/// The most entries of a zip archive that are looked at.
pub const MAX_ENTRIES: usize = 10_000;

/// The most documents of one file.
pub const MAX_DOCUMENTS: usize = 10_000;

/// The most that is unpacked of one file, in bytes, all its parts together.
pub const MAX_UNPACKED: usize = 64 * MIB;

/// The most documents that [`read_file`](crate::read_file) keeps.
pub const MAX_KEPT_DOCUMENTS: usize = 1_000;

/// The most that [`read_file`](crate::read_file) keeps beyond one document, in bytes of memory, estimated.
pub const MAX_KEPT: usize = 16 * MIB;
