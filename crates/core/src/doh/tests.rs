use super::*;

fn read_body(body: &str, status: u16, record_type: RecordType) -> DnsAnswer {
    let answer = Answer::Response { status, body: body.into(), elapsed_ms: 1 };
    read(&answer, "_mta-sts.example.com", record_type)
}

fn txt_strings(answer: &DnsAnswer) -> Vec<String> {
    match &answer.outcome {
        Outcome::Found(records) => records
            .iter()
            .map(|record| match &record.data {
                RecordData::Txt(strings) => String::from_utf8(strings.concat()).unwrap(),
                other => panic!("{other:?}"),
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn dh_020_dialects_give_the_same_record() {
    let google = r#"{"Status":0,"TC":false,"RD":true,"RA":true,"AD":true,"CD":false,
        "Question":[{"name":"_mta-sts.example.com.","type":16}],
        "Answer":[{"name":"_mta-sts.example.com.","type":16,"TTL":300,"data":"v=STSv1; id=1;"}],"Comment":"Response from 192.0.2.1."}"#;
    let cloudflare = r#"{"Status":0,"TC":false,"RD":true,"RA":true,"AD":true,"CD":false,
        "Question":[{"name":"_mta-sts.example.com","type":16}],
        "Answer":[{"name":"_mta-sts.example.com","type":16,"TTL":300,"data":"\"v=STSv1; \" \"id=1;\""}],"Comment":["EDE(0): x"]}"#;
    let object_question = r#"{"Status":"0","AD":true,"Question":{"name":"_MTA-STS.example.com.","type":16},
        "Answer":[{"name":"_mta-sts.example.com.","type":16,"ttl":300,"data":"\"v=STSv1; id=1;\""},
                  {"name":"_mta-sts.example.com.","type":46,"TTL":300,"data":"TXT 13 ..."}]}"#;
    for body in [google, cloudflare, object_question] {
        let answer = read_body(body, 200, RecordType::Txt);
        assert_eq!(txt_strings(&answer), ["v=STSv1; id=1;"], "{body}");
        assert!(answer.authenticated);
    }
}

#[test]
fn dh_030_aliases_are_followed_and_kept() {
    let answer = read_body(
        r#"{"Status":0,"Answer":[
            {"name":"sts.provider.example.","type":16,"TTL":60,"data":"v=STSv1; id=2"},
            {"name":"_mta-sts.example.com.","type":5,"TTL":300,"data":"STS.provider.example."},
            {"name":"unrelated.example.","type":16,"TTL":60,"data":"other"}]}"#,
        200,
        RecordType::Txt,
    );
    assert_eq!(txt_strings(&answer), ["v=STSv1; id=2"]);
    assert_eq!(answer.aliases.len(), 1);
    assert_eq!(answer.aliases[0].target, "sts.provider.example");
    let hidden = r#"{"Status":3,"Answer":[{"name":"_mta-sts.example.com.","type":5,"data":"\u202e.example."}]}"#;
    assert_eq!(read_body(hidden, 200, RecordType::Txt).aliases[0].target, r"\u{202e}.example");
    let looped = r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com.","type":5,"data":"a.example."},
        {"name":"a.example.","type":5,"data":"_mta-sts.example.com."}]}"#;
    let expected = Outcome::Failed { reason: LookupFailure::AliasLoop };
    assert_eq!(read_body(looped, 200, RecordType::Txt).outcome, expected);
}

#[test]
fn dh_031_nodata_and_nxdomain_are_no_record() {
    for (body, expected) in [
        (r#"{"Status":0,"Answer":null}"#, Outcome::NoData),
        (r#"{"Status":0,"Authority":[]}"#, Outcome::NoData),
        (r#"{"Status":3}"#, Outcome::NoName),
        (r#"{"Status":3,"Answer":[{"name":"_mta-sts.example.com","type":5,"data":"gone.example"}]}"#, Outcome::NoName),
    ] {
        assert_eq!(read_body(body, 200, RecordType::Txt).outcome, expected, "{body}");
    }
}

#[test]
fn dh_032_a_failed_lookup_is_never_no_record() {
    for (status, body) in [
        (200, ""),
        (200, "<html>captive portal</html>"),
        (200, "{}"),
        (200, "[]"),
        (200, "null"),
        (200, r#"{"Status":2}"#),
        (200, r#"{"Status":5}"#),
        (200, r#"{"Status":4096}"#),
        (200, r#"{"Status":-1}"#),
        (200, r#"{"Status":0,"Answer":{}}"#),
        (200, r#"{"Status":0,"Answer":[{}]}"#),
        (200, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com","type":16,"data":1}]}"#),
        (200, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com","type":16,"data":"\"x"}]}"#),
        (200, r#"{"Status":0,"Question":[{"name":"other.example"}]}"#),
        (200, r#"{"Status":0,"Answer":[{"name":"_mta-sts.example.com","type":16,"data":""v=STSv1""}]}"#),
        (400, r#"{"error":"x"}"#),
        (404, ""),
        (429, r#"{"Status":0}"#),
        (503, r#"{"Status":3}"#),
    ] {
        let outcome = read_body(body, status, RecordType::Txt).outcome;
        assert!(matches!(outcome, Outcome::Failed { .. }), "{status} {body}: {outcome:?}");
    }
}

#[test]
fn dh_033_servfail_as_http_503_is_named() {
    let expected = Outcome::Failed { reason: LookupFailure::Rcode(2) };
    assert_eq!(read_body(r#"{"Status":2,"Comment":"x"}"#, 503, RecordType::Txt).outcome, expected);
}

#[test]
fn what_is_cut_off_is_no_answer() {
    let expected = Outcome::Failed { reason: LookupFailure::Truncated };
    let body = r#"{"Status":0,"TC":true,"Answer":[{"name":"_mta-sts.example.com","type":16,"data":"v=STSv1; id=1"}]}"#;
    assert_eq!(read_body(body, 200, RecordType::Txt).outcome, expected);
    assert_eq!(read_body(r#"{"Status":0,"TC":true}"#, 200, RecordType::Txt).outcome, expected);
}

#[test]
fn dh_032_extended_errors_tell_broken_dnssec() {
    for (body, is_dnssec, comment) in [
        (r#"{"Status":2,"Comment":["EDE(6): DNSSEC Bogus"]}"#, true, Some("EDE(6): DNSSEC Bogus")),
        (
            r#"{"Status":2,"Comment":["EDE(22): No Reachable Authority"]}"#,
            false,
            Some("EDE(22): No Reachable Authority"),
        ),
        (
            r#"{"Status":2,"extended_dns_errors":[{"info_code":7,"extra_text":"signature expired"}]}"#,
            true,
            Some("EDE 7; signature expired"),
        ),
        (
            r#"{"Status":2,"Comment":"DNSSEC validation failure","extended_dns_errors":[{"info_code":23}]}"#,
            false,
            Some("DNSSEC validation failure; EDE 23"),
        ),
        (r#"{"Status":2,"Comment":"EDE(x): y"}"#, false, Some("EDE(x): y")),
        (r#"{"Status":2,"Comment":7,"extended_dns_errors":{}}"#, false, None),
    ] {
        let answer = read_body(body, 200, RecordType::Txt);
        assert_eq!((answer.has_dnssec_error, answer.comment.as_deref()), (is_dnssec, comment), "{body}");
    }
    let refused = read_body(r#"{"error":"Invalid query type."}"#, 400, RecordType::Txt);
    assert_eq!(refused.comment.as_deref(), Some("Invalid query type."));
}

#[test]
fn dh_030_records_without_their_aliases_are_used_with_a_word() {
    let body = r#"{"Status":0,"Answer":[{"name":"sts.provider.example","type":16,"data":"v=STSv1; id=1"}]}"#;
    let answer = read_body(body, 200, RecordType::Txt);
    assert!(answer.is_unchained);
    assert_eq!(txt_strings(&answer), ["v=STSv1; id=1"]);
}
