//! `mta-sts-helper`: the page of the MTA-STS checker and the one thing it needs a server for.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use mta_sts_helper::{Access, Admission, Options, Rates, Site, TrustedProxies, listen, router, serve};
use mta_sts_net::PolicyFetcher;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("mta-sts-helper: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal; the error is a sentence for the person who started this.
async fn run(options: Options) -> Result<(), String> {
    let index = options.www.join("index.html");
    if !index.is_file() {
        let index = index.display();
        return Err(format!(
            "There is no page to serve: {index} is missing. Build the page, or name its folder with --www DIR."
        ));
    }
    let fetcher = PolicyFetcher::new().map_err(|error| error.to_string())?;
    let stop = stop_signal().map_err(|error| format!("Signals cannot be handled here: {error}."))?;
    let address = SocketAddr::new(options.listen, options.port);
    let listener = listen(address).map_err(|error| cannot_listen(address, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(address, &error))?;
    let access = Access::new(address, &options.hosts).with_origins(&options.origins).with_public(options.public);
    let rates = Rates { client: options.client_rate, domain: options.domain_rate };
    let memory = Duration::from_secs(options.cache_seconds.into());
    let router = router(Site { source: fetcher, upstream: options.resolver, www: &options.www, access, rates, memory });
    // Nobody may be reading; that is no reason to stop.
    let _ = writeln!(std::io::stdout(), "mta-sts is ready at http://{}", reachable(address));
    let proxies = TrustedProxies::new(&options.trusted_proxies);
    serve(listener, router, Admission { proxies, per_client: options.client_connections.get().into() }, stop).await;
    Ok(())
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {} is already in use: choose another one with --port.", address.port())
        }
        _ => format!("Cannot listen on {address}: {error}."),
    }
}

/// The address to open in a browser on this machine.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Done at the first SIGINT or SIGTERM.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done at the first Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
