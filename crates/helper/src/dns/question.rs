//! Which questions are asked: those that a check has, about names of the public DNS.

use mta_sts::{HostName, PolicyDomain, RecordType};

/// Where a check looks for records (`mta_sts::Question`): below the domain, besides at it.
const RECORD_PREFIXES: [&str; 4] = ["_mta-sts.", "_smtp._tls.", "_mta_sts.", "_smtp-tlsrpt."];
const RECORD_TYPES: [RecordType; 4] = [RecordType::A, RecordType::Aaaa, RecordType::Mx, RecordType::Txt];
/// What every request of the core says. The reader's network is passed on in no case: the resolver sees the helper's.
const NO_SUBNET: &str = "0.0.0.0/0";
const FORM: &str = "as in /v1/dns?name=_mta-sts.example.com&type=TXT";

/// A question that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DnsQuestion {
    /// Lower case, without root dot.
    pub(crate) name: String,
    pub(crate) record_type: RecordType,
    /// The CD bit (RFC 4035 §3.2.2).
    pub(crate) checking_disabled: bool,
}

impl DnsQuestion {
    /// Reads the query of a URL: `name`, `type`, and if they are there `cd` and `edns_client_subnet`. What is wrong comes as a
    /// sentence, and then nothing is looked up.
    pub(crate) fn read(query: &str) -> Result<Self, String> {
        let (mut name, mut kind, mut cd, mut subnet) = (None, None, None, None);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*key {
                "name" => &mut name,
                "type" => &mut kind,
                "cd" => &mut cd,
                "edns_client_subnet" => &mut subnet,
                _ => return Err(format!("The parameters are name, type and cd, {FORM}.")),
            };
            if place.replace(value).is_some() {
                return Err("A parameter is there twice; give each once.".to_owned());
            }
        }
        let name = name.ok_or_else(|| format!("The parameter name is missing, {FORM}."))?;
        let kind = kind.ok_or_else(|| format!("The parameter type is missing, {FORM}."))?;
        let record_type = record_type(&kind).ok_or("The parameter type is A, AAAA, MX or TXT, or its number.")?;
        let checking_disabled = match cd.as_deref() {
            None | Some("0" | "false") => false,
            Some("1" | "true") => true,
            Some(_) => return Err("The parameter cd is 0 or 1.".to_owned()),
        };
        if subnet.is_some_and(|subnet| subnet != NO_SUBNET) {
            return Err(format!("No network is passed on: edns_client_subnet is {NO_SUBNET} or left out."));
        }
        let name = HostName::from_dns(&name).as_str().to_owned();
        require_asked(&name, record_type)?;
        Ok(Self { name, record_type, checking_disabled })
    }
}

fn record_type(text: &str) -> Option<RecordType> {
    let is = |known: &RecordType| known.name().eq_ignore_ascii_case(text) || known.number().to_string() == text;
    RECORD_TYPES.into_iter().find(is)
}

fn require_asked(name: &str, record_type: RecordType) -> Result<(), String> {
    match record_type {
        RecordType::Txt | RecordType::Mx => {
            let prefixes = RECORD_PREFIXES.iter().filter(|_| record_type == RecordType::Txt);
            let domain = prefixes.into_iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
            PolicyDomain::parse(domain).map_err(|error| error.to_string())?;
        }
        // An MX host is whatever the domain's owner wrote there, underscores included.
        RecordType::A | RecordType::Aaaa if HostName::from_dns(name).labels().is_some() => {}
        RecordType::A | RecordType::Aaaa => return Err("The parameter name is not the name of a host.".to_owned()),
    }
    require_public(name)
}

/// The resolver behind this machine may know names that are nobody else's business: of a network of its own, and of addresses
/// (`arpa`, RFC 3172). Whether a name is one of the public DNS its end says.
pub(crate) fn require_public(name: &str) -> Result<(), String> {
    let mut labels = name.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let end = labels.next().map_or_else(|| top.to_owned(), |second| format!("{second}.{top}"));
    if top == "arpa" {
        return Err("Names under .arpa are those of addresses and machines, and no mail domain’s.".to_owned());
    }
    PolicyDomain::parse(&end).and_then(|end| end.require_public()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use mta_sts::{Question, Resolver};

    use super::*;

    fn read(name: &str, kind: &str) -> Result<DnsQuestion, String> {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("name", name)
            .append_pair("type", kind)
            .finish();
        DnsQuestion::read(&query)
    }

    #[test]
    fn every_question_of_a_check_is_asked() {
        let helper = Resolver::json("helper", "https://helper.example/v1/dns");
        for domain in ["example.com", "xn--bcher-kva.example", "a.b.c.example.co.uk", "mta-sts.example.com"] {
            let domain = PolicyDomain::parse(domain).unwrap();
            let named =
                Question::all().filter_map(|question| Some((question.dns_name(&domain)?, question.record_type())));
            let hosts =
                [("mx_1.example.net".to_owned(), RecordType::A), ("mx1.example.net".to_owned(), RecordType::Aaaa)];
            for (name, record_type) in named.chain(hosts) {
                for checking_disabled in [false, true] {
                    let url = helper.question_url(&name, record_type, checking_disabled);
                    let (_, query) = url.split_once('?').unwrap();
                    let expected = DnsQuestion { name: name.clone(), record_type, checking_disabled };
                    assert_eq!(DnsQuestion::read(query), Ok(expected), "{url}");
                }
            }
        }
        let longest = format!("{0}.{0}.{0}.{1}.example", "a".repeat(63), "b".repeat(53));
        assert_eq!(longest.len(), 253);
        assert!(read(&longest, "A").is_ok());
        assert_eq!(read("EXAMPLE.com.", "mx").unwrap().name, "example.com");
    }

    #[test]
    fn nothing_else_is_asked() {
        for (name, kind) in [
            ("", "A"),
            (".", "MX"),
            ("com", "MX"),
            ("intranet", "A"),
            ("localhost", "A"),
            ("printer.local", "A"),
            ("wiki.corp.internal", "A"),
            ("_mta-sts.wiki.internal", "TXT"),
            ("router.home.arpa", "A"),
            ("1.0.0.10.in-addr.arpa", "TXT"),
            ("b.a.ip6.arpa", "A"),
            ("arpa", "MX"),
            ("x.onion", "A"),
            ("10.0.0.1", "A"),
            ("[::1]", "AAAA"),
            ("1.2", "A"),
            ("example.com:53", "A"),
            ("a..example.com", "A"),
            ("ex ample.com", "A"),
            ("bücher.example", "A"),
            ("example.com/", "MX"),
            ("*.example.com", "A"),
            ("_dmarc.example.com", "TXT"),
            ("_mta-sts._mta-sts.example.com", "TXT"),
            ("_mta-sts.example.com", "MX"),
            ("example.com\0", "A"),
            ("example.com", "ANY"),
            ("example.com", "255"),
            ("example.com", "PTR"),
            ("example.com", "NS"),
            ("example.com", "TLSA"),
            ("example.com", "AXFR"),
            ("example.com", "+1"),
            ("example.com", ""),
        ] {
            assert!(read(name, kind).is_err(), "{name} {kind}");
        }
        let long = format!("{0}.{0}.{0}.{1}.example", "a".repeat(63), "b".repeat(54));
        assert!(read(&long, "A").is_err());
        for query in [
            "",
            "name=example.com",
            "type=MX",
            "name=example.com&type=MX&type=MX",
            "name=example.com&name=example.net&type=MX",
            "name=example.com&type=MX&cd=2",
            "name=example.com&type=MX&url=https://example.net",
            "name=example.com&type=MX&edns_client_subnet=192.0.2.0/24",
        ] {
            assert!(DnsQuestion::read(query).is_err(), "{query}");
        }
    }
}
