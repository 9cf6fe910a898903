//! The third stage: the TLS handshake with the policy host.
//!
//! The certificate must be valid for the policy host by DNS-ID and lead to a trusted root (RFC 8461 §3.3). rustls
//! decides that; [`Recorder`] only keeps the chain the server showed, also when it is refused. A refused handshake ends
//! with an alert, and not one byte of HTTP goes over it.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use mta_sts::evidence::{FailureClass, FetchFailure, Tls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::certificate::facts;
use crate::failure::{elapsed_ms, failure, words};
use crate::issuers::issuers;
use crate::metered::Metered;
use crate::setup::SetupError;
use crate::tls_failure;

/// The connection that a handshake leaves.
pub(crate) type Secured = TlsStream<Metered<TcpStream>>;

/// What is trusted, and with which cryptography.
#[derive(Clone, Debug)]
pub(crate) struct Trust {
    provider: Arc<CryptoProvider>,
    verifier: Arc<WebPkiServerVerifier>,
}

impl Trust {
    pub(crate) fn new(roots: RootCertStore) -> Result<Self, SetupError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|_| SetupError::NoRoots { problems: Vec::new() })?;
        Ok(Self { provider, verifier })
    }

    /// Shakes hands; the name of the policy host is both what the certificate is checked for and the SNI
    /// (RFC 8461 §7.1).
    pub(crate) async fn handshake(
        &self,
        stream: TcpStream,
        host: &str,
        limit: Duration,
        seen: &mut Option<Tls>,
    ) -> Result<Secured, FetchFailure> {
        let start = Instant::now();
        let recorder = Arc::new(Recorder { verifier: Arc::clone(&self.verifier), chain: OnceLock::new() });
        let broken = |detail: String| failure(FailureClass::TlsFailed, detail);
        let config = self.config(&recorder).map_err(|error| broken(format!("TLS cannot be set up: {error}.")))?;
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| broken(format!("{host} is not a name that TLS can ask for.")))?;
        // In TLS 1.3 the request follows right behind the handshake; without this it waits until that is acknowledged.
        let _ = stream.set_nodelay(true);
        let attempt = TlsConnector::from(Arc::new(config)).connect(name, Metered::new(stream));
        let outcome = tokio::time::timeout(limit, attempt).await;
        let certificates = facts(recorder.chain.get().map(Vec::as_slice).unwrap_or_default());
        let tls = seen.insert(Tls { version: None, alpn: None, certificates, elapsed_ms: elapsed_ms(start) });
        match outcome {
            Ok(Ok(stream)) => {
                let session = stream.get_ref().1;
                // Only what was offered can be agreed, so this is text.
                tls.alpn = session.alpn_protocol().map(|protocol| String::from_utf8_lossy(protocol).into_owned());
                tls.version = session.protocol_version().and_then(|version| match version {
                    rustls::ProtocolVersion::TLSv1_2 => Some("TLSv1.2".to_owned()),
                    rustls::ProtocolVersion::TLSv1_3 => Some("TLSv1.3".to_owned()),
                    _ => None,
                });
                Ok(stream)
            }
            Ok(Err(error)) => Err(tls_failure::of_handshake(&error, host, &tls.certificates)),
            Err(_) => {
                let detail = format!("The TLS handshake with {host} did not end within {}.", words(limit));
                Err(failure(FailureClass::TlsTimeout, detail))
            }
        }
    }

    fn config(&self, recorder: &Arc<Recorder>) -> Result<ClientConfig, rustls::Error> {
        // RFC 8461 §7.2, RFC 9325 §3.1.1: TLS 1.2 or 1.3, nothing older.
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(recorder) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // A resumed session would show no certificate.
        config.resumption = Resumption::disabled();
        Ok(config)
    }
}

/// Keeps the chain of one handshake and leaves every decision to rustls.
#[derive(Debug)]
struct Recorder {
    verifier: Arc<WebPkiServerVerifier>,
    chain: OnceLock<Vec<CertificateDer<'static>>>,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(leaf).chain(intermediates);
        self.chain.get_or_init(|| chain.map(|certificate| certificate.clone().into_owned()).collect());
        self.verifier.verify_server_cert(leaf, &issuers(leaf, intermediates), name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls12_signature(message, leaf, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls13_signature(message, leaf, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests;
