//! What of a summary is held against a check.

use serde_json::Value;

/// What of a summary is held against a check: the part of a [`DomainReports`](crate::tlsrpt::summary::DomainReports) that matters.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The policy domain.
    pub domain: Option<String>,
    /// The policies that senders applied.
    pub policies: Vec<ReportedApplied>,
    /// The ways in which sessions failed.
    pub failures: Vec<ReportedFailure>,
}

/// See [`AppliedPolicy`](crate::tlsrpt::summary::AppliedPolicy).
#[derive(Clone, Debug)]
pub struct ReportedApplied {
    /// `policy-type`.
    pub policy_type: Option<String>,
    /// `policy-string`.
    pub lines: Vec<String>,
    /// Who applied it.
    pub senders: Vec<ReportedSender>,
}

/// See [`SenderSessions`](crate::tlsrpt::summary::SenderSessions).
#[derive(Clone, Debug)]
pub struct ReportedSender {
    /// `organization-name`.
    pub organization: Option<String>,
    /// The last day of its reports, as `2026-11-25`.
    pub last_day: Option<String>,
}

/// See [`FailureSummary`](crate::tlsrpt::summary::FailureSummary).
#[derive(Clone, Debug)]
pub struct ReportedFailure {
    /// The result type.
    pub result_type: Option<String>,
    /// The last day on which it was reported.
    pub last_day: Option<String>,
    /// At which MX hosts.
    pub mx_hosts: Vec<ReportedShare>,
    /// The reasons that senders gave.
    pub reasons: Vec<ReportedShare>,
}

/// See [`SessionShare`](crate::tlsrpt::summary::SessionShare).
#[derive(Clone, Debug)]
pub struct ReportedShare {
    /// What the sessions have in common.
    pub name: Option<String>,
}

impl Reported {
    /// Reads the JSON of a [`DomainReports`](crate::tlsrpt::summary::DomainReports). Members it does not know are ignored.
    ///
    /// # Errors
    /// A sentence where this is none.
    pub fn from_json(text: &str) -> Result<Self, String> {
        // By hand and as octets: the module has a reader of any JSON already, and one of these types would take 14 kB more.
        let read = serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string()).and_then(|value| {
            let mut wrong = None;
            let reported = Self::read(&value, &mut wrong);
            wrong.map_or(Ok(reported), Err)
        });
        read.map_err(|why| format!("This is not what reports say about a domain: {why}."))
    }

    fn read(value: &Value, wrong: &mut Wrong) -> Self {
        Self {
            domain: string(value, "domain", wrong),
            policies: list(value, "policies", wrong, ReportedApplied::read),
            failures: list(value, "failures", wrong, ReportedFailure::read),
        }
    }
}

impl ReportedApplied {
    fn read(value: &Value, wrong: &mut Wrong) -> Self {
        Self {
            policy_type: string(value, "policyType", wrong),
            lines: list(value, "lines", wrong, line),
            senders: list(value, "senders", wrong, ReportedSender::read),
        }
    }
}

impl ReportedSender {
    fn read(value: &Value, wrong: &mut Wrong) -> Self {
        Self { organization: string(value, "organization", wrong), last_day: string(value, "lastDay", wrong) }
    }
}

impl ReportedFailure {
    fn read(value: &Value, wrong: &mut Wrong) -> Self {
        Self {
            result_type: string(value, "resultType", wrong),
            last_day: string(value, "lastDay", wrong),
            mx_hosts: list(value, "mxHosts", wrong, ReportedShare::read),
            reasons: list(value, "reasons", wrong, ReportedShare::read),
        }
    }
}

impl ReportedShare {
    fn read(value: &Value, wrong: &mut Wrong) -> Self {
        Self { name: string(value, "name", wrong) }
    }
}

/// What is not as it should be, the first of it.
type Wrong = Option<String>;

fn line(value: &Value, wrong: &mut Wrong) -> String {
    let line = value.as_str();
    if line.is_none() {
        wrong.get_or_insert_with(|| "`lines` should be a list of strings".to_owned());
    }
    line.unwrap_or_default().to_owned()
}

/// A member that may be `null` or absent.
fn string(of: &Value, name: &str, wrong: &mut Wrong) -> Option<String> {
    match of.as_object().map(|members| members.get(name)) {
        Some(Some(Value::String(text))) => return Some(text.clone()),
        Some(None | Some(Value::Null)) => {}
        _ => _ = wrong.get_or_insert_with(|| format!("`{name}` should be a string")),
    }
    None
}

fn list<T>(of: &Value, name: &str, wrong: &mut Wrong, read: fn(&Value, &mut Wrong) -> T) -> Vec<T> {
    let mut list = Vec::new();
    match of.get(name) {
        Some(Value::Array(items)) => {
            for item in items {
                list.push(read(item, wrong));
            }
        }
        _ => _ = wrong.get_or_insert_with(|| format!("`{name}` should be a list")),
    }
    list
}
