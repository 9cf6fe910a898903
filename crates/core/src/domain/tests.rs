use super::*;

/// Stands for UTS 46 in these tests; the drivers' real converters are tested with the drivers.
fn to_ascii(name: &str) -> Option<String> {
    match name {
        "bücher.example" => Some("xn--bcher-kva.example".to_owned()),
        "127。0。0。1" => Some("127.0.0.1".to_owned()),
        "ü.0x7f" => Some("xn--tda.0x7f".to_owned()),
        "a／b.example" => Some("a/b.example".to_owned()),
        "xn--bcher-kva.example" => Some(name.to_owned()),
        _ => None,
    }
}

#[test]
fn h_01_accepts() {
    for (input, expected) in [
        ("example.com", "example.com"),
        ("EXAMPLE.com.", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("mta-sts.example.com", "mta-sts.example.com"),
        ("1.2.3.example", "1.2.3.example"),
    ] {
        assert_eq!(PolicyDomain::parse_with(input, to_ascii).unwrap().as_str(), expected);
    }
}

#[test]
fn h_01_refuses_with_the_sentence_that_fits() {
    let long = format!("{}.example", ["a".repeat(60).as_str(); 4].join("."));
    for (input, expected) in [
        ("", "Enter a domain"),
        (long.as_str(), "characters long"),
        ("192.0.2.1", "is an address"),
        ("[192.0.2.1]", "is an address"),
        ("2001:db8::1", "is an address"),
        ("0x7f.1", "is an address"),
        ("1", "is an address"),
        ("127。0。0。1", "is an address"),
        ("https://example.com/", "looks like a URL"),
        ("example.com:22", "looks like a URL"),
        ("example.com\\@evil.example", "looks like a URL"),
        ("user@example.com", "e-mail address"),
        ("exa mple.com", "Character 4 is a space"),
        ("example.com\n", "Character 12 is “\\n”"),
        ("*.example.com", "Character 1 is “*”"),
        ("_foo.example.com", "Character 1 is “_”"),
        ("%6cocalhost", "Character 1 is “%”"),
        ("example..com", "empty part"),
        (".example.com", "empty part"),
        ("example.com..", "empty part"),
        ("-a.example", "begins or ends with a hyphen"),
        ("a-.example", "begins or ends with a hyphen"),
        ("example", "single name"),
        ("localhost", ".localhost are set aside"),
        ("a.test", ".test are set aside"),
        ("printer.local", ".local are set aside"),
        ("\u{202e}example.com", "cannot be written"),
    ] {
        let error = PolicyDomain::parse_with(input, to_ascii)
            .and_then(|domain| domain.require_public())
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{input:?}: {error}");
    }
}

#[test]
fn an_e_mail_address_gives_its_domain_and_a_url_does_not() {
    let (domain, note) = PolicyDomain::from_input("\"a@b\"@Example.com\n", to_ascii).unwrap();
    assert_eq!((domain.as_str(), note), ("example.com", Some(InputNote::MailAddress)));
    assert!(matches!(PolicyDomain::from_input("https://u@example.com", to_ascii), Err(DomainError::Url { .. })));
    assert!(matches!(PolicyDomain::from_input("u@[192.0.2.1]", to_ascii), Err(DomainError::Address { .. })));
    assert!(matches!(PolicyDomain::from_input("user@", to_ascii), Err(DomainError::Empty)));
}

#[test]
fn hidden_characters_are_never_shown() {
    let host = HostName::from_dns("ma\u{200b}il.exam\u{202e}ple.\u{3164}.");
    assert_eq!(host.as_str(), "ma\u{200b}il.exam\u{202e}ple.\u{3164}");
    assert_eq!(host.to_string(), r"ma\u{200b}il.exam\u{202e}ple.\u{3164}");
    assert_eq!(serde_json::to_value(&host).unwrap(), host.to_string());
    assert_eq!(HostName::from_dns(&"a".repeat(300)).to_string().chars().count(), 121);
    let error = PolicyDomain::parse_with("\u{3164}\u{ffa0}.example", |_| None).unwrap_err().to_string();
    assert!(error.starts_with(r"\u{3164}\u{ffa0}.example cannot be written"), "{error}");
}

#[test]
fn a_host_name_is_converted_only_where_it_must_be() {
    let host = |text: &str| HostName::parse_with(text, to_ascii).map(|host| host.as_str().to_owned());
    assert_eq!(host("Bücher.example").as_deref(), Some("xn--bcher-kva.example"));
    assert_eq!(host("MX_1.Example."), Some("mx_1.example".to_owned()));
    assert_eq!(host("not a host!"), Some("not a host!".to_owned()));
    let long = "ü".repeat(200);
    for none in [
        "127。0。0。1",
        "ü.0x7f",
        "a／b.example",
        "bü/cher.example",
        "bü cher.example",
        "mail․bücher.example",
        "ü.example",
        &long,
    ] {
        assert_eq!(host(none), None, "{none}");
    }
}

#[test]
fn the_longest_domain_leaves_room_for_the_record_prefix() {
    let domain = |last: usize| format!("{}.{}.{}.{}", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(last));
    assert_eq!(PolicyDomain::parse(&domain(52)).unwrap().sts_record_name().len(), 253);
    assert!(matches!(PolicyDomain::parse(&domain(53)), Err(DomainError::TooLong { octets: 245 })));
    // A mail server's name needs no such room.
    assert!(is_smtp_domain(&domain(61)) && !is_smtp_domain(&domain(62)));
}
