//! `--check-config`: what would be done with these options on this machine, and everything that is wrong.

use std::ffi::OsString;
use std::net::{SocketAddr, TcpListener};

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, FromArgMatches as _};
use mta_sts_net::{Upstream, name_servers, root_count};

use crate::options::Options;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    /// What would be done, a line each.
    pub plan: Vec<String>,
    /// A sentence for each thing that is wrong; with any, the program would not start.
    pub problems: Vec<String>,
}

/// Checks a command line, together with the environment. Where a value is wrong, the rest is checked with the default.
pub fn check_config(args: impl IntoIterator<Item = OsString>) -> Check {
    let mut check = Check::default();
    if let Some(options) = readable(args.into_iter().collect(), &mut check.problems) {
        check.options(&options);
        check.machine(&options);
    }
    check
}

/// The options, without those that cannot be read. clap stops at the first; so it is asked again without that one.
fn readable(mut args: Vec<OsString>, problems: &mut Vec<String>) -> Option<Options> {
    let mut wrong: Vec<String> = Vec::new();
    loop {
        // Its variable may be the wrong one.
        let program = Options::program().mut_args(|arg| match is_one_of(&wrong, &arg) {
            true => arg.env(Resettable::Reset),
            false => arg,
        });
        let error = match program.clone().try_get_matches_from(&args) {
            Ok(mut matches) => return Options::from_arg_matches_mut(&mut matches).ok(),
            Err(error) => error,
        };
        problems.push(sentence(&error));
        let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return None };
        let named = named.split([' ', '=']).next()?.to_owned();
        // Twice: it is not this that makes it wrong.
        if wrong.contains(&named) {
            return None;
        }
        let takes_value = program
            .get_arguments()
            .any(|arg| is_one_of(std::slice::from_ref(&named), arg) && arg.get_action().takes_values());
        args = without(args, &named, takes_value);
        wrong.push(named);
    }
}

/// The first line of what clap says, which has the rest for a terminal.
fn sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first).trim_end_matches('.');
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) if !values.is_empty() => {
            format!("{first}: one of {} is expected.", values.join(", "))
        }
        _ => format!("{first}."),
    }
}

fn is_one_of(named: &[String], arg: &Arg) -> bool {
    named.iter().any(|named| named.strip_prefix("--").is_some_and(|long| arg.get_long() == Some(long)))
}

/// Without this option, and the value that follows it.
fn without(args: Vec<OsString>, named: &str, takes_value: bool) -> Vec<OsString> {
    let mut left = Vec::new();
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        if text == named {
            if takes_value {
                args.next_if(|value| !value.to_string_lossy().starts_with("--"));
            }
        } else if text.strip_prefix(named).is_none_or(|rest| !rest.starts_with('=')) {
            left.push(arg);
        }
    }
    left
}

impl Check {
    fn says(&mut self, about: &str, what: impl AsRef<str>) {
        self.plan.push(format!("{about:<13} {}", what.as_ref()));
    }

    /// What the options alone come to.
    fn options(&mut self, options: &Options) {
        let listening = SocketAddr::new(options.listen, options.port);
        self.says("listen", listening.to_string());
        let mut names = vec!["localhost".to_owned()];
        names.extend((!options.listen.is_unspecified()).then(|| options.listen.to_string()));
        names.extend(options.hosts.iter().cloned());
        self.says("names", names.join(", "));
        let origins = or_none(&options.origins, "none but its own page");
        self.says("origins", if options.public { "of every site" } else { &origins });
        let proxies: Vec<String> = options.trusted_proxies.iter().map(ToString::to_string).collect();
        self.says("proxies", or_none(&proxies, "none: whoever connects is the client"));
        let resolver = match options.resolver {
            None => "none: the page asks public ones".to_owned(),
            Some(Upstream::System) => "system".to_owned(),
            Some(Upstream::At(address)) => address.to_string(),
        };
        self.says("resolver", resolver);
        let cache = options.cache_seconds.as_secs();
        self.says("cache", if cache == 0 { "none".to_owned() } else { format!("{cache} seconds") });
        let (client, domain) = (options.client_rate, options.domain_rate);
        let limits = format!(
            "{client} a minute for a client, {domain} for a domain; {} connections",
            options.client_connections
        );
        self.says("limits", limits);
        self.says("admin", options.admin_listen.map_or("none: no metrics".to_owned(), |address| address.to_string()));
        let log = options.log_settings();
        let with = |on: bool, what: &str| if on { format!("with {what}") } else { format!("without {what}") };
        let what = format!("{}, {}", with(log.domains, "domains"), with(log.clients, "networks of clients"));
        self.says("log", format!("{:?}, {what}", log.format).to_lowercase());
        self.says("end", format!("after {} seconds in which /readyz fails", options.drain_seconds.as_secs()));
    }

    /// What this machine has.
    fn machine(&mut self, options: &Options) {
        self.says("page", options.www.display().to_string());
        self.problems.extend(options.page_problem());
        match root_count() {
            Ok(count) => self.says("trusted roots", count.to_string()),
            Err(error) => self.problems.push(error.to_string()),
        }
        match name_servers() {
            Ok(servers) => {
                let servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
                self.says("name servers", servers.join(", "));
            }
            Err(error) => self.problems.push(error.to_string()),
        }
        // Both at once, so that one cannot be taken for free because the other has not been bound.
        let wanted = [
            Some((SocketAddr::new(options.listen, options.port), "--port")),
            options.admin_listen.map(|address| (address, "--admin-listen")),
        ];
        let bound: Vec<_> = wanted
            .into_iter()
            .flatten()
            .map(|(address, option)| TcpListener::bind(address).map_err(|error| cannot_listen(address, option, &error)))
            .collect();
        self.problems.extend(bound.into_iter().filter_map(Result::err));
    }
}

fn or_none(list: &[String], none: &str) -> String {
    if list.is_empty() { none.to_owned() } else { list.join(", ") }
}

/// The sentence for an address that cannot be listened on.
pub fn cannot_listen(address: SocketAddr, option: &str, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {} is already in use: choose another one with {option}.", address.port())
        }
        _ => format!("Cannot listen on {address}: {error}."),
    }
}
