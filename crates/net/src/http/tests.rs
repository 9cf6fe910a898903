//! Against servers that answer whatever they like, on an in-memory stream. Time is virtual: waiting costs nothing.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use super::*;
use crate::metered::{MAX_WIRE_BYTES, Metered};

const HOST: &str = "mta-sts.example.com";
const LIMIT: Duration = Duration::from_secs(20);

/// What a fetch saw of a server, and how many bytes the server got rid of.
struct Seen {
    response: Option<HttpResponse>,
    failure: Option<FetchFailure>,
    request: String,
    taken: usize,
}

impl Seen {
    fn class(&self) -> Option<FailureClass> {
        self.failure.as_ref().map(|failure| failure.class)
    }

    fn status(&self) -> Option<u16> {
        self.response.as_ref().map(|response| response.status)
    }
}

/// Answers with `start`, then with `rest` again and again, `pause` before each; without a rest, closes.
async fn ask(start: impl AsRef<[u8]>, rest: &'static [u8], pause: Duration) -> Seen {
    let (client, mut server) = tokio::io::duplex(4096);
    let start = start.as_ref().to_vec();
    let task = tokio::spawn(async move {
        let request = read_request(&mut server).await;
        let mut taken = 0;
        let mut next = start.as_slice();
        while server.write_all(next).await.is_ok() {
            taken += next.len();
            next = rest;
            if rest.is_empty() {
                break;
            }
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
        }
        (request, taken)
    });
    let mut response = None;
    let failure = get(Metered::new(client), HOST, Deadline::begin(LIMIT), &mut response).await.err();
    let (request, taken) = task.await.unwrap();
    Seen { response, failure, request, taken }
}

async fn read_request(server: &mut DuplexStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(server.read_u8().await.unwrap());
    }
    String::from_utf8(request).unwrap()
}

async fn answer(text: impl AsRef<[u8]>) -> Seen {
    ask(text, b"", Duration::ZERO).await
}

fn with_body(size: usize) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n").into_bytes();
    answer.resize(answer.len() + size, b'a');
    answer
}

fn chunked(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}")
}

#[tokio::test]
async fn the_request_is_exactly_this() {
    let seen = answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX: \xff\r\nContent-Length: 2\r\n\r\nok").await;
    assert_eq!(
        seen.request,
        format!(
            "GET /.well-known/mta-sts.txt HTTP/1.1\r\nhost: mta-sts.example.com\r\naccept: text/plain\r\n\
             accept-encoding: identity\r\nuser-agent: mta-sts-checker/{}\r\nconnection: close\r\n\r\n",
            env!("CARGO_PKG_VERSION")
        )
    );
    assert_eq!(seen.failure, None);
    let response = seen.response.unwrap();
    let names: Vec<_> = response.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!((response.status, names), (200, vec!["content-type", "x", "content-length"]));
    assert_eq!((response.body.as_ref(), response.truncated), (b"ok".as_slice(), false));
    assert_eq!(response.redirect_target, None);
}

#[tokio::test]
async fn h_20_size_at_the_limit_and_one_beyond() {
    let exact = answer(with_body(MAX_POLICY_BYTES)).await;
    let response = exact.response.unwrap();
    assert_eq!((exact.failure, response.body.as_ref().len(), response.truncated), (None, MAX_POLICY_BYTES, false));
    let beyond = answer(with_body(MAX_POLICY_BYTES + 1)).await;
    let response = beyond.response.unwrap();
    assert_eq!((beyond.failure, response.body.as_ref().len(), response.truncated), (None, MAX_POLICY_BYTES, true));
}

#[tokio::test]
async fn h_20_endless_bodies_are_left_early() {
    let endless: [(&str, &'static [u8]); 4] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", &[b'a'; 1000]),
        ("HTTP/1.1 200 OK\r\n\r\n", &[b'a'; 1000]),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10\r\naaaaaaaaaaaaaaaa\r\n"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", &[b'a'; 1000]),
    ];
    for (start, rest) in endless {
        let seen = ask(start, rest, Duration::ZERO).await;
        assert_eq!((seen.class(), seen.status()), (None, Some(200)), "{start}");
        assert!(seen.response.unwrap().truncated, "{start}");
        assert!(seen.taken <= MAX_WIRE_BYTES + 4096, "{start}: {}", seen.taken);
    }
}

#[tokio::test]
async fn h_20_framing_without_end_is_left_early() {
    let endless: [(&str, &'static [u8]); 4] = [
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", &[b'x'; 1000]),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"trailer: x\r\n"),
        ("HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ];
    for (start, rest) in endless {
        let seen = ask(start, rest, Duration::ZERO).await;
        assert_eq!(seen.class(), Some(FailureClass::HttpProtocol), "{start}");
        assert!(seen.taken <= MAX_WIRE_BYTES + 4096, "{start}: {}", seen.taken);
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_told_from_a_whole_one() {
    for (text, body, words) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nversion: ".to_owned(), "version: ", "after 9 of 100 bytes"),
        (chunked("5\r\nversi\r\n"), "versi", "after 5 bytes"),
        (chunked("ff\r\nversi"), "versi", "after 5 bytes"),
    ] {
        let seen = answer(&text).await;
        assert_eq!((seen.class(), seen.status()), (Some(FailureClass::BodyIncomplete), Some(200)), "{text}");
        assert_eq!(seen.response.unwrap().body.as_ref(), body.as_bytes());
        assert!(seen.failure.unwrap().detail.contains(words), "{text}");
    }
    let longer = answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nversion").await;
    assert_eq!((longer.class(), longer.response.unwrap().body.as_ref()), (None, b"vers".as_slice()));
}

#[tokio::test]
async fn h_06_redirects_are_recorded_as_they_came() {
    for status in [301, 302, 303, 307, 308] {
        for target in ["http://127.0.0.1/", "file:///etc/passwd", "//evil.example", "/<b>\"x"] {
            let seen = answer(format!("HTTP/1.1 {status} X\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n")).await;
            let response = seen.response.unwrap();
            assert_eq!((response.status, response.redirect_target.as_deref()), (status, Some(target)));
        }
    }
    let created = answer("HTTP/1.1 201 Created\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(created.response.unwrap().redirect_target, None);
}

#[tokio::test]
async fn h_21_a_compressed_body_stays_as_it_is() {
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let mut text = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n".to_vec();
    text.extend(gzip);
    let response = answer(text).await.response.unwrap();
    assert_eq!(response.body.as_ref(), gzip);
    assert_eq!(response.headers[0].value.as_ref(), b"gzip");
}

#[tokio::test]
async fn h_22_heads_beyond_reason_are_refused() {
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(10_000));
    let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(10 << 20));
    for text in [
        many.as_str(),
        long.as_str(),
        "HTTP/1.1 200 OK\r\nx: y\0z\r\n\r\n",
        "HTTP/1.1 200 OK\r\nx : y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "version: STSv1\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "",
    ] {
        let seen = answer(text).await;
        let shown: String = text.chars().take(60).collect();
        assert_eq!((seen.class(), seen.status()), (Some(FailureClass::HttpProtocol), None), "{shown:?}");
        let detail = seen.failure.unwrap().detail;
        assert!(detail.ends_with('.') && detail.starts_with(HOST), "{detail}");
    }
    let long = format!("x: {}\r\n", "y".repeat(MAX_FIELD_BYTES));
    for text in [long.as_str(), "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"] {
        let seen = answer(format!("HTTP/1.1 200 OK\r\n{text}\r\n3\r\nabc\r\n0\r\n\r\n")).await;
        assert_eq!((seen.class(), seen.status()), (Some(FailureClass::HttpProtocol), Some(200)));
    }
    let garbled = answer(chunked("zz\r\n")).await;
    assert_eq!((garbled.class(), garbled.status()), (Some(FailureClass::HttpProtocol), Some(200)));
}

#[tokio::test]
async fn h_22_what_rfc_9112_has_a_client_read() {
    let field = |seen: Seen, name: &str| {
        let headers = seen.response.unwrap().headers;
        headers.iter().find(|header| header.name == name).map(|header| header.value.as_ref().to_vec()).unwrap()
    };
    // §5.2
    let folded = answer("HTTP/1.1 200 OK\r\nx: y\r\n \t folded\r\nz: 1\r\n\r\n").await;
    assert_eq!(folded.class(), None);
    assert_eq!(field(folded, "x"), b"y folded");
    // §2.2
    assert_eq!(field(answer("HTTP/1.1 200 OK\nx: y\n\nabc").await, "x"), b"y");
    // §6.3
    let twice = answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc").await;
    assert_eq!((twice.class(), twice.response.unwrap().body.as_ref()), (None, b"abc".as_slice()));
}

#[tokio::test]
async fn h_22_eight_interim_responses_and_no_more() {
    for (count, class) in [(8, None), (9, Some(FailureClass::HttpProtocol)), (500, Some(FailureClass::HttpProtocol))] {
        let interim = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".repeat(count);
        let seen = answer(format!("{interim}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).await;
        assert_eq!((seen.class(), seen.status().is_some()), (class, class.is_none()), "{count}");
    }
}

#[tokio::test]
async fn statuses_without_a_body_are_responses() {
    for status in [204, 304, 404, 500] {
        let seen = answer(format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!((seen.class(), seen.status()), (None, Some(status)));
    }
    assert_eq!(answer("HTTP/1.0 200 OK\r\n\r\nold").await.response.unwrap().body.as_ref(), b"old");
}

#[tokio::test(start_paused = true)]
async fn h_23_slow_servers_end_at_the_deadline() {
    for (start, rest, class, words) in [
        ("", b"H".as_slice(), FailureClass::HttpTimeout, "no HTTP response within the 20 seconds"),
        ("HTTP/1.1 200 OK\r\nX: ", b"y", FailureClass::HttpTimeout, "no HTTP response within the 20 seconds"),
        ("HTTP/1.1 200 OK\r\n\r\n", b"v", FailureClass::BodyTimeout, "within the 20 seconds of the fetch, after"),
    ] {
        let begin = tokio::time::Instant::now();
        let pause = if start.is_empty() { Duration::from_secs(30) } else { Duration::from_secs(1) };
        let seen = ask(start, rest, pause).await;
        assert_eq!(seen.class(), Some(class), "{start}");
        assert_eq!(seen.status().is_some(), class == FailureClass::BodyTimeout);
        assert!(seen.failure.unwrap().detail.contains(words));
        assert!(begin.elapsed() < Duration::from_secs(31), "{:?}", begin.elapsed());
    }
}
