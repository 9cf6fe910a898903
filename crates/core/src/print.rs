//! Records and policies as text again: what to publish so that a sender reads exactly this.
//!
//! Every value that a parser accepted without doubt ([`Validity::Valid`](crate::text::Validity::Valid)) is read back
//! from its text unchanged. Spelling is normalised: one space after each delimiter, LF at the end of each line, every
//! field in the order of the RFC's own examples.

use std::fmt;

use crate::policy::{Mode, Policy};
use crate::record::{Extension, PolicyId, StsRecord};
use crate::tlsrpt::record::TlsrptRecord;

impl fmt::Display for Mode {
    /// The word in the policy file (RFC 8461 §3.2).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Policy {
    /// The policy file (RFC 8461 §3.2).
    ///
    /// ```
    /// use mta_sts::policy::parse_policy;
    /// let text = b"version:STSv1\r\nmax_age:604800\r\nmode:enforce\r\nmx:*.Example.com";
    /// let policy = parse_policy(text).0.unwrap();
    /// assert_eq!(policy.to_string(), "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The grammar takes any order, but Google's help page asks for the version on the first line.
        writeln!(f, "version: STSv1\nmode: {}", self.mode)?;
        for pattern in &self.mx {
            writeln!(f, "mx: {pattern}")?;
        }
        writeln!(f, "max_age: {}", self.max_age)?;
        for Extension { name, value } in &self.extensions {
            writeln!(f, "{name}: {value}")?;
        }
        Ok(())
    }
}

impl fmt::Display for StsRecord {
    /// The text of the TXT record (RFC 8461 §3.1), its strings joined and without quotation marks.
    ///
    /// ```
    /// use mta_sts::record::parse_record;
    /// let record = parse_record(b"v=STSv1;id=20260101").0.unwrap();
    /// assert_eq!(record.to_string(), "v=STSv1; id=20260101;");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v=STSv1; id={};", self.id)?;
        write_extensions(f, &self.extensions)
    }
}

impl fmt::Display for TlsrptRecord {
    /// The text of the TXT record (RFC 8460 §3), its strings joined and without quotation marks.
    ///
    /// ```
    /// use mta_sts::tlsrpt::record::parse_record;
    /// let record = parse_record(b"v=TLSRPTv1;rua=mailto:a@example.com , https://example.com/tls").0.unwrap();
    /// assert_eq!(record.to_string(), "v=TLSRPTv1; rua=mailto:a@example.com,https://example.com/tls;");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v=TLSRPTv1; rua={};", self.rua.join(","))?;
        write_extensions(f, &self.extensions)
    }
}

fn write_extensions(f: &mut fmt::Formatter<'_>, extensions: &[Extension]) -> fmt::Result {
    extensions.iter().try_for_each(|Extension { name, value }| write!(f, " {name}={value};"))
}
