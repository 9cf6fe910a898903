//! Senders that do otherwise than the RFC says or than most do, by name: read in their source.

/// A way of handling policies, and the senders that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// Stable kebab-case name.
    pub id: &'static str,
    /// The senders.
    pub senders: &'static [&'static str],
    /// What they do.
    pub does: &'static str,
}

/// Never looks at the id while it holds a policy.
pub static NO_ID_RECHECK: Persona = Persona {
    id: "no-id-recheck",
    senders: &["postfix-tlspol"],
    does: "It keeps a policy until it expires, 30 days at most, and does not look at the id meanwhile.",
};

/// Fetches again and again.
pub static EAGER_REFRESH: Persona = Persona {
    id: "eager-refresh",
    senders: &["chasquid"],
    does: "It fetches every policy that it holds again about every 10 minutes and ignores ids.",
};

/// Takes an unchanged id for a fetch.
pub static CLOCK_RESET: Persona = Persona {
    id: "clock-reset-without-fetch",
    senders: &["postfix-mta-sts-resolver", "mailauth"],
    does: "They count max_age anew whenever they see the same id: they hold a policy for as long as the record stays, even if nobody can fetch it any more.",
};

/// Gives up what it holds (against row 8 of `policy_in_force`).
pub static NO_CACHE_FALLBACK: Persona = Persona {
    id: "no-cache-fallback",
    senders: &["KumoMTA", "Stalwart"],
    does: "When the id is new to them and the fetch fails, they drop the policy that they hold and deliver unprotected.",
};

/// Compares the certificate with the policy in place of the server's name.
pub static CERTIFICATE_MATCHES_POLICY: Persona = Persona {
    id: "certificate-matches-policy",
    senders: &["Postfix with postfix-tlspol", "Postfix with postfix-mta-sts-resolver"],
    does: "They may hold the certificate against the patterns of the policy: one that names another of your mail servers passes there and fails elsewhere.",
};

/// Waits where most deliver (row 4 of `policy_in_force`).
pub static WAITS_FOR_DNS: Persona = Persona {
    id: "waits-for-dns",
    senders: &["mox"],
    does: "With no policy in its cache it keeps the mail until the record can be looked up.",
};

/// Drops what it holds when DNS fails (against row 9 of `policy_in_force`).
pub static DROPS_ON_DNS_FAILURE: Persona = Persona {
    id: "drops-on-dns-failure",
    senders: &["mailauth"],
    does: "When the record cannot be looked up, it drops the policy that it holds and delivers unprotected.",
};

/// Refuses a policy of mode none without mail servers.
pub static REFUSES_NONE_WITHOUT_MX: Persona = Persona {
    id: "refuses-none-without-mx",
    senders: &["chasquid", "Stalwart"],
    does: "They refuse a policy of mode none that has no mx line, and go on with what they hold.",
};

/// Refuses or shortens a max_age beyond the maximum.
pub static REFUSES_LONG_MAX_AGE: Persona = Persona {
    id: "refuses-long-max-age",
    senders: &["chasquid", "postfix-mta-sts-resolver", "mailauth"],
    does: "They refuse a policy whose max_age is above 31557600: to them there is none.",
};

/// Does not wait for the first fetch.
pub static FETCHES_IN_BACKGROUND: Persona = Persona {
    id: "fetches-in-background",
    senders: &["Senders that fetch in the background"],
    does: "Their first messages may leave before they have the policy (RFC 8461 §5.1).",
};

/// Sees what validating senders do not.
pub static DOES_NOT_VALIDATE: Persona = Persona {
    id: "does-not-validate",
    senders: &["Senders without DNSSEC validation"],
    does: "They see record and mail servers as if nothing were wrong.",
};

/// All of them.
pub static PERSONAS: &[&Persona] = &[
    &NO_ID_RECHECK,
    &EAGER_REFRESH,
    &CLOCK_RESET,
    &NO_CACHE_FALLBACK,
    &CERTIFICATE_MATCHES_POLICY,
    &WAITS_FOR_DNS,
    &DROPS_ON_DNS_FAILURE,
    &REFUSES_NONE_WITHOUT_MX,
    &REFUSES_LONG_MAX_AGE,
    &FETCHES_IN_BACKGROUND,
    &DOES_NOT_VALIDATE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_persona_has_a_name_of_its_own_senders_and_a_sentence() {
        let mut ids: Vec<&str> = PERSONAS.iter().map(|persona| persona.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), PERSONAS.len());
        for persona in PERSONAS {
            assert!(!persona.senders.is_empty() && persona.does.ends_with('.'), "{}", persona.id);
        }
    }
}
