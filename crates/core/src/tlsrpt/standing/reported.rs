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
        // By hand and as octets: the module has a reader of any JSON already, and one of these types would take 17 kB of it.
        let value = serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string());
        value
            .and_then(|value| Self::read(&value))
            .map_err(|why| format!("This is not what reports say about a domain: {why}."))
    }

    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            domain: string(value, "domain")?,
            policies: list(value, "policies", ReportedApplied::read)?,
            failures: list(value, "failures", ReportedFailure::read)?,
        })
    }
}

impl ReportedApplied {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            policy_type: string(value, "policyType")?,
            lines: list(value, "lines", line)?,
            senders: list(value, "senders", ReportedSender::read)?,
        })
    }
}

impl ReportedSender {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self { organization: string(value, "organization")?, last_day: string(value, "lastDay")? })
    }
}

impl ReportedFailure {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            result_type: string(value, "resultType")?,
            last_day: string(value, "lastDay")?,
            mx_hosts: list(value, "mxHosts", ReportedShare::read)?,
            reasons: list(value, "reasons", ReportedShare::read)?,
        })
    }
}

impl ReportedShare {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self { name: string(value, "name")? })
    }
}

fn line(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| "`lines` should be a list of strings".to_owned())
}

/// A member that may be `null` or absent.
fn string(of: &Value, name: &str) -> Result<Option<String>, String> {
    match of.as_object().map(|members| members.get(name)) {
        Some(None | Some(Value::Null)) => Ok(None),
        Some(Some(Value::String(text))) => Ok(Some(text.clone())),
        _ => Err(format!("`{name}` should be a string")),
    }
}

fn list<T>(of: &Value, name: &str, read: fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    let items = of.get(name).and_then(Value::as_array).ok_or_else(|| format!("`{name}` should be a list"))?;
    let mut list = Vec::new();
    for item in items {
        list.push(read(item)?);
    }
    Ok(list)
}
