//! How much runs at the same time, and how much of it for one client.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;

use crate::admission::client::Client;

/// So many places for what is under way. A client may hold as many as it leaves free: one alone gets half of them, two get a third
/// each, and so on, so that some are always left for whoever has none. A client that asks for the slowest hosts it can find
/// keeps nobody else from asking. All of an IPv6 /48 is one client here: each of its 65,536 networks would else get a share.
#[derive(Debug)]
pub(crate) struct Shares {
    places: usize,
    held: Mutex<HashMap<Holder, usize>>,
}

/// `None` for whoever has no address, as in tests of the routes alone.
type Holder = Option<IpNet>;

impl Shares {
    pub(crate) fn of(places: usize) -> Arc<Self> {
        Arc::new(Self { places, held: Mutex::default() })
    }

    /// A place, until it is dropped.
    pub(crate) fn take(self: &Arc<Self>, client: Option<Client>) -> Option<Share> {
        let holder = client.map(|client| match client.network() {
            site @ IpNet::V6(_) => site,
            IpNet::V4(_) => client.subscriber(),
        });
        let mut held = self.lock();
        let free = self.places.saturating_sub(held.values().sum());
        let own = held.entry(holder).or_default();
        if *own >= free {
            if *own == 0 {
                held.remove(&holder);
            }
            return None;
        }
        *own = own.saturating_add(1);
        Some(Share { shares: Arc::clone(self), holder })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Holder, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
pub(crate) struct Share {
    shares: Arc<Shares>,
    holder: Holder,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.lock();
        if let Some(own) = held.get_mut(&self.holder) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                held.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> Option<Client> {
        Some(Client::from(std::net::IpAddr::from([192, 0, 2, number])))
    }

    #[test]
    fn h_65_however_many_one_client_wants_some_are_left_for_others() {
        let shares = Shares::of(128);
        let take =
            |number| std::iter::from_fn(|| Shares::take(&shares, client(number))).take(1_000).collect::<Vec<_>>();
        let first = take(1);
        assert_eq!(first.len(), 64);
        let second = take(2);
        assert_eq!(second.len(), 32);
        assert_eq!(take(1).len(), 0);
        drop(first);
        // Another 32 would be more than are left then.
        assert_eq!(take(2).len(), 16 + 16);
        drop(second);
        assert!(shares.lock().is_empty());
        let site = |number: u16| Some(Client::from(std::net::IpAddr::from([0x2001, 0xdb8, 1, number, 0, 0, 0, 1])));
        let of_one_site: Vec<Share> = (0..200).filter_map(|number| shares.take(site(number))).collect();
        assert_eq!(of_one_site.len(), 64);
        drop(of_one_site);
        let each: Vec<Share> = (0..200).filter_map(|number| shares.take(client(number))).collect();
        assert_eq!(each.len(), 128);
        drop(each);
        assert!(shares.lock().is_empty());
    }
}
