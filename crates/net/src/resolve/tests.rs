//! Against a name server on loopback that answers from a table.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hickory_resolver::config::{NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::rr::Record;
use hickory_resolver::proto::rr::rdata::{CNAME, SOA};
use tokio::net::UdpSocket;

use super::*;

const HOST: &str = "mta-sts.example.com";

/// What the name server says to one type of question.
#[derive(Clone)]
enum Say {
    Addresses(&'static [&'static str]),
    NoData,
    NoName,
    Code(ResponseCode),
    Nothing,
}

/// A resolver that asks a stub, and how many questions the stub was asked.
async fn stub(a: Say, aaaa: Say) -> (TokioResolver, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let server = socket.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        while let Ok((size, from)) = socket.recv_from(&mut buffer).await {
            counter.fetch_add(1, Ordering::SeqCst);
            let question = Message::from_vec(&buffer[..size]).unwrap();
            let say = if question.queries[0].query_type() == RecordType::A { &a } else { &aaaa };
            if let Some(answer) = reply(&question, say) {
                socket.send_to(&answer, from).await.unwrap();
            }
        }
    });
    (resolver(server), count)
}

fn resolver(server: SocketAddr) -> TokioResolver {
    let mut config = NameServerConfig::udp_and_tcp(server.ip());
    config.connections.iter_mut().for_each(|connection| connection.port = server.port());
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![config]);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    set_options(builder.options_mut());
    builder.build().unwrap()
}

fn reply(question: &Message, say: &Say) -> Option<Vec<u8>> {
    let mut answer = question.clone().into_response();
    answer.metadata.recursion_available = true;
    let name = question.queries[0].name().clone();
    let zone = Name::from_ascii("example.com.").unwrap();
    let soa = RData::SOA(SOA::new(zone.clone(), zone.clone(), 1, 1, 1, 1, 1));
    match say {
        Say::Addresses(addresses) => {
            let target = Name::from_ascii("host.example.com.").unwrap();
            answer.add_answer(Record::from_rdata(name, 0, RData::CNAME(CNAME(target.clone()))));
            for address in *addresses {
                answer.add_answer(Record::from_rdata(
                    target.clone(),
                    0,
                    RData::from(address.parse::<IpAddr>().unwrap()),
                ));
            }
        }
        Say::NoData => {
            answer.add_authority(Record::from_rdata(zone, 0, soa));
        }
        Say::NoName => {
            answer.add_authority(Record::from_rdata(zone, 0, soa));
            answer.metadata.response_code = ResponseCode::NXDomain;
        }
        Say::Code(code) => answer.metadata.response_code = *code,
        Say::Nothing => return None,
    }
    Some(answer.to_vec().unwrap())
}

async fn ask(a: Say, aaaa: Say) -> (Result<Vec<IpAddr>, FetchFailure>, Resolution) {
    let (resolver, _) = stub(a, aaaa).await;
    let mut seen = Resolution::default();
    let result = resolve(&resolver, &Guard::now(None).unwrap(), HOST, Duration::from_millis(800), &mut seen).await;
    (result, seen)
}

#[tokio::test]
async fn h_04_one_question_of_each_type_and_nothing_else() {
    let (resolver, count) = stub(Say::Addresses(&["8.8.8.8"]), Say::Addresses(&["2600::1"])).await;
    let found =
        resolve(&resolver, &Guard::now(None).unwrap(), HOST, Duration::from_secs(5), &mut Resolution::default())
            .await
            .unwrap();
    assert_eq!(found, ["2600::1".parse::<IpAddr>().unwrap(), "8.8.8.8".parse().unwrap()]);
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn families_take_turns() {
    let (result, seen) =
        ask(Say::Addresses(&["8.8.8.8", "9.9.9.9"]), Say::Addresses(&["2600::1", "2600::2", "2600::3"])).await;
    let order = ["2600::1", "8.8.8.8", "2600::2", "9.9.9.9", "2600::3"];
    assert_eq!(result.unwrap().iter().map(ToString::to_string).collect::<Vec<_>>(), order);
    assert!(seen.addresses.iter().all(|address| address.refused.is_none()));
}

#[tokio::test]
async fn h_04_a_refused_address_among_others_is_shown_and_left_out() {
    let (result, seen) = ask(Say::Addresses(&["127.0.0.1", "8.8.8.8"]), Say::NoData).await;
    assert_eq!(result.unwrap(), ["8.8.8.8".parse::<IpAddr>().unwrap()]);
    assert_eq!(seen.addresses[0].refused, None);
    assert_eq!(seen.addresses[1].refused.as_deref(), Some("loopback (RFC 1122)"));
}

#[tokio::test]
async fn h_02_nothing_but_refused_addresses() {
    let (result, seen) = ask(Say::Addresses(&["10.0.0.1", "169.254.169.254"]), Say::Addresses(&["::1"])).await;
    assert_eq!(result.unwrap_err().class, FailureClass::AddressRefused);
    assert_eq!(seen.addresses.len(), 3);
}

#[tokio::test]
async fn only_so_many_addresses_are_dialled() {
    let many: Vec<String> = (0..40).map(|n| format!("8.8.4.{n}")).collect();
    let many: &'static [&'static str] = many.iter().map(|one| &*one.clone().leak()).collect::<Vec<_>>().leak();
    let (result, seen) = ask(Say::Addresses(many), Say::NoData).await;
    assert_eq!((result.unwrap().len(), seen.addresses.len()), (MAX_DIALLED, MAX_RECORDED));
}

#[tokio::test]
async fn what_went_wrong_is_told_apart() {
    use FailureClass::{DnsFailed, DnsNoAddress, DnsNoName, DnsTimeout};
    let servfail = || Say::Code(ResponseCode::ServFail);
    for (a, aaaa, class) in [
        (Say::NoName, Say::NoName, DnsNoName),
        (Say::NoData, Say::NoData, DnsNoAddress),
        (servfail(), servfail(), DnsFailed),
        (Say::Code(ResponseCode::Refused), Say::NoData, DnsFailed),
        (Say::NoData, servfail(), DnsFailed),
        (Say::NoName, servfail(), DnsFailed),
        (Say::Nothing, Say::Nothing, DnsTimeout),
        (Say::NoData, Say::Nothing, DnsTimeout),
    ] {
        let (result, seen) = ask(a, aaaa).await;
        let failure = result.unwrap_err();
        assert_eq!(failure.class, class, "{}", failure.detail);
        assert!(failure.detail.ends_with('.'), "{}", failure.detail);
        assert!(seen.addresses.is_empty());
    }
}

#[tokio::test]
async fn one_family_that_fails_does_not_hide_the_other_and_both_are_told() {
    for (aaaa, outcome) in [
        (Say::Addresses(&["2600::1"]), LookupOutcome::Found),
        (Say::NoData, LookupOutcome::NoData),
        (Say::NoName, LookupOutcome::NoName),
        (Say::Code(ResponseCode::ServFail), LookupOutcome::Servfail),
        (Say::Code(ResponseCode::Refused), LookupOutcome::Refused),
        (Say::Code(ResponseCode::FormErr), LookupOutcome::Failed),
        (Say::Nothing, LookupOutcome::Timeout),
    ] {
        let (result, seen) = ask(Say::Addresses(&["8.8.8.8"]), aaaa).await;
        assert!(result.is_ok());
        assert_eq!(seen.a, Some(FamilyLookup { outcome: LookupOutcome::Found, detail: None }));
        let told = seen.aaaa.unwrap();
        assert_eq!(told.outcome, outcome, "{told:?}");
        let is_fault = !matches!(outcome, LookupOutcome::Found | LookupOutcome::NoData);
        assert_eq!(told.detail.is_some_and(|detail| detail.ends_with('.')), is_fault);
    }
}

#[tokio::test]
async fn the_order_does_not_follow_the_answer() {
    let (result, _) = ask(Say::Addresses(&["9.9.9.9", "10.0.0.1", "8.8.8.8"]), Say::NoData).await;
    assert_eq!(result.unwrap(), ["8.8.8.8", "9.9.9.9"].map(|address| address.parse::<IpAddr>().unwrap()));
}
