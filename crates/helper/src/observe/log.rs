//! The log: a line for each request, on stderr, without personal data unless somebody asked for it.
//!
//! The lines are this server's own; what libraries have to say stays out, because resolvers and TLS stacks name domains.

use std::io::Write as _;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Lines that may wait for whoever reads stderr. No request waits: beyond this they are lost, and counted.
const WAITING: usize = 4096;
/// For the last lines, before the program ends.
const LAST_LINES: Duration = Duration::from_secs(1);
/// Of what somebody typed; the rest is cut off.
const MAX_RAW: usize = 64;

/// How lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// There are none.
    #[default]
    None,
    /// For people: `time level event name=value…`.
    Text,
    /// For programs: a JSON object on each line.
    Json,
}

/// From what importance on lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Probes too, and what was typed: escaped, and at most 64 bytes of it.
    Debug,
    /// Each request, start and end.
    #[default]
    Info,
    /// Only what went wrong on this side: answers of 500 and above.
    Warn,
}

/// What is written, and what stays out.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogSettings {
    /// How lines look.
    pub format: LogFormat,
    /// Which lines.
    pub level: LogLevel,
    /// Whether with the domain that was checked.
    pub domains: bool,
    /// Whether with the network that a request came from.
    pub clients: bool,
}

/// A log on stderr, or none. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub(crate) settings: LogSettings,
    lines: Option<SyncSender<Message>>,
}

#[derive(Debug)]
enum Message {
    Line(String),
    /// Answered once all lines before it are written.
    Flush(SyncSender<()>),
}

#[derive(Serialize)]
struct Line<'a, F> {
    time: String,
    level: LogLevel,
    event: &'a str,
    #[serde(flatten)]
    fields: F,
}

impl Log {
    /// Begins to write on stderr, in a thread of its own.
    pub fn new(settings: LogSettings) -> Self {
        let lines = (settings.format != LogFormat::None).then(|| {
            let (sender, receiver) = sync_channel(WAITING);
            std::thread::spawn(move || write(&receiver));
            sender
        });
        Self { settings, lines }
    }

    /// One line. The names of `fields` are fixed; values from outside are text that [`escaped`] gave, or a domain.
    /// False when it was lost.
    pub(crate) fn line(&self, level: LogLevel, event: &str, fields: impl Serialize) -> bool {
        let Some(lines) = self.lines.as_ref().filter(|_| level >= self.settings.level) else { return true };
        let time = OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default();
        let line = Line { time, level, event, fields };
        let line = match self.settings.format {
            LogFormat::Json => serde_json::to_string(&line),
            _ => serde_json::to_value(&line).map(|line| as_text(&line)),
        };
        let Ok(line) = line else { return false };
        !matches!(lines.try_send(Message::Line(line)), Err(TrySendError::Full(_)))
    }

    /// A line about the server itself.
    pub fn event(&self, event: &str, fields: impl Serialize) {
        self.line(LogLevel::Info, event, fields);
    }

    /// Waits a moment until all lines are written.
    pub fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.lines.as_ref().is_some_and(|lines| lines.try_send(Message::Flush(done)).is_ok()) {
            let _ = written.recv_timeout(LAST_LINES);
        }
    }
}

fn write(messages: &Receiver<Message>) {
    for message in messages {
        match message {
            // In one piece, so that nothing else on stderr comes in between. Nobody may be reading; that is no reason to stop.
            Message::Line(line) => drop(std::io::stderr().write_all(format!("{line}\n").as_bytes())),
            Message::Flush(done) => drop(done.send(())),
        }
    }
}

/// `time level event name=value…`; a value that is more than a word stands as in JSON.
fn as_text(line: &Value) -> String {
    let heads = ["time", "level", "event"].map(|name| line.get(name).and_then(Value::as_str).unwrap_or_default());
    let mut text = heads.join(" ");
    for (name, value) in line.as_object().into_iter().flatten() {
        if matches!(name.as_str(), "time" | "level" | "event") {
            continue;
        }
        let value = match value.as_str() {
            Some(word) if word.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) => {
                word.to_owned()
            }
            _ => value.to_string(),
        };
        text.push_str(&format!(" {name}={value}"));
    }
    text
}

/// What somebody typed, in ASCII without control characters, and no more than 64 bytes of it.
pub(crate) fn escaped(text: &str) -> String {
    text.chars().flat_map(char::escape_default).take(MAX_RAW).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h_67_what_was_typed_is_short_and_plain() {
        for text in ["a\r\nb", "\u{1b}[31m", "\u{2028}", "\u{202e}", "\0", "\u{7f}", "“”", &"x".repeat(10_240)] {
            let escaped = escaped(text);
            assert!(escaped.len() <= 64 && escaped.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{escaped}");
        }
    }

    #[test]
    fn text_lines_are_words() {
        let line = serde_json::json!({
            "time": "2026-01-02T03:04:05Z", "level": "info", "event": "request", "status": 200, "target": "/\\r \"x\"",
        });
        let expected = r#"2026-01-02T03:04:05Z info request status=200 target="/\\r \"x\"""#;
        assert_eq!(as_text(&line), expected);
    }
}
