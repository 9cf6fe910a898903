//! Against real TLS servers on loopback, each broken in its own way.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::*;

const HOST: &str = "mta-sts.example.com";
const LIMIT: Duration = Duration::from_secs(5);

type Authority = CertifiedIssuer<'static, KeyPair>;

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn root() -> Authority {
    Authority::self_signed(authority_params("Test Root"), key()).unwrap()
}

fn site(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, HOST);
    params
}

fn trust(root: &Authority) -> Trust {
    let mut roots = RootCertStore::empty();
    roots.add(root.der().clone()).unwrap();
    Trust::new(roots).unwrap()
}

/// A server with this chain.
fn server(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap()
}

/// A server with one leaf of `issuer`.
fn leaf(params: &CertificateParams, issuer: &Authority) -> ServerConfig {
    let key = key();
    server(vec![params.signed_by(&key, issuer).unwrap().der().clone()], &key)
}

/// Serves one connection; gives how many bytes of application data came over it.
async fn serve(config: ServerConfig) -> (TcpStream, JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let task = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else { return 0 };
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        bytes.len()
    });
    (client, task)
}

/// Sends these bytes in answer to the ClientHello, then keeps still or closes.
async fn serve_bytes(bytes: &'static [u8], stay: bool) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = [0; 4096];
        let _ = stream.read(&mut hello).await;
        stream.write_all(bytes).await.unwrap();
        if stay {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    });
    client
}

/// The failure of a handshake with this server, what it showed, and that nothing was sent over it (MS-064, H-26).
async fn refused(trust: &Trust, config: ServerConfig) -> (FetchFailure, Tls) {
    let (client, server) = serve(config).await;
    let mut seen = None;
    let failure = trust.handshake(client, HOST, LIMIT, &mut seen).await.unwrap_err();
    assert_eq!(server.await.unwrap(), 0, "bytes were sent over a refused handshake");
    let tls = seen.unwrap();
    assert_eq!(tls.version, None);
    (failure, tls)
}

#[tokio::test]
async fn a_good_server_and_what_is_seen_of_it() {
    let root = root();
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let key = key();
        let chain = vec![site(HOST).signed_by(&key, &root).unwrap().der().clone()];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let (client, _server) = serve(config).await;
        let mut seen = None;
        let stream = trust(&root).handshake(client, HOST, LIMIT, &mut seen).await.unwrap();
        let tls = seen.unwrap();
        assert_eq!(tls.version, Some(format!("{:?}", version.version).replace('_', ".")));
        assert_eq!(tls.certificates.len(), 1);
        assert_eq!(tls.certificates[0].dns_names, [HOST]);
        assert_eq!(tls.certificates[0].issuer, "CN=Test Root");
        assert!(!tls.certificates[0].self_issued);
        drop(stream);
    }
}

#[tokio::test]
async fn a_wildcard_counts_for_one_label() {
    let root = root();
    let (client, _server) = serve(leaf(&site("*.example.com"), &root)).await;
    assert!(trust(&root).handshake(client, HOST, LIMIT, &mut None).await.is_ok());
    let (failure, _) = refused(&trust(&root), leaf(&site("*.com"), &root)).await;
    assert_eq!(failure.class, FailureClass::TlsName);
}

#[tokio::test]
async fn a_wrong_name_is_refused_even_if_the_common_name_fits() {
    let root = root();
    let (failure, tls) = refused(&trust(&root), leaf(&site("www.example.com"), &root)).await;
    assert_eq!(failure.class, FailureClass::TlsName);
    assert_eq!(failure.detail, "The certificate is for www.example.com, not for mta-sts.example.com.");
    assert_eq!(tls.certificates[0].subject, format!("CN={HOST}"));
}

#[tokio::test]
async fn the_dates_are_told_apart() {
    let root = root();
    let mut params = site(HOST);
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2020, 3, 1));
    let (failure, tls) = refused(&trust(&root), leaf(&params, &root)).await;
    assert_eq!(failure.class, FailureClass::TlsExpired);
    assert_eq!(failure.detail, "The certificate expired on 1 March 2020, 00:00 UTC.");
    assert_eq!(tls.certificates[0].not_after, 1_583_020_800);

    (params.not_before, params.not_after) = (date_time_ymd(3020, 1, 1), date_time_ymd(3020, 3, 1));
    let (failure, _) = refused(&trust(&root), leaf(&params, &root)).await;
    assert_eq!(failure.class, FailureClass::TlsNotYetValid);
    assert_eq!(failure.detail, "The certificate is valid only from 1 January 3020, 00:00 UTC.");
}

#[tokio::test]
async fn an_expired_intermediate_is_named() {
    let root = root();
    let mut params = authority_params("Old Intermediate");
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2020, 3, 1));
    let middle = Authority::signed_by(params, key(), &root).unwrap();
    let key = key();
    let chain = vec![site(HOST).signed_by(&key, &middle).unwrap().der().clone(), middle.der().clone()];
    let (failure, tls) = refused(&trust(&root), server(chain, &key)).await;
    assert_eq!(failure.class, FailureClass::TlsExpired);
    assert_eq!(failure.detail, "The intermediate certificate CN=Old Intermediate expired on 1 March 2020, 00:00 UTC.");
    assert_eq!(tls.certificates.len(), 2);
}

#[tokio::test]
async fn self_signed_with_and_without_being_an_authority() {
    let root = root();
    let mut params = site(HOST);
    for ca in [IsCa::NoCa, IsCa::ExplicitNoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        params.is_ca = ca;
        let key = key();
        let chain = vec![params.self_signed(&key).unwrap().der().clone()];
        let (failure, tls) = refused(&trust(&root), server(chain, &key)).await;
        assert_eq!(failure.class, FailureClass::TlsSelfSigned, "{}", failure.detail);
        assert_eq!(failure.detail, "The certificate is its own issuer (CN=mta-sts.example.com).");
        assert!(tls.certificates[0].self_issued);
    }
}

#[tokio::test]
async fn an_unknown_root_and_a_missing_intermediate() {
    let (root, stranger) = (root(), Authority::self_signed(authority_params("Stranger"), key()).unwrap());
    let (failure, _) = refused(&trust(&root), leaf(&site(HOST), &stranger)).await;
    assert_eq!(failure.class, FailureClass::TlsUntrusted);
    let middle = Authority::signed_by(authority_params("Middle"), key(), &root).unwrap();
    let (failure, tls) = refused(&trust(&root), leaf(&site(HOST), &middle)).await;
    assert_eq!(failure.class, FailureClass::TlsUntrusted);
    assert_eq!(
        failure.detail,
        "The server shows one certificate; the last one is issued by CN=Middle, which is not a root trusted here."
    );
    assert_eq!((tls.certificates.len(), tls.certificates[0].self_issued), (1, false));
}

#[tokio::test]
async fn h_25_a_certificate_with_a_thousand_names_is_refused_in_passing() {
    let root = root();
    let names: Vec<String> = (0..1000).map(|n| format!("{n}.example.net")).collect();
    let start = Instant::now();
    let (failure, tls) = refused(&trust(&root), leaf(&CertificateParams::new(names).unwrap(), &root)).await;
    assert_eq!(failure.class, FailureClass::TlsName);
    assert!(failure.detail.chars().count() <= 300);
    assert_eq!((tls.certificates[0].dns_names.len(), tls.certificates[0].dns_name_count), (50, 1000));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn h_24_a_server_that_insists_on_http_2_is_refused() {
    let root = root();
    let mut config = leaf(&site(HOST), &root);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let (failure, _) = refused(&trust(&root), config).await;
    assert_eq!(failure.class, FailureClass::TlsAlert);
    assert!(failure.detail.contains("HTTP/1.1"), "{}", failure.detail);
}

#[tokio::test]
async fn what_is_not_a_handshake_of_today() {
    let trust = trust(&root());
    let cases: [(&'static [u8], FailureClass, &str); 7] = [
        // Alert records: protocol_version, unrecognized_name, handshake_failure.
        (&[21, 3, 1, 0, 2, 2, 70], FailureClass::TlsVersion, "protocol_version"),
        (&[21, 3, 3, 0, 2, 2, 112], FailureClass::TlsAlert, "no site for the name mta-sts.example.com"),
        (&[21, 3, 3, 0, 2, 2, 40], FailureClass::TlsAlert, "handshake_failure"),
        (&[21, 3, 3, 0, 2, 2, 80], FailureClass::TlsAlert, "InternalError"),
        // A ServerHello of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA.
        (
            &[
                22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 47, 0,
            ],
            FailureClass::TlsVersion,
            "older than TLS 1.2",
        ),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", FailureClass::TlsFailed, "not TLS"),
        (b"", FailureClass::TlsFailed, "closed the connection"),
    ];
    for (bytes, class, words) in cases {
        let client = serve_bytes(bytes, false).await;
        let mut seen = None;
        let failure = trust.handshake(client, HOST, LIMIT, &mut seen).await.unwrap_err();
        assert_eq!(failure.class, class, "{}", failure.detail);
        assert!(failure.detail.contains(words), "{}", failure.detail);
        assert_eq!(seen.unwrap().certificates, []);
    }
}

#[tokio::test]
async fn h_23_a_server_that_keeps_still_ends_at_the_limit() {
    let trust = trust(&root());
    let client = serve_bytes(b"", true).await;
    let start = Instant::now();
    let limit = Duration::from_millis(200);
    let failure = trust.handshake(client, HOST, limit, &mut None).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::TlsTimeout);
    assert_eq!(failure.detail, "The TLS handshake with mta-sts.example.com did not end within 200 milliseconds.");
    assert!((limit..limit * 5).contains(&start.elapsed()));
}

#[tokio::test]
async fn h_20_session_tickets_without_end_are_left_early() {
    let root = root();
    let mut config = leaf(&site(HOST), &root);
    config.send_tls13_tickets = 2_000;
    let (client, server) = serve(config).await;
    let mut stream = trust(&root).handshake(client, HOST, LIMIT, &mut None).await.unwrap();
    let error = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData, "{error}");
    server.abort();
}
