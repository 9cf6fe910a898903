use std::net::{IpAddr, Ipv4Addr};

use domain::base::iana::Rcode;
use domain::base::rdata::UnknownRecordData;
use domain::base::record::Ttl;
use domain::base::{Message, Name};
use mta_sts::doh::{self, Outcome, RecordData};
use mta_sts::{Answer, Octets};
use proptest::prelude::*;

use super::*;

type Owned = Name<Vec<u8>>;

fn name(text: &str) -> Owned {
    text.parse().unwrap()
}

/// What a server answers to a question: the message is built by the library, not by the code under test.
struct Said {
    name: &'static str,
    record_type: RecordType,
    rcode: Rcode,
    records: Vec<(&'static str, Rtype, Vec<u8>)>,
    error: Option<(u16, &'static str)>,
}

impl Said {
    fn to(name: &'static str, record_type: RecordType) -> Self {
        Self { name, record_type, rcode: Rcode::NOERROR, records: Vec::new(), error: None }
    }

    fn with(mut self, owner: &'static str, rtype: Rtype, data: Vec<u8>) -> Self {
        self.records.push((owner, rtype, data));
        self
    }

    fn message(&self) -> Vec<u8> {
        let mut message = MessageBuilder::new_vec();
        let header = message.header_mut();
        header.set_qr(true);
        header.set_ad(true);
        header.set_rcode(self.rcode);
        let mut questions = message.question();
        questions.push((name(self.name), Rtype::from_int(self.record_type.number()), Class::IN)).unwrap();
        let mut answers = questions.answer();
        for (owner, rtype, data) in &self.records {
            let data = UnknownRecordData::from_octets(*rtype, data.clone()).unwrap();
            answers.push((name(owner), Class::IN, Ttl::from_secs(300), data)).unwrap();
        }
        let mut additional = answers.additional();
        if let Some((code, text)) = self.error {
            let error = ExtendedError::<Vec<u8>>::new_with_str(code.into(), text).unwrap();
            additional.opt(|options| options.push(&error)).unwrap();
        }
        additional.finish()
    }

    /// What the core makes of it.
    fn read(&self, age: u32) -> doh::DnsAnswer {
        let json = to_doh_json(&self.message(), age).unwrap();
        let answer = Answer::Response { status: 200, body: Octets::from(json.into_bytes()), elapsed_ms: 1 };
        doh::read(&answer, self.name, self.record_type)
    }

    fn found(&self) -> Vec<RecordData> {
        let Outcome::Found(records) = self.read(0).outcome else { panic!("{:?}", self.read(0)) };
        records.into_iter().map(|record| record.data).collect()
    }
}

fn strings(list: &[&[u8]]) -> Vec<u8> {
    list.iter().flat_map(|one| [&[u8::try_from(one.len()).unwrap()], *one].concat()).collect()
}

fn host(text: &str) -> Vec<u8> {
    name(text).as_slice().to_vec()
}

#[test]
fn dh_004_the_question_is_what_a_server_reads() {
    for (record_type, checking_disabled) in [(RecordType::Txt, false), (RecordType::Mx, true)] {
        let url =
            question_url("https://d.example/q?k=1", "_mta-sts.example.com", record_type, checking_disabled).unwrap();
        let encoded = url.strip_prefix("https://d.example/q?k=1&dns=").unwrap();
        assert!(encoded.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet)), "{encoded}");
        let padded =
            format!("{encoded}{}", "=".repeat((4 - encoded.len() % 4) % 4)).replace('-', "+").replace('_', "/");
        let message = Message::from_octets(base64::decode::<Vec<u8>>(&padded).unwrap()).unwrap();
        let header = message.header();
        assert_eq!((header.id(), header.qr(), header.rd(), header.cd()), (0, false, true, checking_disabled));
        let question = message.sole_question().unwrap();
        assert_eq!(question.qname().to_string(), "_mta-sts.example.com");
        assert_eq!(question.qtype().to_int(), record_type.number());
        let subnet = message.opt().unwrap().opt().client_subnet().unwrap();
        assert_eq!((subnet.source_prefix_len(), subnet.addr()), (0, IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
    }
    assert_eq!(question_url("https://d.example/", "a..b", RecordType::A, false), None);
    assert_eq!(question_url("https://d.example/", &"a".repeat(64), RecordType::A, false), None);
}

#[test]
fn dh_020_strings_of_txt_stay_apart_and_no_octet_is_lost() {
    let every: Vec<u8> = (0..=255).collect();
    let (low, high) = every.split_at(128);
    let said = Said::to("_mta-sts.example.com", RecordType::Txt)
        .with("_mta-sts.example.com", Rtype::TXT, strings(&[b"v=STSv1; ", b"id=1;", b""]))
        .with("_mta-sts.example.com", Rtype::TXT, strings(&[low, high]));
    let expected = [vec![b"v=STSv1; ".to_vec(), b"id=1;".to_vec(), Vec::new()], vec![low.to_vec(), high.to_vec()]];
    assert_eq!(said.found(), expected.map(RecordData::Txt));
}

#[test]
fn dh_023_mail_servers_and_the_null_mx() {
    let said = Said::to("example.com", RecordType::Mx)
        .with("example.com", Rtype::MX, [vec![0, 10], host("mx.example.com")].concat())
        .with("example.com", Rtype::MX, [vec![0, 0], vec![0]].concat());
    let json = to_doh_json(&said.message(), 0).unwrap();
    assert!(json.contains(r#""data":"10 mx.example.com.""#) && json.contains(r#""data":"0 .""#), "{json}");
    assert_eq!(said.found().len(), 2);
}

#[test]
fn dh_030_aliases_and_addresses() {
    let said = Said::to("mta-sts.example.com", RecordType::A)
        .with("mta-sts.example.com", Rtype::CNAME, host("sts.provider.example"))
        .with("sts.provider.example", Rtype::RRSIG, vec![0; 24])
        .with("sts.provider.example", Rtype::A, vec![192, 0, 2, 1]);
    let answer = said.read(0);
    assert!(answer.authenticated);
    assert_eq!(answer.aliases.len(), 1);
    assert_eq!(said.found(), [RecordData::Address("192.0.2.1".parse().unwrap())]);
    let said = Said::to("a.example", RecordType::Aaaa).with("a.example", Rtype::AAAA, vec![0x20; 16]);
    assert_eq!(said.found().len(), 1);
}

#[test]
fn dh_002_the_time_in_http_caches_is_taken_off_the_ttl() {
    let said = Said::to("a.example", RecordType::A).with("a.example", Rtype::A, vec![192, 0, 2, 1]);
    for (age, left) in [(0, 300), (100, 200), (400, 0)] {
        let Outcome::Found(records) = said.read(age).outcome else { panic!() };
        assert_eq!(records[0].ttl, Some(left));
    }
}

#[test]
fn dh_032_failures_say_why() {
    let servfail = Said {
        rcode: Rcode::SERVFAIL,
        error: Some((6, "signature expired")),
        ..Said::to("bogus.example", RecordType::Txt)
    };
    let answer = servfail.read(0);
    assert!(matches!(answer.outcome, Outcome::Failed { reason } if reason.is_servfail()));
    assert!(answer.has_dnssec_error);
    assert_eq!(answer.comment.as_deref(), Some("EDE 6; signature expired"));
    let absent = Said { rcode: Rcode::NXDOMAIN, ..Said::to("none.example", RecordType::Txt) };
    assert_eq!(absent.read(0).outcome, Outcome::NoName);
    assert_eq!(Said::to("none.example", RecordType::Txt).read(0).outcome, Outcome::NoData);
}

#[test]
fn what_is_no_answer_is_none() {
    let question = question("example.com", RecordType::A, false).unwrap();
    let answer = Said::to("a.example", RecordType::A).with("a.example", Rtype::A, vec![192, 0, 2, 1]).message();
    for (what, message) in [
        ("nothing", &b""[..]),
        ("JSON", br#"{"Status":0}"#),
        ("a question", &question),
        ("an answer cut off", &answer[..answer.len() - 2]),
    ] {
        assert_eq!(to_doh_json(message, 0), None, "{what}");
    }
}

proptest! {
    #[test]
    fn any_octets_are_an_answer_or_none(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut answer = Said::to("a.example", RecordType::Txt).message();
        answer.extend(&octets);
        for message in [octets, answer] {
            if let Some(json) = to_doh_json(&message, 0) {
                prop_assert!(serde_json::from_str::<Value>(&json).is_ok());
            }
        }
    }

    #[test]
    fn any_strings_come_through(list in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..=255), 1..4)) {
        let data: Vec<u8> = list.iter().flat_map(|one| strings(&[one])).collect();
        let said = Said::to("a.example", RecordType::Txt).with("a.example", Rtype::TXT, data);
        prop_assert_eq!(said.found(), vec![RecordData::Txt(list)]);
    }
}
