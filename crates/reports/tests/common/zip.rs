//! Zip archives (APPNOTE 4.3), octet by octet: a writer would not write the wrong ones.

use std::rc::Rc;

use super::{crc, deflate};

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc: u32,
    pub(crate) data: Rc<[u8]>,
    pub(crate) length: u32,
    /// Sizes and checksum stand behind the data, not before it (APPNOTE 4.3.9).
    pub(crate) has_descriptor: bool,
    /// Sizes and offset stand in the extra field (APPNOTE 4.5.3).
    pub(crate) is_zip64: bool,
    /// The data are those of the entry before.
    pub(crate) is_shared: bool,
}

pub(crate) fn stored(name: &str, content: &[u8]) -> Entry {
    Entry {
        name: name.into(),
        flags: 0,
        method: 0,
        crc: crc(content),
        data: content.into(),
        length: u32::try_from(content.len()).unwrap(),
        has_descriptor: false,
        is_zip64: false,
        is_shared: false,
    }
}

pub(crate) fn deflated(name: &str, content: &[u8]) -> Entry {
    Entry { method: 8, data: deflate(content).into(), ..stored(name, content) }
}

pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory, mut before) = (Vec::new(), Vec::new(), 0);
    for entry in entries {
        let offset = if entry.is_shared { before } else { u32::try_from(file.len()).unwrap() };
        before = offset;
        let size = u32::try_from(entry.data.len()).unwrap();
        let flags = entry.flags | if entry.has_descriptor { 8 } else { 0 };
        let sums = [entry.crc, size, entry.length];
        let name = u16::try_from(entry.name.len()).unwrap();
        if !entry.is_shared {
            file.extend(b"PK\x03\x04");
            put16(&mut file, &[20, flags, entry.method, 0, 0]);
            put32(&mut file, &if entry.has_descriptor { [0; 3] } else { sums });
            put16(&mut file, &[name, 0]);
            file.extend(&entry.name);
            file.extend(&*entry.data);
            if entry.has_descriptor {
                file.extend(b"PK\x07\x08");
                put32(&mut file, &sums);
            }
        }
        directory.extend(b"PK\x01\x02");
        put16(&mut directory, &[20, 20, flags, entry.method, 0, 0]);
        put32(&mut directory, &if entry.is_zip64 { [entry.crc, u32::MAX, u32::MAX] } else { sums });
        put16(&mut directory, &[name, if entry.is_zip64 { 28 } else { 0 }, 0, 0, 0]);
        put32(&mut directory, &[0, if entry.is_zip64 { u32::MAX } else { offset }]);
        directory.extend(&entry.name);
        if entry.is_zip64 {
            put16(&mut directory, &[1, 24]);
            put32(&mut directory, &[entry.length, 0, size, 0, offset, 0]);
        }
    }
    let start = u32::try_from(file.len()).unwrap();
    // Beyond 65,535 entries the count does not fit; readers count for themselves.
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    file.extend(&directory);
    file.extend(b"PK\x05\x06");
    put16(&mut file, &[0, 0, count, count]);
    put32(&mut file, &[u32::try_from(directory.len()).unwrap(), start]);
    put16(&mut file, &[0]);
    file
}

fn put16(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}
