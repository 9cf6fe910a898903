//! Against a name server on loopback, over UDP and TCP.

use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::mpsc;

use super::*;

const NAME: &str = "_mta-sts.example.com";
const TXT_NUMBER: u16 = 16;

fn answer(question: &Message, code: ResponseCode, texts: usize) -> Message {
    let mut message = Message::response(question.id, question.op_code);
    message.metadata.response_code = code;
    message.metadata.authentic_data = true;
    message.add_queries(question.queries.clone());
    let data = || RData::TXT(TXT::new(vec!["x".repeat(200)]));
    message.add_answers((0..texts).map(|_| Record::from_rdata(question.queries[0].name().clone(), 300, data())));
    message
}

/// Answers over UDP as `udp` says and over TCP with twenty records; tells what it was asked.
async fn serve(udp: fn(&Message) -> Option<Message>) -> (SocketAddr, mpsc::UnboundedReceiver<(&'static str, Message)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let socket = UdpSocket::bind(address).await.unwrap();
    let (asked, questions) = mpsc::unbounded_channel();
    let of_tcp = asked.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        while let Ok((size, from)) = socket.recv_from(&mut buffer).await {
            let question = Message::from_vec(&buffer[..size]).unwrap();
            if let Some(said) = udp(&question) {
                socket.send_to(&said.to_vec().unwrap(), from).await.unwrap();
            }
            let _ = asked.send(("UDP", question));
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut message = vec![0; usize::from(stream.read_u16().await.unwrap())];
            stream.read_exact(&mut message).await.unwrap();
            let question = Message::from_vec(&message).unwrap();
            let said = answer(&question, ResponseCode::NoError, 20).to_vec().unwrap();
            stream.write_u16(said.len().try_into().unwrap()).await.unwrap();
            stream.write_all(&said).await.unwrap();
            let _ = of_tcp.send(("TCP", question));
        }
    });
    (address, questions)
}

#[tokio::test]
async fn the_message_is_kept_whatever_it_says() {
    for code in [ResponseCode::NoError, ResponseCode::NXDomain, ResponseCode::ServFail, ResponseCode::Refused] {
        let (server, mut questions) = match code {
            ResponseCode::NoError => serve(|question| Some(answer(question, ResponseCode::NoError, 1))).await,
            ResponseCode::NXDomain => serve(|question| Some(answer(question, ResponseCode::NXDomain, 0))).await,
            ResponseCode::ServFail => serve(|question| Some(answer(question, ResponseCode::ServFail, 0))).await,
            _ => serve(|question| Some(answer(question, ResponseCode::Refused, 0))).await,
        };
        let message = Message::from_vec(&Upstream::At(server).ask(NAME, TXT_NUMBER, false).await.unwrap()).unwrap();
        assert_eq!((message.response_code, message.authentic_data), (code, true));
        questions.recv().await.unwrap();
        assert!(questions.try_recv().is_err(), "one question is one lookup");
    }
}

#[tokio::test]
async fn a_question_asks_for_dnssec_and_extended_errors() {
    let (server, mut questions) = serve(|question| Some(answer(question, ResponseCode::NoError, 1))).await;
    for cd in [false, true] {
        Upstream::At(server).ask(NAME, TXT_NUMBER, cd).await.unwrap();
        let (_, question) = questions.recv().await.unwrap();
        assert_eq!((question.recursion_desired, question.authentic_data, question.checking_disabled), (true, true, cd));
        assert_eq!(
            question.queries,
            [Query::query(Name::from_ascii("_mta-sts.example.com.").unwrap(), RecordType::TXT)]
        );
        let edns = question.edns.unwrap();
        assert_eq!(edns.max_payload(), MAX_DATAGRAM);
    }
}

#[tokio::test]
async fn what_is_cut_off_comes_over_tcp() {
    let (server, mut questions) = serve(|question| Some(answer(question, ResponseCode::NoError, 0).truncate())).await;
    let message = Message::from_vec(&Upstream::At(server).ask(NAME, TXT_NUMBER, false).await.unwrap()).unwrap();
    assert_eq!((message.truncation, message.answers.len()), (false, 20));
    assert_eq!(questions.recv().await.unwrap().0, "UDP");
    assert_eq!(questions.recv().await.unwrap().0, "TCP");
}

#[tokio::test]
async fn what_stays_cut_off_is_said_to_be() {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let server = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        let (size, from) = socket.recv_from(&mut buffer).await.unwrap();
        let question = Message::from_vec(&buffer[..size]).unwrap();
        let said = answer(&question, ResponseCode::NoError, 0).truncate();
        socket.send_to(&said.to_vec().unwrap(), from).await.unwrap();
    });
    let message = Message::from_vec(&Upstream::At(server).ask(NAME, TXT_NUMBER, false).await.unwrap()).unwrap();
    assert!(message.truncation);
}

#[tokio::test]
async fn nobody_there_is_no_answer() {
    let (server, mut questions) = serve(|_| None).await;
    assert_eq!(Upstream::At(server).ask(NAME, TXT_NUMBER, false).await, Err(UpstreamError::Timeout));
    let mut sent = Vec::new();
    while let Ok((_, question)) = questions.try_recv() {
        sent.push(question);
    }
    assert_eq!(sent.len(), usize::from(SENDINGS));
    assert_eq!(sent[0], sent[1]);
    assert_eq!(Upstream::At(server).ask("a..b", TXT_NUMBER, false).await, Err(UpstreamError::Name));
}

#[test]
fn addresses_are_read_with_and_without_port() {
    for (text, expected) in [
        ("system", Some(Upstream::System)),
        ("127.0.0.1", Some(Upstream::At(([127, 0, 0, 1], 53).into()))),
        ("127.0.0.1:5353", Some(Upstream::At(([127, 0, 0, 1], 5353).into()))),
        ("::1", Some(Upstream::At("[::1]:53".parse().unwrap()))),
        ("[::1]", Some(Upstream::At("[::1]:53".parse().unwrap()))),
        ("[::1]:5353", Some(Upstream::At("[::1]:5353".parse().unwrap()))),
        ("", None),
        ("System", None),
        ("dns.google", None),
        ("https://dns.google/resolve", None),
        ("127.0.0.1:65536", None),
    ] {
        assert_eq!(text.parse().ok(), expected, "{text}");
    }
}
