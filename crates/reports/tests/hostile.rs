//! Files that are made to cost: each ends soon and in little memory, and the next file reads as if nothing had been.
//!
//! `cargo test --release -p mta-sts-reports --test hostile -- --nocapture` prints what they cost.
#![cfg(test)]

mod common;

use std::time::{Duration, Instant};

use common::mail::{attachment, base64, header, message, multipart};
use common::zip::{Entry, archive, deflated, stored};
use common::{NAME, gzip, gzip_best, ids, report};
use mta_sts_reports::{MAX_COMPRESSED, MAX_DOCUMENT, MAX_FILE, read_file};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// The largest document; without optimisation a smaller one, for all takes many times as long.
const LARGE: usize = if cfg!(debug_assertions) { 2 * MIB } else { MAX_DOCUMENT };

const MOST: Duration = if cfg!(debug_assertions) { Duration::from_secs(30) } else { Duration::from_secs(5) };

/// A deflate stream of a GiB of spaces, made without compressing a GiB: blocks that end at a byte are put after each other.
fn bomb() -> Vec<u8> {
    use flate2::{Compress, Compression, FlushCompress};
    let mut block = Vec::with_capacity(64 << 10);
    let mut compress = Compress::new(Compression::best(), false);
    compress.compress_vec(&vec![b' '; MIB], &mut block, FlushCompress::Full).unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    // An empty last block, and a trailer that is not reached.
    [head.to_vec(), block.repeat(1_024), vec![3, 0], vec![0; 8]].concat()
}

fn fill(begin: &str, item: &str, end: &str, length: usize) -> Vec<u8> {
    let count = (length - begin.len() - end.len()) / (item.len() + 1) - 1;
    [begin, &format!("{item},").repeat(count), item, end].concat().into_bytes()
}

fn nested(depth: usize, open: &str, close: &str) -> Vec<u8> {
    let text = [open.repeat(depth), "1".to_owned(), close.repeat(depth)].concat();
    [b"{\"policies\":".as_slice(), text.as_bytes(), b"}"].concat()
}

fn in_details(item: &str) -> Vec<u8> {
    let begin = r#"{"report-id":"big","policies":[{"policy":{"policy-type":"sts"},"summary":{"total-failure-session-count":1},"failure-details":["#;
    fill(begin, item, "]}]}", LARGE)
}

fn detail(text: usize) -> String {
    let text = "\\u0000".repeat(text);
    format!(
        r#"{{"result-type":"{text}","sending-mta-ip":"{text}","receiving-mx-hostname":"{text}","receiving-ip":"{text}","failed-session-count":1}}"#
    )
}

/// A message with a multipart in a multipart, and so on.
fn deep_mime(levels: usize) -> Vec<u8> {
    let levels = 0..levels;
    let open: String =
        levels.clone().map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n")).collect();
    (header("r1") + &open + "\nend\n").into_bytes()
}

/// What makes a file.
type Make = Box<dyn Fn() -> Vec<u8>>;

/// The files, made one after the other.
fn files() -> Vec<(String, Make)> {
    let mut files: Vec<(String, Make)> = Vec::new();
    let mut add = |what: &str, make: Make| files.push((what.to_owned(), make));
    for exponent in 2..=7 {
        let depth = 10_usize.pow(exponent);
        for (what, open, close) in [("arrays", "[", "]"), ("objects", "{\"a\":", "}"), ("both", "[{\"a\":", "}]")] {
            let depth = depth.min((MAX_DOCUMENT - 64) / (open.len() + close.len()));
            add(&format!("W-03 {depth} {what} in gzip"), Box::new(move || gzip(&nested(depth, open, close))));
        }
    }
    add("W-03 20 MiB of [", Box::new(|| vec![b'['; MAX_DOCUMENT]));
    add("W-03 20 MiB of [ in gzip", Box::new(|| gzip_best(&vec![b'['; MAX_DOCUMENT])));
    add("W-03 100,000 multiparts", Box::new(|| deep_mime(100_000)));
    add(
        "W-03 300,000 messages in messages",
        Box::new(|| "Content-Type: message/rfc822\n\n".repeat(300_000).into_bytes()),
    );
    add("W-03 300,000 of unknown type", Box::new(|| "Content-Type: application/x\n\n".repeat(300_000).into_bytes()));

    add("W-04 bomb of 1 GiB", Box::new(bomb));
    add("W-04 500,000 empty members", Box::new(|| gzip(b"").repeat(500_000)));
    add("W-04 truncated", Box::new(|| gzip(&noise(MAX_COMPRESSED - 4_096))[..MAX_COMPRESSED - 8_192].to_vec()));
    add("W-04 wrong checksum", Box::new(|| with_wrong_checksum(gzip(&noise(9 * MIB)))));
    add(
        "W-04 10 MiB of junk behind",
        Box::new(|| {
            let mut file = gzip(&report("r1"));
            file.resize(MAX_COMPRESSED, b'j');
            file
        }),
    );
    add(
        "W-04 a name of 1 MiB",
        Box::new(|| {
            [&[0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255], vec![b'n'; MIB].as_slice(), b"\0", &gzip(&report("r1"))[10..]]
                .concat()
        }),
    );

    add("W-05 numbers", Box::new(|| fill("[", "1", "]", LARGE)));
    add("W-05 numbers in failure-details", Box::new(|| in_details("1")));
    add("W-05 {} in failure-details", Box::new(|| in_details("{}")));
    add(
        "W-05 strings in policy-string",
        Box::new(|| fill(r#"{"policies":[{"policy":{"policy-string":["#, r#""""#, "]}}]}", LARGE)),
    );
    add("W-05 {} in policies", Box::new(|| fill(r#"{"policies":["#, "{}", "]}", LARGE)));
    add("W-05 failure-details", Box::new(|| in_details(&detail(1))));
    add("W-05 failure-details, long", Box::new(|| in_details(&detail(80))));
    add(
        "W-05 one string",
        Box::new(|| [b"{\"report-id\":\"".as_slice(), &vec![b'x'; MAX_DOCUMENT - 16], b"\"}"].concat()),
    );
    add("W-05 members", Box::new(|| fill("{", r#""a":1"#, "}", LARGE)));
    add(
        "W-05 failure-details in base64 in a message",
        Box::new(|| message("r1", &[&attachment("application/tlsrpt+json", "a.json", &in_details(&detail(80)))])),
    );
    add(
        "W-05 the same stored in a zip archive",
        Box::new(|| archive(&[stored("a.json", &in_details(&detail(80))), stored("b.json", &noise(11 * MIB))])),
    );
    add(
        "W-05 gzip in a message in a zip archive",
        Box::new(|| {
            archive(&[
                stored("a.eml", &message("r1", &[&attachment("application/tlsrpt+gzip", NAME, &noisy_report())])),
                stored("b", &noise(MAX_FILE - 10 * MIB)),
            ])
        }),
    );
    add("W-05 100,000 entries", Box::new(|| archive(&vec![stored("a.json", b"{}"); 100_000])));
    add("W-05 10,000 entries of the same bytes", Box::new(|| archive(&shared(deflated("a.json", &noise(2 * MIB))))));
    add(
        "W-05 entries with 100 problems each",
        Box::new(|| archive(&vec![deflated("a.json", &fill(r#"{"policies":["#, "{}", "]}", 1_000)); LARGE / 2_048])),
    );
    add(
        "W-05 20 entries as large as may be",
        Box::new(|| archive(&vec![deflated("a.json", &noise_of_spaces(LARGE)); 20])),
    );

    add("a header line of 10 MiB", Box::new(|| [header("r1").as_bytes(), b"X: ", &vec![b'x'; 10 * MIB]].concat()));
    add(
        "100,000 boundaries",
        Box::new(|| (header("r1") + &multipart("mixed", "b", &vec!["\n"; 100_000])).into_bytes()),
    );
    add(
        "parts that miss their boundary",
        Box::new(|| {
            (header("r1")
                + &multipart("mixed", "b", &vec!["Content-Type: multipart/mixed; boundary=c\n\nx\n"; 160_000]))
                .into_bytes()
        }),
    );
    add("parameters", Box::new(parameters));
    add(
        "base64 that is none",
        Box::new(|| {
            let part = "Content-Type: application/x\nContent-Transfer-Encoding: base64\n\n".to_owned();
            message("r1", &[&(part + &"====!!!!".repeat(MIB))])
        }),
    );
    add(
        "10 MiB of base64",
        Box::new(|| {
            message(
                "r1",
                &[&format!(
                    "Content-Type: application/x\nContent-Transfer-Encoding: base64\n\n{}",
                    base64(&noise(7 * MIB))
                )],
            )
        }),
    );
    add("a mailbox file of 300,000", Box::new(|| "From a 12:34:56\nTo: x\n\n\n".repeat(300_000).into_bytes()));
    add("From lines", Box::new(|| "From a 12:34:56\n\n".repeat(600_000).into_bytes()));
    files
}

/// 1,000 headers full of parameters that are to be put together (RFC 2231 §3).
fn parameters() -> Vec<u8> {
    let same: String = (1..600).map(|at| format!(";a*{at}=x")).collect();
    let other: String = (1..400).map(|at| format!(";a{at}*1=x")).collect();
    let parts: Vec<String> =
        [same, other].iter().cycle().take(1_000).map(|list| format!("Content-Type: a/b{list}\n\nx")).collect();
    (header("r1") + &multipart("mixed", "b", &parts.iter().map(String::as_str).collect::<Vec<_>>())).into_bytes()
}

/// Octets that do not compress, the same every time.
fn noise(length: usize) -> Vec<u8> {
    let mut state: u64 = 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// White space that compresses a little better than the cap on the ratio wants.
fn noise_of_spaces(length: usize) -> Vec<u8> {
    noise(length / 160)
        .into_iter()
        .flat_map(|octet| [b" \t\r\n"[usize::from(octet & 3)]].into_iter().chain([b' '; 159]))
        .collect()
}

/// A report of 12 MiB that is a little more than half as large compressed.
fn noisy_report() -> Vec<u8> {
    let noise = noise(6 * MIB);
    let texts: Vec<String> =
        noise.chunks(512).map(|chunk| chunk.iter().map(|octet| format!("{octet:02x}")).collect()).collect();
    let details: Vec<String> = texts.iter().map(|text| format!(r#"{{"result-type":"{text}"}}"#)).collect();
    gzip_best(format!(r#"{{"policies":[{{"failure-details":[{}]}}]}}"#, details.join(",")).as_bytes())
}

fn with_wrong_checksum(mut file: Vec<u8>) -> Vec<u8> {
    let at = file.len() - 8;
    file[at] ^= 1;
    file
}

fn shared(entry: Entry) -> Vec<Entry> {
    let again = Entry { is_shared: true, ..entry.clone() };
    [vec![entry], vec![again; 9_999]].concat()
}

#[test]
fn w_03_w_04_w_05_hostile_files_end_soon_and_in_little_memory() {
    let good = gzip(&report("r1"));
    for (what, make) in files() {
        let bytes = make();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let start = Instant::now();
        let file = read_file("report", &bytes);
        let took = start.elapsed();
        // The file itself is in the module's memory, too.
        let peak = MEMORY.peak_usage() - before + bytes.len();
        let kinds: Vec<String> = common::kinds(&file).iter().take(2).map(|kind| format!("{kind:?}")).collect();
        println!(
            "{what:50} {:>6} KiB {:>7.1} ms {:>6.1} MiB  {} {}",
            bytes.len() >> 10,
            took.as_secs_f64() * 1e3,
            peak as f64 / MIB as f64,
            file.documents.len(),
            kinds.join(" ")
        );
        assert!(took < MOST, "{what} took {took:?}");
        assert!(peak <= 96 * MIB, "{what} took {} MiB", peak / MIB);
        assert_eq!(ids(&read_file(NAME, &good)), [(String::new(), "r1".to_owned())], "a good file after {what}");
    }
}
