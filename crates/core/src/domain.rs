//! Names with invariants: the policy domain, and host names as MX records and mx patterns carry them.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::text::{show, show_all};

/// The longest name DNS can carry in text form, without the final dot (RFC 1035 §2.3.4).
pub(crate) const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;
const RECORD_PREFIX: &str = "_mta-sts.";

/// Names that never have a public policy: special-use by RFC 6761, 6762, 7686, 8375 and 9476.
const SPECIAL_USE: [&str; 9] =
    ["localhost", "local", "internal", "home.arpa", "onion", "test", "invalid", "alt", "localdomain"];

/// A policy domain (RFC 8461 §1.1): the domain whose mail is to be protected, in A-labels.
///
/// A value of this type is lower case, has no trailing dot, consists of labels of letters, digits and hyphens
/// (RFC 5321 §4.1.2 `Domain`), is not an IP address, and is short enough that
/// `_mta-sts.<domain>` is still a DNS name.
///
/// ```
/// use mta_sts::PolicyDomain;
/// let domain = PolicyDomain::parse("Example.COM.").unwrap();
/// assert_eq!(domain.as_str(), "example.com");
/// assert_eq!(domain.policy_url(), "https://mta-sts.example.com/.well-known/mta-sts.txt");
/// assert!(PolicyDomain::parse("192.0.2.1").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct PolicyDomain(String);

impl PolicyDomain {
    /// Reads a domain in A-label form. One trailing dot is dropped and letters are lowered; nothing else is repaired.
    ///
    /// # Errors
    /// [`DomainError`] says what is in the way, in a sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        // Without a converter A-labels are taken at their word.
        Self::parse_with(text, |name| name.is_ascii().then(|| name.to_owned()))
    }

    /// Reads a domain that may hold U-labels; `to_ascii` converts it to A-labels (UTS 46, non-transitional), or says
    /// `None` where it cannot. The conversion is the caller's because its tables are large: browsers have it in `URL`,
    /// native programs in the `idna` crate. It is called only for names that need it, and never for text with a
    /// character that could end a host name in a URL.
    ///
    /// # Errors
    /// As [`PolicyDomain::parse`].
    pub fn parse_with(text: &str, to_ascii: impl FnOnce(&str) -> Option<String>) -> Result<Self, DomainError> {
        if text.is_empty() {
            return Err(DomainError::Empty);
        }
        refuse_other_kinds(text)?;
        let lower = text.to_ascii_lowercase();
        let is_idn = !lower.is_ascii() || lower.split('.').any(|label| label.starts_with("xn--"));
        let name = if is_idn {
            refuse_long(&lower)?;
            to_ascii(&lower).ok_or_else(|| DomainError::NotConvertible { seen: excerpt(text) })?
        } else {
            lower
        };
        let name = name.strip_suffix('.').unwrap_or(&name);
        check_labels(name)?;
        refuse_long(name)?;
        let last = name.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|octet| octet.is_ascii_digit()) {
            // No top-level domain is numeric (RFC 3696 §2); `1.2.3` and `0x7f.1` are ways to write addresses.
            return Err(DomainError::Address { seen: excerpt(text) });
        }
        Ok(Self(name.to_owned()))
    }

    /// Reads what a person typed: surrounding white space is dropped, and of an e-mail address the domain is taken.
    ///
    /// # Errors
    /// As [`PolicyDomain::parse`].
    ///
    /// ```
    /// use mta_sts::{InputNote, PolicyDomain};
    /// let (domain, note) = PolicyDomain::from_input(" postmaster@example.com ", |_| None).unwrap();
    /// assert_eq!(domain.as_str(), "example.com");
    /// assert_eq!(note, Some(InputNote::MailAddress));
    /// ```
    pub fn from_input(
        text: &str,
        to_ascii: impl FnOnce(&str) -> Option<String>,
    ) -> Result<(Self, Option<InputNote>), DomainError> {
        let text = text.trim();
        let mailbox = text.rsplit_once('@').filter(|(local, _)| is_local_part(local));
        let domain = Self::parse_with(mailbox.map_or(text, |(_, domain)| domain), to_ascii)?;
        let note = if mailbox.is_some() {
            Some(InputNote::MailAddress)
        } else if !text.is_ascii() {
            Some(InputNote::Converted)
        } else if domain.as_str().starts_with("mta-sts.") {
            Some(InputNote::PolicyHost)
        } else {
            None
        };
        Ok((domain, note))
    }

    /// Refuses names that the public DNS cannot hold: a single label, or a special-use name. To be called before
    /// anything is sent to a network; offline work has no need of it.
    ///
    /// # Errors
    /// [`DomainError::SingleLabel`] or [`DomainError::SpecialUse`].
    pub fn require_public(&self) -> Result<(), DomainError> {
        for suffix in SPECIAL_USE {
            if self.0.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) {
                return Err(DomainError::SpecialUse { suffix });
            }
        }
        if self.0.contains('.') { Ok(()) } else { Err(DomainError::SingleLabel { seen: self.0.clone() }) }
    }

    /// The domain above, if it can have mail of its own: it has two labels at least. Its policy says nothing on this
    /// domain (RFC 8461 §3.4).
    pub fn parent(&self) -> Option<Self> {
        let (_, parent) = self.0.split_once('.')?;
        parent.contains('.').then(|| Self(parent.to_owned()))
    }

    /// The name in A-labels, lower case, without a trailing dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the MTA-STS record is looked up (RFC 8461 §3.1): `_mta-sts.<domain>`.
    pub fn sts_record_name(&self) -> String {
        format!("{RECORD_PREFIX}{}", self.0)
    }

    /// Where the TLSRPT record is looked up (RFC 8460 §3): `_smtp._tls.<domain>`.
    pub fn tlsrpt_record_name(&self) -> String {
        format!("_smtp._tls.{}", self.0)
    }

    /// The policy host (RFC 8461 §3.3): `mta-sts.<domain>`.
    pub fn policy_host(&self) -> String {
        format!("mta-sts.{}", self.0)
    }

    /// The policy URL (RFC 8461 §3.3); there is no other place, port or scheme.
    pub fn policy_url(&self) -> String {
        format!("https://{}/.well-known/mta-sts.txt", self.policy_host())
    }
}

impl fmt::Display for PolicyDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something worth telling the person who typed the domain; the check goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum InputNote {
    /// An e-mail address was typed; its domain is checked.
    MailAddress,
    /// The name was converted to A-labels.
    Converted,
    /// The name begins with `mta-sts.`: probably the policy host, not the mail domain, was typed.
    PolicyHost,
}

impl InputNote {
    /// The note as a sentence.
    pub fn sentence(self, domain: &PolicyDomain) -> String {
        match self {
            Self::MailAddress => format!("Checking {domain}, the domain of that e-mail address."),
            Self::Converted => format!("In DNS this name is written {domain}."),
            Self::PolicyHost => format!(
                "{domain} looks like a policy host. To check the mail domain itself, enter {}.",
                domain.as_str().trim_start_matches("mta-sts.")
            ),
        }
    }
}

/// Why a text is not a policy domain. [`fmt::Display`] gives the sentence to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainError {
    /// Nothing was entered.
    Empty,
    /// Longer than DNS allows once `_mta-sts.` stands in front.
    TooLong {
        /// Its length in octets.
        octets: usize,
    },
    /// An IP address: RFC 8461 §3.4 knows no policy for address literals.
    Address {
        /// What was entered, escaped.
        seen: String,
    },
    /// A URL, or a name with a port, path or query.
    Url {
        /// What was entered, escaped.
        seen: String,
    },
    /// An e-mail address where only a domain is taken.
    MailAddress,
    /// A character that no domain name has.
    Character {
        /// The character, escaped.
        seen: String,
        /// Its place, counted in characters from 1.
        position: usize,
    },
    /// Two dots in a row, or a dot at the start.
    EmptyLabel,
    /// A label beyond 63 octets.
    LongLabel {
        /// The label.
        seen: String,
    },
    /// A label that begins or ends with a hyphen.
    Hyphen {
        /// The label.
        seen: String,
    },
    /// Only one label.
    SingleLabel {
        /// What was entered, escaped.
        seen: String,
    },
    /// A name set aside for special use.
    SpecialUse {
        /// The suffix that makes it so.
        suffix: &'static str,
    },
    /// An internationalised name that has no A-label form.
    NotConvertible {
        /// What was entered, escaped.
        seen: String,
    },
}

impl std::error::Error for DomainError {}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "Enter a domain, such as example.com."),
            Self::TooLong { octets } => write!(
                f,
                "This is {octets} characters long; a mail domain has at most {} in DNS.",
                MAX_NAME.saturating_sub(RECORD_PREFIX.len())
            ),
            Self::Address { seen } => write!(
                f,
                "{seen} is an address. MTA-STS is defined for domains only: enter the part after the @ of an e-mail address."
            ),
            Self::Url { seen } => {
                write!(f, "{seen} looks like a URL. Enter only the domain, such as example.com.")
            }
            Self::MailAddress => write!(f, "This is an e-mail address. Enter only the part after the @."),
            Self::Character { seen, position } => write!(
                f,
                "Character {position} is {seen}, which no mail domain has: only letters, digits, hyphens and dots."
            ),
            Self::EmptyLabel => write!(f, "There is an empty part: two dots in a row, or a dot at the start."),
            Self::LongLabel { seen } => {
                write!(
                    f,
                    "The part {seen} is longer than {MAX_LABEL} characters, the most DNS allows between two dots."
                )
            }
            Self::Hyphen { seen } => write!(f, "The part {seen} begins or ends with a hyphen, which no host name may."),
            Self::SingleLabel { seen } => {
                write!(f, "{seen} is a single name. Enter the whole domain, such as {seen}.com.")
            }
            Self::SpecialUse { suffix } => {
                write!(
                    f,
                    "Names under .{suffix} are set aside and not on the Internet, so no sender can look up a policy."
                )
            }
            Self::NotConvertible { seen } => {
                write!(f, "{seen} cannot be written as an internationalised domain name (A-label).")
            }
        }
    }
}

/// Refuses what is clearly something else, with the sentence that fits, before any conversion could hide it.
fn refuse_other_kinds(text: &str) -> Result<(), DomainError> {
    if text.parse::<std::net::IpAddr>().is_ok()
        || text.starts_with('[')
        || (text.contains(':') && text.bytes().all(|octet| octet.is_ascii_hexdigit() || b":.%".contains(&octet)))
    {
        return Err(DomainError::Address { seen: excerpt(text) });
    }
    if text.contains('@') {
        return Err(if text.contains('/') || text.contains('\\') {
            DomainError::Url { seen: excerpt(text) }
        } else {
            DomainError::MailAddress
        });
    }
    if let Some(at) = text.find([':', '/', '?', '#', '\\']) {
        // `example.com:22` and `example.com/x`: a URL or its rest, if a name stands in front.
        return Err(if at > 0 { DomainError::Url { seen: excerpt(text) } } else { wrong_character(text, at) });
    }
    match text.find(is_never_in_a_name) {
        Some(at) => Err(wrong_character(text, at)),
        None => Ok(()),
    }
}

/// Characters that no domain name has, and those of which converters make different things: one, two and three dots in
/// one, and wide percent signs.
fn is_never_in_a_name(ch: char) -> bool {
    match ch {
        '\u{2024}'..='\u{2026}' | '\u{fe6a}' | '\u{ff05}' => true,
        _ => ch.is_ascii() && !(ch.is_ascii_alphanumeric() || ch == '-' || ch == '.'),
    }
}

/// Whether what stands before the last `@` makes a mail address of it (RFC 5321 §4.1.2, RFC 6531 §3.3) and not, say, a
/// URL with user info.
fn is_local_part(local: &str) -> bool {
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let fits = |ch: char| !ch.is_ascii() || ch.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(ch);
    is_quoted || (!local.is_empty() && !local.contains("//") && local.chars().all(fits))
}

fn wrong_character(text: &str, at: usize) -> DomainError {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let seen = match rest.chars().next() {
        Some(' ') => "a space".to_owned(),
        Some(ch) => format!("“{}”", show(ch.encode_utf8(&mut [0; 4]).as_bytes())),
        None => "missing".to_owned(),
    };
    DomainError::Character { seen, position: before.chars().count().saturating_add(1) }
}

fn refuse_long(name: &str) -> Result<(), DomainError> {
    let octets = name.len();
    if octets.saturating_add(RECORD_PREFIX.len()) > MAX_NAME {
        return Err(DomainError::TooLong { octets });
    }
    Ok(())
}

/// RFC 5321 §4.1.2 `Domain`, its labels within the length of RFC 1035 §2.3.4. Expects no trailing dot.
fn check_labels(name: &str) -> Result<(), DomainError> {
    for label in name.split('.') {
        if label.is_empty() {
            return Err(DomainError::EmptyLabel);
        }
        if let Some(at) = label.find(|ch: char| !(ch.is_ascii_alphanumeric() || ch == '-')) {
            return Err(wrong_character(label, at));
        }
        if label.len() > MAX_LABEL {
            return Err(DomainError::LongLabel { seen: excerpt(label) });
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(DomainError::Hyphen { seen: label.to_owned() });
        }
    }
    Ok(())
}

/// The beginning of what was entered, safe to show.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", show_all(text.get(..cut).unwrap_or_default().as_bytes())),
        None => show_all(text.as_bytes()),
    }
}

/// A host name as it stands in an MX record: lower case, no trailing dot.
///
/// DNS allows any octets in a name, so this is kept as text and compared label by label (RFC 8461 §4.1); names that
/// break the host name rules simply match nothing. Printed and in JSON, invisible characters of such names are escaped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct HostName(String);

impl HostName {
    /// Takes the name as DNS spells it: one trailing root dot is dropped, letters are lowered.
    pub fn from_dns(text: &str) -> Self {
        let name = text.strip_suffix('.').unwrap_or(text);
        Self(name.to_ascii_lowercase())
    }

    /// Takes a name that may hold U-labels, which DNS never does but people write; `to_ascii` converts it as in
    /// [`PolicyDomain::parse_with`] and is called only for names that need it. `None` where there is no A-label form.
    ///
    /// ```
    /// use mta_sts::HostName;
    /// let host = HostName::parse_with("MX.bücher.example", |_| Some("mx.xn--bcher-kva.example".to_owned())).unwrap();
    /// assert_eq!(host.as_str(), "mx.xn--bcher-kva.example");
    /// ```
    pub fn parse_with(text: &str, to_ascii: impl FnOnce(&str) -> Option<String>) -> Option<Self> {
        if text.is_ascii() {
            return Some(Self::from_dns(text));
        }
        let lower = text.to_ascii_lowercase();
        if lower.contains(|ch| ch != '_' && is_never_in_a_name(ch)) || refuse_long(&lower).is_err() {
            return None;
        }
        // `URL` takes a name whose last label is a number for an address, and rewrites or refuses it; the `idna` crate
        // does not. It lets through what `URL` refuses, such as a wide slash.
        let is_number = |label: &str| match label.strip_prefix("0x") {
            Some(digits) => digits.bytes().all(|octet| octet.is_ascii_hexdigit()),
            None => label.bytes().all(|octet| octet.is_ascii_digit()),
        };
        let is_host = |name: &Self| name.labels().and_then(Iterator::last).is_some_and(|last| !is_number(last));
        to_ascii(&lower).map(|name| Self::from_dns(&name)).filter(is_host)
    }

    /// The name; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The root, as the exchange of a null MX (RFC 7505 §3).
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// An IP address in place of a name, which no MX record may hold (RFC 5321 §5.1).
    pub fn is_address(&self) -> bool {
        self.0.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok()
    }

    /// Whole, if a name can be that long.
    fn shown(&self) -> String {
        if self.0.len() <= MAX_NAME { show_all(self.0.as_bytes()) } else { show(self.0.as_bytes()) }
    }

    /// The labels, left-most first, if this is a `Domain` of RFC 5321 §4.1.2, except that underscores are let through:
    /// they occur in MX records and compare like any octet.
    pub fn labels(&self) -> Option<impl Iterator<Item = &str>> {
        let fits = self.0.len() <= MAX_NAME && self.0.split('.').all(is_host_label);
        fits.then(|| self.0.split('.'))
    }
}

impl From<&PolicyDomain> for HostName {
    fn from(domain: &PolicyDomain) -> Self {
        Self(domain.0.clone())
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() { f.write_str(".") } else { f.write_str(&self.shown()) }
    }
}

impl Serialize for HostName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown())
    }
}

/// A label as it occurs in the names of mail servers, see [`HostName::labels`].
pub(crate) fn is_host_label(label: &str) -> bool {
    let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    (1..=MAX_LABEL).contains(&label.len()) && label.bytes().all(is_plain)
}

/// Whether `text` is `Domain` of RFC 5321 §4.1.2: what an mx pattern must be after its optional `*.`.
pub(crate) fn is_smtp_domain(text: &str) -> bool {
    text.len() <= MAX_NAME && check_labels(text).is_ok()
}

#[cfg(test)]
mod tests;
