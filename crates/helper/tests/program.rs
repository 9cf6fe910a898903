//! The program: what it says when it starts, and when it cannot.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mta-sts-helper"));
    command.env_remove("PORT").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn page(name: &str) -> PathBuf {
    let www = std::env::temp_dir().join(format!("mta-sts-helper-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&www).unwrap();
    std::fs::write(www.join("index.html"), "<!doctype html>").unwrap();
    www
}

/// The sentence on stderr, from a start that fails.
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

/// The program, started by `command` and ready, with its address; gone when dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    www: PathBuf,
}

impl Running {
    fn start(mut command: Command, www: PathBuf) -> Self {
        let mut child = command.args(["--port", "0", "--www"]).arg(&www).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("mta-sts is ready at http://").unwrap().trim_end().parse().unwrap();
        Self { child, address, www }
    }

    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.www);
    }
}

#[cfg(unix)]
#[test]
fn starts_on_a_free_port_serves_and_ends_on_sigterm() {
    let mut running = Running::start(program(), page("starts"));
    let answer = running.get("/");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("<!doctype html>"), "{answer}");
    assert!(Command::new("kill").arg(running.child.id().to_string()).status().unwrap().success());
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn h_60_without_file_descriptors_it_waits_for_some_and_goes_on() {
    // So few that not even the connections find one each.
    for limit in ["64", "20"] {
        let mut command = Command::new("sh");
        command.env_remove("PORT").stdout(Stdio::piped());
        command.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_mta-sts-helper")]);
        let running = Running::start(command, page(limit));
        let held: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(running.address).unwrap()).collect();
        let answer = running.get("/");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{limit}: {answer}");
        drop(held);
        assert!(running.get("/").starts_with("HTTP/1.1 200 OK\r\n"), "{limit}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn h_68_a_thousand_aborts_leave_no_file_descriptor_behind() {
    let mut command = program();
    command.args(["--client-rate", "100000", "--domain-rate", "100000"]);
    let running = Running::start(command, page("aborts"));
    let descriptors = || std::fs::read_dir(format!("/proc/{}/fd", running.child.id())).unwrap().count();
    assert!(running.get("/v1/policy?domain=0.example.com").starts_with("HTTP/1.1 200 OK\r\n"));
    let before = descriptors();
    for round in 0..1_000_usize {
        let mut stream = TcpStream::connect(running.address).unwrap();
        let target = format!("/v1/policy?domain={round}.example.com");
        let octets = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", running.address).into_bytes();
        // From no octet to all of them; half of the time all, so that a fetch has begun.
        let sent = (round * 31 % (octets.len() * 2)).min(octets.len());
        let _ = stream.write_all(&octets[..sent]);
        if round % 8 == 0 {
            std::thread::sleep(Duration::from_millis(u64::try_from(round % 30).unwrap()));
        }
    }
    let start = Instant::now();
    while descriptors().abs_diff(before) > 2 && start.elapsed() < Duration::from_secs(8) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(descriptors().abs_diff(before) <= 2, "{before} became {}", descriptors());
}

#[test]
fn a_start_that_fails_says_why_in_one_line() {
    let www = page("fails");
    let text = refused(program().args(["--www", "/nonexistent"]));
    assert!(text.contains("/nonexistent/index.html is missing"), "{text}");

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let text = refused(program().env("PORT", &port).arg("--www").arg(&www));
    assert!(text.contains(&format!("Port {port} is already in use")), "{text}");

    let nothing = www.join("no-roots.pem");
    std::fs::write(&nothing, "").unwrap();
    let mut command = program();
    command.env("SSL_CERT_FILE", &nothing).env_remove("SSL_CERT_DIR").args(["--port", "0", "--www"]).arg(&www);
    let text = refused(&mut command);
    assert!(text.contains("No trusted root certificates") && text.contains("SSL_CERT_FILE"), "{text}");
    std::fs::remove_dir_all(www).unwrap();
}

#[test]
fn the_help_says_what_it_does() {
    let output = program().arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "MTA-STS",
        "--port",
        "PORT",
        "--listen",
        "--www",
        "--host",
        "--origin",
        "--public",
        "--trusted-proxy",
        "--client-connections",
        "--client-rate",
        "--domain-rate",
        "--cache-seconds",
        "--resolver",
        "SSL_CERT_FILE",
        "8080",
        "dist/www",
    ] {
        assert!(text.contains(words), "{words} is not in the help:\n{text}");
    }
}
