//! The command line, which is also the environment: each option is a variable too.

pub(crate) mod check_config;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU16, NonZeroU32};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _, Parser};
use ipnet::IpNet;
use mta_sts_net::{Nat64Prefix, Upstream};

use crate::observe::log::{LogFormat, LogLevel, LogSettings};
use values::{address, few, host_name, network, origin, port, positive, seconds, short_while, socket, switch};

/// What variables of the environment begin with. The page's build has MTA_STS_RESOLVERS and others; these are none of them.
const VARIABLES: &str = "MTA_STS_HELPER_";

const EXAMPLES: &str = "\
Examples:
  For yourself, on this machine:
    mta-sts-helper

  Behind nginx on the same machine, reached as https://checker.example, with a log for programs:
    mta-sts-helper --host checker.example --trusted-proxy 127.0.0.1 --log json

  For everybody, other sites' pages too, behind a load balancer in 192.0.2.0/24 that has ten seconds to notice the \
  end, with metrics for this machine only:
    mta-sts-helper --listen 0.0.0.0 --host checker.example --trusted-proxy 192.0.2.0/24 --public \\
      --log json --admin-listen 127.0.0.1:9090 --drain-seconds 10

  The same options as variables, to see what would be done, and what is wrong:
    MTA_STS_HELPER_HOST=checker.example,www.checker.example mta-sts-helper --check-config

Each option is also a variable: --drain-seconds is MTA_STS_HELPER_DRAIN_SECONDS. Where an option may be given several \
times, the variable has commas. What stands on the command line goes before it.";

/// Checks how a mail domain is protected by MTA-STS (RFC 8461), in the browser.
///
/// Starts a small server and prints its address; open that in a browser. The page looks up DNS itself, over HTTPS at a
/// public resolver, or here with --resolver. The policy file it cannot read, because policy hosts do not let other sites read them (CORS); this
/// program fetches it instead, from mta-sts.DOMAIN and nowhere else, and never from a private address. Nothing is
/// kept for more than a minute, and nothing is logged unless you ask for it.
///
/// Trusted roots are those of this machine; SSL_CERT_FILE names another PEM file of roots.
#[derive(Clone, Debug, Parser)]
#[command(name = "mta-sts-helper", version, max_term_width = 100)]
#[command(after_help = "More, with examples: --help", after_long_help = EXAMPLES)]
#[command(next_help_heading = "Where it is reached")]
pub struct Options {
    /// Port to listen on; 0 takes any free one
    #[arg(long, env = "PORT", default_value = "8080", value_parser = port)]
    pub port: u16,

    /// Address to listen on
    ///
    /// The default is reachable from this machine only; 0.0.0.0 or :: open the server to the network, which also needs
    /// --host with the name it is reached by.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    pub listen: IpAddr,

    /// Another name this server is reached by, such as checker.example; may be given several times
    ///
    /// Requests for any other name than this, localhost and the address listened on are refused, so that no foreign web
    /// site can use it.
    #[arg(long = "host", value_name = "NAME", value_parser = host_name)]
    pub hosts: Vec<String>,

    /// A web site whose pages may ask this server, such as https://www.example.com; may be given several times
    ///
    /// Without one, only the page that this server itself serves may.
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = origin)]
    pub origins: Vec<String>,

    /// Pages of every web site may ask this server: for one that is open to the world
    #[arg(long, conflicts_with = "origins")]
    pub public: bool,

    /// Network of reverse proxies in front, such as 192.0.2.0/24; may be given several times
    ///
    /// Only what these say in X-Forwarded-For is believed; without one, whoever connects is the client.
    #[arg(long = "trusted-proxy", value_name = "CIDR", value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// Folder of the built page
    #[arg(long, value_name = "DIR", default_value = "dist/www")]
    pub www: PathBuf,

    /// Answer what a check asks DNS, from a resolver of yours: “system”, or an address such as 192.0.2.53
    ///
    /// “system” is the one this machine is configured for; an address may have a port, as in [2001:db8::53]:5353. The page
    /// then offers it, so that no public resolver learns which domain is checked. A server for strangers needs a resolver
    /// that knows no names of an inner network.
    #[arg(long, value_name = "RESOLVER", help_heading = "What it does")]
    pub resolver: Option<Upstream>,

    /// The prefix of this network's NAT64, such as 64:ff9b::/96, for a machine that reaches IPv4 by IPv6 only
    ///
    /// An address inside it is judged by the IPv4 address it carries. Without this option 64:ff9b:: addresses are never
    /// dialled; a network that has a prefix of its own should name it in any case, or private addresses behind it can be
    /// reached.
    #[arg(long, value_name = "PREFIX", help_heading = "What it does")]
    pub nat64_prefix: Option<Nat64Prefix>,

    /// How long evidence answers whoever else asks for the same domain, at most 60; 0 fetches for everybody
    ///
    /// But those who ask at the same moment share a fetch. Evidence from memory says how old it is.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = short_while, allow_negative_numbers = true)]
    #[arg(help_heading = "What it does")]
    pub cache_seconds: Duration,

    /// How often one client may ask for policy files, a minute
    ///
    /// A client is an IPv4 address or an IPv6 /64; a /48 has four times that. Questions to the resolver count apart, thirty
    /// for each.
    #[arg(long, value_name = "N", default_value = "60", value_parser = positive, help_heading = "Limits")]
    pub client_rate: NonZeroU32,

    /// How often the policy file of one domain is fetched, a minute, whoever asks
    ///
    /// Answers from memory are free.
    #[arg(long, value_name = "N", default_value = "12", value_parser = positive, help_heading = "Limits")]
    pub domain_rate: NonZeroU32,

    /// How many connections one client may have at the same time
    ///
    /// A trusted proxy has as many as there are.
    #[arg(long, value_name = "N", default_value = "16", value_parser = few, help_heading = "Limits")]
    pub client_connections: NonZeroU16,

    /// How log lines look on stderr: one for each request
    ///
    /// They hold neither the domain that was checked nor who asked, unless the two options below say so.
    #[arg(long, value_name = "FORMAT", default_value = "none", value_enum, help_heading = "Log and metrics")]
    pub log: LogFormat,

    /// From what importance on
    #[arg(long, value_name = "LEVEL", default_value = "info", value_enum, help_heading = "Log and metrics")]
    pub log_level: LogLevel,

    /// Write the checked domain into the log
    ///
    /// As it was looked up, in A-labels, and only where it was looked up.
    #[arg(long, help_heading = "Log and metrics")]
    pub log_domains: bool,

    /// Write the network of whoever asks into the log
    ///
    /// The first 24 bits of an IPv4 address, the first 48 of an IPv6 address.
    #[arg(long, help_heading = "Log and metrics")]
    pub log_clients: bool,

    /// Where /metrics, /healthz and /readyz are answered, such as 127.0.0.1:9090
    ///
    /// For Prometheus and load balancers; keep it away from the Internet. Without it there are no metrics. /healthz and
    /// /readyz are answered on the main address as well.
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = socket, help_heading = "Log and metrics")]
    pub admin_listen: Option<SocketAddr>,

    /// How long it goes on answering after SIGTERM, so that a load balancer can see /readyz fail
    ///
    /// Then it takes no new connections, and requests under way have 30 seconds to end. A second signal ends at once.
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds, allow_negative_numbers = true)]
    #[arg(help_heading = "Start and end")]
    pub drain_seconds: Duration,

    /// Say what would be done and what is wrong, all of it, and end
    #[arg(long, help_heading = "Start and end")]
    pub check_config: bool,
}

impl Options {
    /// The command line with a variable for each option.
    pub fn program() -> Command {
        Self::command().mut_args(with_variable)
    }

    /// Reads both; ends the program with a sentence when something is wrong.
    pub fn read() -> Self {
        let mut matches = Self::program().get_matches();
        Self::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit())
    }

    /// The sentence about a page that is not there.
    pub fn page_problem(&self) -> Option<String> {
        let index = self.www.join("index.html");
        let index = (!index.is_file()).then(|| index.display().to_string())?;
        Some(format!(
            "There is no page to serve: {index} is missing. Build the page, or name its folder with --www DIR."
        ))
    }

    /// What the log is to hold.
    pub fn log_settings(&self) -> LogSettings {
        LogSettings { format: self.log, level: self.log_level, domains: self.log_domains, clients: self.log_clients }
    }
}

/// A rule and no list, so that an option that is added later has its variable too.
fn with_variable(arg: Arg) -> Arg {
    let name = match arg.get_long() {
        Some(long) if arg.get_env().is_none() && long != "check-config" => {
            format!("{VARIABLES}{}", long.replace('-', "_").to_ascii_uppercase())
        }
        _ => return arg,
    };
    let arg = arg.env(name);
    match arg.get_action() {
        ArgAction::Append => arg.value_delimiter(','),
        ArgAction::SetTrue => arg.value_parser(switch),
        _ => arg,
    }
}
