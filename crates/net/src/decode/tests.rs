use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use super::*;

const POLICY: &[u8] = b"version: STSv1\nmode: none\nmax_age: 1\n";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_can_be_decoded() {
    let members = [gzip(&POLICY[..10]), gzip(b""), gzip(&POLICY[10..])].concat();
    for (encoding, body, text) in [
        (&b"gzip"[..], gzip(POLICY), POLICY),
        (b" GZip ", gzip(POLICY), POLICY),
        (b"x-gzip", gzip(POLICY), POLICY),
        (b"deflate", zlib(POLICY), POLICY),
        (b"gzip", gzip(b""), b""),
        (b"gzip", members, POLICY),
        // One layer only: what is inside is what the server calls the file.
        (b"gzip", gzip(&gzip(POLICY)), &gzip(POLICY)),
    ] {
        assert_eq!(decode(&[encoding], &body).as_deref(), Ok(text));
    }
}

#[test]
fn h_21_what_is_refused() {
    use Decoding::{Broken, TooLarge, Unsupported};
    let gz = gzip(POLICY);
    let mut wrong_sum = gz.clone();
    let at = wrong_sum.len() - 5;
    wrong_sum[at] ^= 1;
    let many: Vec<u8> = gzip(&[b'a'; 1000]).repeat(66);
    for (encodings, body, failure) in [
        (&[&b"br"[..]][..], gz.clone(), Unsupported),
        (&[b"zstd"], gz.clone(), Unsupported),
        (&[b""], gz.clone(), Unsupported),
        (&[b"gzip, gzip"], gzip(&gz), Unsupported),
        (&[b"gzip", b"gzip"], gzip(&gz), Unsupported),
        (&[b"gzip"], b"".to_vec(), Broken),
        (&[b"gzip"], POLICY.to_vec(), Broken),
        (&[b"gzip"], zlib(POLICY), Broken),
        (&[b"deflate"], gz.clone(), Broken),
        (&[b"deflate"], zlib(POLICY)[..20].to_vec(), Broken),
        (&[b"gzip"], gz[..gz.len() - 1].to_vec(), Broken),
        (&[b"gzip"], wrong_sum, Broken),
        (&[b"gzip"], [gz.as_slice(), b"more"].concat(), Broken),
        (&[b"gzip"], gzip(&[0; MAX_POLICY_BYTES + 1]), TooLarge),
        (&[b"deflate"], zlib(&[0; MAX_POLICY_BYTES + 1]), TooLarge),
        (&[b"gzip"], many, TooLarge),
    ] {
        assert_eq!(decode(encodings, &body), Err(failure), "{} {}", body.len(), failure as u8);
    }
    assert_eq!(decode(&[b"gzip"], &gzip(&[0; MAX_POLICY_BYTES])).unwrap().len(), MAX_POLICY_BYTES);
}

#[test]
fn h_21_a_bomb_is_refused_at_once() {
    let bomb = gzip(&vec![0; 60 << 20]);
    assert!(bomb.len() < MAX_POLICY_BYTES, "{}", bomb.len());
    let start = Instant::now();
    assert_eq!(decode(&[b"gzip"], &bomb), Err(Decoding::TooLarge));
    assert!(start.elapsed() < Duration::from_millis(50), "{:?}", start.elapsed());
}
