//! `mta-sts-helper`: the page of the MTA-STS checker and the one thing it needs a server for.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use clap::Parser as _;
use mta_sts_helper::{Access, Options, router, serve};
use mta_sts_net::PolicyFetcher;
use tokio::net::TcpListener;

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
    let fetcher = PolicyFetcher::new().map_err(|error| error.to_string())?.with_nat64(options.nat64_prefix);
    let stop = stop_signal().map_err(|error| format!("Signals cannot be handled here: {error}."))?;
    let address = SocketAddr::new(options.listen, options.port);
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(address, &error))?;
    let access = Access::new(address, &options.hosts).with_origins(&options.origins);
    let router = router(fetcher, &options.www, access);
    // Nobody may be reading; that is no reason to stop.
    let _ = writeln!(std::io::stdout(), "mta-sts is ready at http://{}", reachable(address));
    serve(listener, router, stop).await;
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
