//! `mta-sts-helper`: the page of the MTA-STS checker and the one thing it needs a server for.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use mta_sts_helper::{
    Access, Admission, Health, Log, Metrics, Observer, Options, Rates, Site, TrustedProxies, admin_router,
    cannot_listen, check_config, router, serve,
};
use mta_sts_net::{PolicyFetcher, name_servers};
use tokio::net::TcpListener;

mod signals;

fn main() -> ExitCode {
    // Before the options are read: it is there to say what is wrong with them.
    if std::env::args_os().any(|arg| arg == "--check-config") {
        return checked();
    }
    start(Options::read())
}

/// `--check-config`: the plan on stdout, what is wrong on stderr.
fn checked() -> ExitCode {
    let check = check_config(std::env::args_os());
    for line in &check.plan {
        let _ = writeln!(std::io::stdout(), "{line}");
    }
    for sentence in &check.problems {
        eprintln!("mta-sts-helper: {sentence}");
    }
    if check.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[tokio::main]
async fn start(options: Options) -> ExitCode {
    // A task like those of the connections, so that they get their turns: beside them it would accept faster than they can
    // read, and under a flood close whoever has asked and was not heard yet.
    match tokio::spawn(run(options)).await.unwrap_or_else(|error| Err(format!("This program broke off: {error}."))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("mta-sts-helper: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal; the error is a sentence for the person who started this.
async fn run(options: Options) -> Result<(), String> {
    if let Some(sentence) = options.page_problem() {
        return Err(sentence);
    }
    let fetcher = PolicyFetcher::new().map_err(|error| error.to_string())?.with_nat64(options.nat64_prefix);
    let mut signals = signals::Signals::new().map_err(|error| format!("Signals cannot be handled here: {error}."))?;
    let (listener, address) = listen(SocketAddr::new(options.listen, options.port), "--port")?;
    let admin = match options.admin_listen {
        Some(address) => Some(listen(address, "--admin-listen")?),
        None => None,
    };
    let observer = Observer { log: Log::new(options.log_settings()), metrics: Metrics::default() };
    let health = Health::new(&options.www, || name_servers().map(drop).map_err(|error| error.to_string()));
    let site = Site {
        source: fetcher,
        upstream: options.resolver,
        access: Access::new(address, &options.hosts).with_origins(&options.origins).with_public(options.public),
        rates: Rates { client: options.client_rate, domain: options.domain_rate },
        memory: options.cache_seconds,
        www: options.www,
        health: health.clone(),
        observer: observer.clone(),
    };
    // Nobody may be reading; that is no reason to stop.
    let _ = writeln!(std::io::stdout(), "mta-sts is ready at http://{}", reachable(address));
    let log = observer.log.clone();
    log.event("start", serde_json::json!({ "version": env!("CARGO_PKG_VERSION"), "listen": address }));
    if let Some((listener, address)) = admin {
        log.event("admin", serde_json::json!({ "listen": address }));
        let router = admin_router(health.clone(), observer.metrics.clone(), &options.hosts);
        // It answers until the very end, and is not counted itself.
        tokio::spawn(serve(listener, router, Admission::default(), std::future::pending()));
    }
    let stop = async {
        signals.next().await;
        health.stop();
        log.event("stop", serde_json::json!({ "drain_seconds": options.drain_seconds.as_secs() }));
        tokio::spawn(async move {
            signals.next().await;
            eprintln!("mta-sts-helper: A second signal: requests under way were cut off.");
            std::process::exit(1);
        });
        tokio::time::sleep(options.drain_seconds).await;
    };
    let admission = Admission {
        proxies: TrustedProxies::new(&options.trusted_proxies),
        per_client: options.client_connections.get().into(),
        observer: observer.clone(),
    };
    serve(listener, router(site), admission, stop).await;
    log.event("end", serde_json::json!({}));
    log.flush();
    Ok(())
}

fn listen(address: SocketAddr, option: &str) -> Result<(TcpListener, SocketAddr), String> {
    let sentence = |error: std::io::Error| cannot_listen(address, option, &error);
    let listener = mta_sts_helper::listen(address).map_err(sentence)?;
    let address = listener.local_addr().map_err(sentence)?;
    Ok((listener, address))
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
