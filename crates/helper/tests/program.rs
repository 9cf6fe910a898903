//! The program: what it says when it starts, and when it cannot.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};

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

#[cfg(unix)]
#[test]
fn starts_on_a_free_port_serves_and_ends_on_sigterm() {
    let www = page("starts");
    let mut child = program().args(["--port", "0", "--www"]).arg(&www).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.strip_prefix("mta-sts is ready at http://").unwrap().trim_end().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("<!doctype html>"), "{answer}");
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    std::fs::remove_dir_all(www).unwrap();
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
    for words in
        ["MTA-STS", "--port", "PORT", "--listen", "--www", "--host", "--resolver", "SSL_CERT_FILE", "8080", "dist/www"]
    {
        assert!(text.contains(words), "{words} is not in the help:\n{text}");
    }
}
