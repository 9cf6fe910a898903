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

/// `--check-config`: status, the plan, the problems.
fn checked(command: &mut Command) -> (Option<i32>, Vec<String>, Vec<String>) {
    let output = command.arg("--check-config").output().unwrap();
    let lines = |bytes| String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
    (output.status.code(), lines(output.stdout), lines(output.stderr))
}

#[test]
fn a_check_says_what_would_be_done() {
    let www = page("checks");
    let mut command = program();
    command.args(["--port", "0", "--host", "a.example", "--host", "b.example", "--drain-seconds", "7"]);
    command.env("MTA_STS_HELPER_WWW", &www).env("MTA_STS_HELPER_LOG", "json").env("MTA_STS_HELPER_LOG_DOMAINS", "yes");
    command.env("MTA_STS_HELPER_ORIGIN", "https://c.example,http://d.example:81");
    command
        .env("MTA_STS_HELPER_TRUSTED_PROXY", "192.0.2.0/24,198.51.100.1")
        .env("MTA_STS_HELPER_RESOLVER", "192.0.2.53");
    command.env("MTA_STS_HELPER_DOMAIN_RATE", "3");
    // What stands on the command line goes before it.
    command.env("MTA_STS_HELPER_HOST", "e.example").env("MTA_STS_HELPER_ADMIN_LISTEN", "[::1]:0");
    let (status, plan, problems) = checked(&mut command);
    assert_eq!((status, problems.as_slice()), (Some(0), [].as_slice()), "{plan:?}");
    let told = |about: &str| {
        let line = plan.iter().find_map(|line| line.strip_prefix(about)).unwrap_or_else(|| panic!("{about}: {plan:?}"));
        line.trim_start().to_owned()
    };
    for (about, expected) in [
        ("listen", "127.0.0.1:0"),
        ("names", "localhost, 127.0.0.1, a.example, b.example"),
        ("origins", "https://c.example, http://d.example:81"),
        ("proxies", "192.0.2.0/24, 198.51.100.1/32"),
        ("resolver", "192.0.2.53:53"),
        ("cache", "60 seconds"),
        ("limits", "60 a minute for a client, 3 for a domain; 16 connections"),
        ("admin", "[::1]:0"),
        ("log", "json, with domains, without networks of clients"),
        ("end", "after 7 seconds in which /readyz fails"),
        ("page", www.to_str().unwrap()),
    ] {
        assert_eq!(told(about), expected);
    }
    assert!(told("trusted roots").parse::<usize>().unwrap() > 0);
    assert!(!told("name servers").is_empty());
    std::fs::remove_dir_all(www).unwrap();
}

#[test]
fn a_check_finds_everything_that_is_wrong_at_once() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let nothing = std::env::temp_dir().join(format!("no-roots-{}.pem", std::process::id()));
    std::fs::write(&nothing, "").unwrap();
    let mut command = program();
    command.env("SSL_CERT_FILE", &nothing).env_remove("SSL_CERT_DIR").env("PORT", "80808");
    command.env("MTA_STS_HELPER_LOG_CLIENTS", "perhaps").env("MTA_STS_HELPER_LISTEN", "localhost");
    command.args(["--www", "/nonexistent", "--origin", "www.example.com", "--host=https://checker.example"]);
    command.args([
        "--cache-seconds",
        "61",
        "--client-rate",
        "0",
        "--trusted-proxy",
        "proxy.example",
        "--resolver",
        "dns.example",
    ]);
    command.args(["--log", "xml", "--colour", "--drain-seconds", "-1"]);
    command.args(["--admin-listen", &taken.local_addr().unwrap().to_string()]);
    let (status, _, problems) = checked(&mut command);
    assert_eq!(status, Some(1));
    // Each says what was seen, where, and what is expected.
    let expected = [
        ["80808", "--port", "a number from 0 to 65535"],
        ["localhost", "--listen", "an IP address is expected, such as 127.0.0.1"],
        ["https://checker.example", "--host", "a name is expected such as checker.example"],
        ["www.example.com", "--origin", "begins with https://"],
        ["61", "--cache-seconds", "from 0 to 60"],
        ["'0'", "--client-rate", "1 or more"],
        ["proxy.example", "--trusted-proxy", "such as 192.0.2.0/24"],
        ["dns.example", "--resolver", "system"],
        ["xml", "--log <FORMAT>", "one of none, text, json is expected"],
        ["perhaps", "--log-clients", "true or false is expected"],
        ["-1", "--drain-seconds", "a whole number of seconds is expected"],
        ["--colour", "unexpected argument", ""],
        ["/nonexistent/index.html is missing", "--www DIR", ""],
        ["No trusted root certificates", "SSL_CERT_FILE", ""],
        ["already in use", "--admin-listen", ""],
    ];
    for words in &expected {
        let is_there = problems.iter().any(|sentence| words.iter().all(|word| sentence.contains(word)));
        assert!(is_there, "{words:?}:\n{}", problems.join("\n"));
    }
    assert_eq!(problems.len(), expected.len(), "{}", problems.join("\n"));
    assert!(problems.iter().all(|sentence| sentence.ends_with('.')), "{}", problems.join("\n"));
    std::fs::remove_file(nothing).unwrap();
}

fn help(option: &str) -> String {
    String::from_utf8(program().arg(option).output().unwrap().stdout).unwrap()
}

#[test]
fn the_help_says_what_it_does() {
    let text = help("--help");
    for words in [
        "MTA-STS",
        "PORT",
        "SSL_CERT_FILE",
        "8080",
        "dist/www",
        "For yourself, on this machine",
        "Behind nginx",
        "For everybody",
    ] {
        assert!(text.contains(words), "{words} is not in the help:\n{text}");
    }
    assert!(help("-h").lines().count() < text.lines().count() / 2, "-h is the short one");
}

#[test]
fn every_option_has_its_variable() {
    let text = help("--help");
    let options: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("      --")).collect();
    assert!(options.len() > 10, "{options:?}");
    for option in options {
        let name = option.split(' ').next().unwrap().to_ascii_uppercase().replace('-', "_");
        let variable = if name == "PORT" { name.clone() } else { format!("MTA_STS_HELPER_{name}") };
        // It is there to look at the others.
        assert_eq!(text.contains(&format!("[env: {variable}=")), name != "CHECK_CONFIG", "{variable}");
    }
}
