//! What can be wrong with this machine before anything is fetched.

use std::fmt;
use std::net::IpAddr;

use hickory_resolver::system_conf::read_system_conf;
use rustls::RootCertStore;

/// Why a [`PolicyFetcher`](crate::PolicyFetcher) cannot be made. [`fmt::Display`] gives a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// No root certificate could be read, so no certificate could ever be judged (RFC 8461 §3.3).
    NoRoots {
        /// What went wrong on the way, in the words of the operating system.
        problems: Vec<String>,
    },
    /// The DNS configuration of this machine could not be read.
    Dns {
        /// What went wrong.
        problem: String,
    },
}

impl std::error::Error for SetupError {}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoots { problems } => {
                f.write_str(
                    "No trusted root certificates were found: install the package “ca-certificates”, or name a PEM \
                     file of roots in SSL_CERT_FILE",
                )?;
                if let Some(problem) = problems.first() {
                    write!(f, " ({problem})")?;
                }
                f.write_str(".")
            }
            Self::Dns { problem } => {
                write!(f, "The name servers of this machine could not be read: check /etc/resolv.conf ({problem}).")
            }
        }
    }
}

/// The roots this machine trusts, or those of SSL_CERT_FILE and SSL_CERT_DIR.
pub(crate) fn system_roots() -> Result<RootCertStore, SetupError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Roots that rustls cannot read are left out, as in every program that uses them.
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(SetupError::NoRoots { problems: found.errors.iter().map(ToString::to_string).collect() });
    }
    Ok(roots)
}

/// How many roots this machine trusts.
///
/// # Errors
/// [`SetupError::NoRoots`].
pub fn root_count() -> Result<usize, SetupError> {
    system_roots().map(|roots| roots.len())
}

/// The name servers this machine is configured for now, which each fetch asks.
///
/// # Errors
/// [`SetupError::Dns`].
pub fn name_servers() -> Result<Vec<IpAddr>, SetupError> {
    let (configuration, _) = read_system_conf().map_err(|error| SetupError::Dns { problem: error.to_string() })?;
    Ok(configuration.name_servers().iter().map(|server| server.ip).collect())
}
