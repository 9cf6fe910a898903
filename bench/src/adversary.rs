//! Inputs that make careless parsers slow.

/// An input that can be made as long as wanted.
pub(crate) struct Adversary {
    pub(crate) name: &'static str,
    /// Appends the part with this number.
    part: fn(&mut Vec<u8>, usize),
}

impl Adversary {
    /// `head`, then as many whole parts as fit into `length` octets.
    pub(crate) fn text(&self, head: &str, length: usize) -> Vec<u8> {
        let mut text = head.as_bytes().to_vec();
        for number in 0.. {
            let end = text.len();
            (self.part)(&mut text, number);
            if text.len() > length {
                text.truncate(end);
                break;
            }
        }
        text
    }
}

/// For the parsers of policies and records.
pub(crate) const TEXTS: &[Adversary] = &[
    Adversary { name: "good lines", part: |text, n| text.extend(format!("mx: mx{n}.mail.example\n").bytes()) },
    Adversary { name: "semicolons", part: |text, _| text.push(b';') },
    Adversary { name: "colons", part: |text, _| text.push(b':') },
    Adversary { name: "empty mx lines", part: |text, _| text.extend(b"mx:\n") },
    Adversary { name: "commas", part: |text, _| text.extend(b";rua=,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,") },
    Adversary { name: "one giant label", part: |text, n| text.extend(if n == 0 { b"\nmx: a" } else { b"aaaaaa" }) },
    Adversary { name: "one giant value", part: |text, n| text.extend(if n == 0 { b";\nx=:a" } else { b"%25%25" }) },
    Adversary { name: "repeated fields", part: |text, _| text.extend(b"mode: none\n;id=a;rua=mailto:a@b.example") },
    Adversary { name: "a good field again and again", part: |text, _| text.extend(b"version: STSv1\n") },
    Adversary { name: "unknown fields", part: |text, n| text.extend(format!("\nx{n}: y;z{n}=y").bytes()) },
    Adversary { name: "misspelt fields", part: |text, n| text.extend(format!("mod{}: y\n", n % 10).bytes()) },
    Adversary { name: "words", part: |text, _| text.extend(b"a\n;") },
    Adversary { name: "quotation marks", part: |text, _| text.push(b'"') },
    Adversary { name: "escapes", part: |text, _| text.extend(b"\\200") },
    Adversary { name: "blank lines", part: |text, _| text.push(b'\n') },
    Adversary { name: "carriage returns", part: |text, _| text.push(b'\r') },
    Adversary { name: "spaces", part: |text, _| text.push(b' ') },
    Adversary { name: "octets that are not UTF-8", part: |text, _| text.push(0xff) },
    Adversary { name: "lines that are not UTF-8", part: |text, _| text.extend(b"a\xe2\x28\n;") },
    Adversary { name: "invisible characters", part: |text, _| text.extend("\u{200b}".bytes()) },
];

/// Reports that go on and on, with their beginnings. They break off, which shows only at the end.
pub(crate) const REPORTS: &[(&str, Adversary)] = &[
    ("{", Adversary { name: "one member again and again", part: |text, _| text.extend(br#""report-id":"1","#) }),
    ("{", Adversary { name: "unknown members", part: |text, n| text.extend(format!(r#""m{n}":1,"#).bytes()) }),
    ("{\"report-id\":\"", Adversary { name: "one string", part: |text, _| text.push(b'a') }),
    ("{\"report-id\":\"", Adversary { name: "escapes in one string", part: |text, _| text.extend(br"\u00e4") }),
    ("{\"report-id\":\"", Adversary { name: "halves of pairs", part: |text, _| text.extend(br"\ud83d") }),
    ("{\"policies\":[", Adversary { name: "numbers for policies", part: |text, _| text.extend(b"1,") }),
    ("{\"policies\":[", Adversary { name: "empty policies", part: |text, _| text.extend(b"{},") }),
    (
        "{\"policies\":[{\"policy\":{\"policy-string\":[",
        Adversary { name: "lines of a policy", part: |text, n| text.extend(format!("\"mx: mx{n}.example\",").bytes()) },
    ),
    (
        "{\"policies\":[{\"failure-details\":[",
        Adversary {
            name: "failures, each of another type",
            part: |text, n| text.extend(format!(r#"{{"result-type":"t{n}","failed-session-count":{n}}},"#).bytes()),
        },
    ),
    (
        "{\"policies\":[{\"summary\":{\"total-failure-session-count\":",
        Adversary { name: "digits of a count", part: |text, _| text.push(b'9') },
    ),
];

/// A DoH answer that can be made as long as wanted: records of one kind, whose data is made from the number of the record
/// and its length.
pub(crate) struct Answer {
    pub(crate) name: &'static str,
    /// The type's number (RFC 1035 §3.2.2).
    kind: u16,
    records: usize,
    data: fn(usize, usize) -> String,
}

/// For the reader of DoH answers.
pub(crate) const ANSWERS: &[Answer] = &[
    Answer { name: "escapes in one string", kind: 16, records: 1, data: |_, length| quoted(r"\\200", length) },
    Answer { name: "a run of quotation marks", kind: 16, records: 1, data: |_, length| r#"\"\""#.repeat(length / 4) },
    Answer { name: "backslashes", kind: 16, records: 1, data: |_, length| quoted(r"\\\\", length) },
    Answer {
        name: "hexadecimal data",
        kind: 16,
        records: 1,
        data: |_, length| format!(r"\\# {} {}", length / 2, "00".repeat(length / 2)),
    },
    Answer {
        name: "200 TXT records",
        kind: 16,
        records: 200,
        data: |n, length| quoted(&format!("v=STSv1; id={n};"), length),
    },
    Answer {
        name: "200 MX records",
        kind: 15,
        records: 200,
        data: |n, length| format!("{n} {}", "a.".repeat(length / 2)),
    },
    Answer { name: "200 aliases", kind: 5, records: 200, data: |n, _| format!("n{}.example", n + 1) },
    Answer { name: "too many records", kind: 16, records: usize::MAX, data: |_, _| "v=STSv1; id=1;".to_owned() },
];

fn quoted(part: &str, length: usize) -> String {
    format!(r#"\"{}\""#, part.repeat(length / part.len()))
}

impl Answer {
    /// The body of the answer.
    pub(crate) fn body(&self, length: usize) -> Vec<u8> {
        let mut body = br#"{"Status":0,"Answer":["#.to_vec();
        // What a record takes beside its data.
        let most = length.saturating_sub(200) / self.records;
        for number in 0..self.records {
            let data = (self.data)(number, most.saturating_sub(60));
            let record = format!(r#"{{"name":"n{number}.example","type":{},"TTL":1,"data":"{data}"}}"#, self.kind);
            if body.len() + record.len() + 3 > length {
                break;
            }
            if number > 0 {
                body.push(b',');
            }
            body.extend(record.bytes());
        }
        body.extend(b"]}");
        body
    }
}
