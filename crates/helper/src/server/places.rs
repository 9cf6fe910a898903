//! Who may hold a connection, and who has to give way when there are no more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::admission::client::Client;

/// How far a connection has come, in the order in which it has to give way.
///
/// A request under way is never broken off for a newcomer: it ends within 30 seconds anyway, and budgets bound how many a
/// client can have. So whoever asks at once is served, however many others only hold connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// No request has come yet. That costs an attacker nothing.
    Silent,
    /// A request was answered, and no other has come.
    Idle,
    /// A request is being answered.
    UnderWay,
}

#[derive(Debug)]
struct Held {
    /// `None` for a trusted proxy, which speaks for many.
    client: Option<Client>,
    stage: Stage,
    since: Instant,
    leave: Arc<Notify>,
}

/// The places of all connections.
#[derive(Debug)]
pub(crate) struct Places {
    capacity: usize,
    per_client: usize,
    held: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    places: HashMap<u64, Held>,
    next: u64,
}

impl Table {
    /// Makes the one leave that has to give way first, of those that `may`.
    fn give_way(&mut self, may: impl Fn(&Held) -> bool) -> bool {
        let candidates = self.places.iter().filter(|(_, held)| held.stage != Stage::UnderWay && may(held));
        let first = candidates.min_by_key(|(_, held)| (held.stage, held.since)).map(|(id, _)| *id);
        let held = first.and_then(|id| self.places.remove(&id));
        held.map(|held| held.leave.notify_one()).is_some()
    }
}

impl Places {
    pub(crate) fn new(capacity: usize, per_client: usize) -> Arc<Self> {
        Arc::new(Self { capacity, per_client, held: Mutex::default() })
    }

    /// A place for a new connection. A client that has all of its own, and anybody when all are taken, gets that of a
    /// connection on which nothing is being answered; `None` when there is no such.
    pub(crate) fn take(self: &Arc<Self>, client: Option<Client>) -> Option<Place> {
        let mut table = self.lock();
        if let Some(subscriber) = client.map(Client::subscriber) {
            let is_own = |held: &Held| held.client.is_some_and(|client| client.subscriber() == subscriber);
            if table.places.values().filter(|held| is_own(held)).count() >= self.per_client && !table.give_way(is_own) {
                return None;
            }
        }
        if table.places.len() >= self.capacity && !table.give_way(|_| true) {
            return None;
        }
        let id = table.next;
        table.next = id.wrapping_add(1);
        let leave = Arc::new(Notify::new());
        let held = Held { client, stage: Stage::Silent, since: Instant::now(), leave: Arc::clone(&leave) };
        table.places.insert(id, held);
        Some(Place { places: Arc::clone(self), id, leave })
    }

    /// Gives one place back that nothing is being answered on.
    pub(crate) fn make_room(&self) {
        self.lock().give_way(|_| true);
    }

    #[cfg(test)]
    /// How many are taken.
    pub(crate) fn taken(&self) -> usize {
        self.lock().places.len()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one connection, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    id: u64,
    leave: Arc<Notify>,
}

impl Place {
    /// A request has come.
    pub(crate) fn asked(&self) {
        self.enter(Stage::UnderWay);
    }

    /// Its answer is on the way. Whoever is slow to read it holds no more than an idle connection does.
    pub(crate) fn answered(&self) {
        self.enter(Stage::Idle);
    }

    /// Done when this connection has to give way.
    pub(crate) async fn lost(&self) {
        self.leave.notified().await;
    }

    fn enter(&self, stage: Stage) {
        if let Some(held) = self.places.lock().places.get_mut(&self.id) {
            held.stage = stage;
            held.since = Instant::now();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.lock().places.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt as _;

    use super::*;

    fn client(number: u8) -> Option<Client> {
        Some(Client::from(std::net::IpAddr::from([192, 0, 2, number])))
    }

    fn is_lost(place: &Place) -> bool {
        place.lost().now_or_never().is_some()
    }

    async fn later() {
        tokio::time::advance(Duration::from_millis(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn h_60_the_silent_give_way_first_then_the_idle_and_nobody_whose_request_is_under_way() {
        let places = Places::new(4, 16);
        let under_way = places.take(client(1)).unwrap();
        under_way.asked();
        later().await;
        let idle = places.take(client(2)).unwrap();
        idle.asked();
        idle.answered();
        later().await;
        let silent = [places.take(client(3)).unwrap(), {
            later().await;
            places.take(client(4)).unwrap()
        }];
        let asking = places.take(client(5)).unwrap();
        assert_eq!((is_lost(&silent[0]), is_lost(&silent[1])), (true, false), "the one that has waited longest");
        asking.asked();
        let asking = [asking, places.take(client(6)).unwrap()];
        assert!(is_lost(&silent[1]) && !is_lost(&idle));
        asking[1].asked();
        let last = places.take(client(7)).unwrap();
        assert!(is_lost(&idle));
        last.asked();
        assert!(places.take(client(8)).is_none());
        assert!(!is_lost(&under_way) && asking.iter().all(|place| !is_lost(place)));
        drop((under_way, idle, silent));
        assert_eq!(places.taken(), 3);
        assert!(places.take(client(8)).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn h_60_a_client_has_sixteen_places_and_a_proxy_as_many_as_there_are() {
        let places = Places::new(100, 16);
        let other = places.take(client(2)).unwrap();
        let own: Vec<Place> = (0..17).map(|_| places.take(client(1)).unwrap()).collect();
        assert_eq!((own.iter().filter(|place| is_lost(place)).count(), places.taken()), (1, 17));
        own.iter().for_each(Place::asked);
        assert!(places.take(client(1)).is_none());
        assert!(places.take(client(3)).is_some() && !is_lost(&other));
        let proxied: Vec<Option<Place>> = (0..83).map(|_| places.take(None)).collect();
        assert!(proxied.iter().all(Option::is_some));
        assert_eq!(places.taken(), 100);
    }
}
