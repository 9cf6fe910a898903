//! Whether the DNS that everybody can ask bears out what a fetch met.
//!
//! A fetch asks the DNS of the place where it is made. What that says of the policy host's addresses need not hold
//! elsewhere (split horizon, a network without DNS of the Internet), so alone it accuses nobody.

use crate::address::refusal;
use crate::evidence::FailureClass;
use crate::lookup::LookupState;
use crate::observe::FetchObservation;

/// What the resolvers of the check say to a failure.
pub(crate) enum Confirmation {
    /// Nothing yet.
    Pending,
    /// The same, or they have no say in it.
    Given,
    /// Something else, or nothing: what was seen in place of a confirmation.
    Lacking(&'static str),
}

impl Confirmation {
    pub(crate) fn of(seen: &FetchObservation, class: FailureClass) -> Self {
        let is_missing = match class {
            FailureClass::DnsNoName | FailureClass::DnsNoAddress => true,
            FailureClass::AddressRefused => false,
            _ => return Self::Given,
        };
        let lookups = [&seen.ipv4, &seen.ipv6];
        if lookups.iter().any(|lookup| lookup.state == LookupState::Pending) {
            return Self::Pending;
        }
        let mut addresses = lookups.iter().flat_map(|lookup| lookup.addresses()).peekable();
        let is_known = addresses.peek().is_some();
        if is_missing && is_known {
            return Self::Lacking("DNS knows no address of it where the fetch was made, and knows one elsewhere");
        }
        if addresses.any(|address| refusal(address).is_none()) {
            return Self::Lacking(
                "DNS gives only addresses off the Internet where the fetch was made, and others elsewhere",
            );
        }
        // Absence is borne out by absence, a private address by a private address.
        if is_known || seen.has_no_address() {
            return Self::Given;
        }
        Self::Lacking(
            "Only the DNS of the place where the fetch was made answered, and it may not speak for the Internet",
        )
    }
}
