//! What becomes of a message (RFC 8461 §5.1, RFC 7505, RFC 5321).

use super::candidate::Action;

/// How long a sender usually keeps trying: 4 to 5 days (RFC 5321 §4.5.4.1).
pub const QUEUE_LIFETIME: u64 = 5 * 86_400;

/// Where DNS sends mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// To mail servers.
    Servers,
    /// Nowhere: a null MX.
    NullMx,
    /// Nowhere: neither MX nor address records.
    NoServer,
    /// The lookup fails at the sender.
    LookupFails,
    /// Nobody has seen it.
    NotSeen,
}

/// What kind of message it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Any message.
    #[default]
    Ordinary,
    /// A TLS report: delivered whatever TLS and policy say (RFC 8460 §3).
    TlsReport,
    /// Its header says `TLS-Required: No` (RFC 8689 §3): a sender that knows it relaxes the policy.
    TlsOptional,
    /// Sent with REQUIRETLS (RFC 8689 §4): needs a server that is verified, by DANE or by a policy of mode enforce.
    TlsRequired,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Delivered at the server in this place.
    Delivered {
        /// In the order in which the sender tries them.
        place: usize,
    },
    /// Delivered at the server in this place or a later one, if one proves its name; else it waits.
    Depends {
        /// In the order in which the sender tries them.
        place: usize,
    },
    /// The sender keeps it and tries again.
    Waits {
        /// Before it gives up, the sender must look for a new policy.
        looks_for_new_policy: bool,
    },
    /// Returned to its author.
    Bounces,
    /// Nobody has seen enough to tell.
    NotKnown,
}

/// Decides. `actions` are those for each server in the order in which the sender tries them; `waited` is how long it has
/// had the message, in seconds.
///
/// ```
/// use mta_sts::sender::candidate::Action;
/// use mta_sts::sender::message::{Delivery, Kind, QUEUE_LIFETIME, Route, delivery};
/// let outside = [Action::NotThisMx];
/// let waits = Delivery::Waits { looks_for_new_policy: true };
/// assert_eq!(delivery(Route::Servers, Kind::Ordinary, &outside, 0), waits);
/// assert_eq!(delivery(Route::Servers, Kind::Ordinary, &outside, QUEUE_LIFETIME), Delivery::Bounces);
/// ```
pub fn delivery(route: Route, kind: Kind, actions: &[Action], waited: u64) -> Delivery {
    let is_over = waited >= QUEUE_LIFETIME;
    match route {
        // Row 4: at once (RFC 7505 §4.1). Row 5: RFC 5321 §5.1.
        Route::NullMx | Route::NoServer => Delivery::Bounces,
        // Row 6.
        Route::LookupFails if is_over => Delivery::Bounces,
        Route::LookupFails => Delivery::Waits { looks_for_new_policy: false },
        Route::NotSeen => Delivery::NotKnown,
        Route::Servers => {
            // Row 1: the servers are tried in their order, never sorted out beforehand (RFC 8461 §5.1, §8.4).
            let tried = actions.iter().map(|action| acceptance(kind, *action)).enumerate();
            match tried.into_iter().find(|(_, accepted)| *accepted != Accepted::No) {
                Some((place, Accepted::Yes)) => Delivery::Delivered { place },
                Some((place, _)) => Delivery::Depends { place },
                // Row 3.
                None if is_over => Delivery::Bounces,
                // Row 2: RFC 8461 §5.1, it MUST look for a new policy before it gives up.
                None => Delivery::Waits { looks_for_new_policy: actions.contains(&Action::NotThisMx) },
            }
        }
    }
}

#[derive(PartialEq, Eq)]
enum Accepted {
    Yes,
    Perhaps,
    No,
}

fn acceptance(kind: Kind, action: Action) -> Accepted {
    match (kind, action) {
        (_, Action::NextMx) => Accepted::No,
        // Rows 7 and 8.
        (Kind::TlsReport | Kind::TlsOptional, _) | (_, Action::TlsVerified) => Accepted::Yes,
        (_, Action::TlsVerifiedOrNothing) => Accepted::Perhaps,
        (_, Action::NotThisMx) => Accepted::No,
        (Kind::TlsRequired, _) => Accepted::No,
        (Kind::Ordinary, Action::TlsOrNothing) => Accepted::Perhaps,
        (Kind::Ordinary, Action::Plain | Action::TlsIfOffered | Action::Tls) => Accepted::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{NextMx, NotThisMx, Plain, Tls, TlsIfOffered, TlsOrNothing, TlsVerified, TlsVerifiedOrNothing};

    fn ordinary(actions: &[Action], waited: u64) -> Delivery {
        delivery(Route::Servers, Kind::Ordinary, actions, waited)
    }

    #[test]
    fn row_01_the_first_server_that_accepts_gets_it() {
        for (actions, expected) in [
            (vec![TlsVerified, Plain], Delivery::Delivered { place: 0 }),
            (vec![NotThisMx, TlsVerified], Delivery::Delivered { place: 1 }),
            (vec![NextMx, TlsIfOffered], Delivery::Delivered { place: 1 }),
            (vec![NotThisMx, TlsVerifiedOrNothing], Delivery::Depends { place: 1 }),
            (vec![TlsOrNothing, Tls], Delivery::Depends { place: 0 }),
        ] {
            assert_eq!(ordinary(&actions, 0), expected, "{actions:?}");
        }
    }

    #[test]
    fn row_02_where_none_is_acceptable_it_waits_and_the_sender_looks_for_a_new_policy() {
        for waited in [0, QUEUE_LIFETIME - 1] {
            assert_eq!(ordinary(&[NotThisMx, NotThisMx], waited), Delivery::Waits { looks_for_new_policy: true });
        }
        assert_eq!(ordinary(&[NextMx], 0), Delivery::Waits { looks_for_new_policy: false });
    }

    #[test]
    fn row_03_at_the_end_of_the_queue_s_life_it_bounces() {
        assert_eq!(ordinary(&[NotThisMx], QUEUE_LIFETIME), Delivery::Bounces);
        assert_eq!(QUEUE_LIFETIME, 432_000, "five days");
        assert_eq!(ordinary(&[NotThisMx], u64::MAX), Delivery::Bounces);
    }

    #[test]
    fn row_04_a_null_mx_bounces_at_once() {
        assert_eq!(delivery(Route::NullMx, Kind::Ordinary, &[], 0), Delivery::Bounces);
    }

    #[test]
    fn row_05_no_server_bounces() {
        assert_eq!(delivery(Route::NoServer, Kind::Ordinary, &[], 0), Delivery::Bounces);
    }

    #[test]
    fn row_06_a_lookup_that_fails_makes_mail_wait() {
        let at = |waited| delivery(Route::LookupFails, Kind::Ordinary, &[], waited);
        assert_eq!(at(0), Delivery::Waits { looks_for_new_policy: false });
        assert_eq!(at(QUEUE_LIFETIME), Delivery::Bounces);
        assert_eq!(delivery(Route::NotSeen, Kind::Ordinary, &[], 0), Delivery::NotKnown);
    }

    #[test]
    fn row_07_a_tls_report_is_delivered_whatever_the_policy_says() {
        for action in [NotThisMx, TlsVerifiedOrNothing, Plain] {
            assert_eq!(delivery(Route::Servers, Kind::TlsReport, &[action], 0), Delivery::Delivered { place: 0 });
        }
    }

    #[test]
    fn row_08_a_message_may_ask_for_less_or_for_more() {
        let of = |kind, action| delivery(Route::Servers, kind, &[action], 0);
        assert_eq!(of(Kind::TlsOptional, NotThisMx), Delivery::Delivered { place: 0 });
        for action in [Plain, Tls, TlsIfOffered, TlsOrNothing] {
            assert_eq!(of(Kind::TlsRequired, action), Delivery::Waits { looks_for_new_policy: false });
        }
        assert_eq!(of(Kind::TlsRequired, TlsVerified), Delivery::Delivered { place: 0 });
        assert_eq!(of(Kind::TlsRequired, TlsVerifiedOrNothing), Delivery::Depends { place: 0 });
    }
}
