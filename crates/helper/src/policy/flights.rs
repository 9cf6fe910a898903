//! Fetches under way: whoever asks for the same domain meanwhile waits for the same one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::{BoxFuture, FutureExt as _, Shared, WeakShared};
use mta_sts::PolicyDomain;

use crate::policy::memory::Evidence;

type Fetch = BoxFuture<'static, Option<Arc<Evidence>>>;

/// A fetch that several wait for. Each of them drives it, so it goes on when the first one leaves; when the last one
/// leaves it is dropped, and with it everything it had opened.
pub(crate) type Flight = Shared<Fetch>;

/// The fetches under way, by domain.
#[derive(Debug, Default)]
pub(crate) struct Flights(Mutex<Table>);

#[derive(Debug, Default)]
pub(crate) struct Table {
    under_way: HashMap<PolicyDomain, (u64, WeakShared<Fetch>)>,
    next: u64,
}

impl Flights {
    /// To look and to begin without anybody in between.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// The fetch of this domain that is under way.
    pub(crate) fn join(&self, domain: &PolicyDomain) -> Option<Flight> {
        self.under_way.get(domain).and_then(|(_, flight)| flight.upgrade())
    }

    /// Begins a fetch, which others can join from now on rather than an earlier one.
    pub(crate) fn begin(
        &mut self,
        flights: &Arc<Flights>,
        domain: PolicyDomain,
        fetch: impl Future<Output = Option<Arc<Evidence>>> + Send + 'static,
    ) -> Flight {
        let id = self.next;
        self.next = id.wrapping_add(1);
        let landing = Landing { flights: Arc::clone(flights), domain: domain.clone(), id };
        let fetch = async move {
            // Dropped with the fetch, whether it has ended or nobody waits for it any more.
            let _landing = landing;
            fetch.await
        };
        let flight = fetch.boxed().shared();
        if let Some(weak) = flight.downgrade() {
            self.under_way.insert(domain, (id, weak));
        }
        flight
    }
}

struct Landing {
    flights: Arc<Flights>,
    domain: PolicyDomain,
    id: u64,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut table = self.flights.lock();
        if table.under_way.get(&self.domain).is_some_and(|(id, _)| *id == self.id) {
            table.under_way.remove(&self.domain);
        }
    }
}

#[cfg(test)]
mod tests {
    use mta_sts::evidence::PolicyFetch;
    use tokio::sync::oneshot;
    use tokio::time::Instant;

    use super::*;

    fn domain() -> PolicyDomain {
        PolicyDomain::parse("example.com").unwrap()
    }

    /// A fetch that ends when it is told to.
    fn begin(flights: &Arc<Flights>) -> (Flight, oneshot::Sender<()>) {
        let (end, ended) = oneshot::channel();
        let flight = flights.lock().begin(flights, domain(), async move {
            ended.await.ok()?;
            Evidence::new(PolicyFetch::started(&domain(), 0), Instant::now()).map(Arc::new)
        });
        (flight, end)
    }

    #[tokio::test]
    async fn h_66_the_first_who_leaves_does_not_end_it_for_the_others() {
        let flights = Arc::default();
        let (first, end) = begin(&flights);
        let second = tokio::spawn(flights.lock().join(&domain()).unwrap());
        let first = tokio::spawn(first);
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.is_err());
        end.send(()).unwrap();
        assert!(second.await.unwrap().is_some());
        assert!(flights.lock().join(&domain()).is_none() && flights.lock().under_way.is_empty());
    }

    #[tokio::test]
    async fn h_68_the_last_who_leaves_ends_it() {
        let flights = Arc::default();
        let (first, end) = begin(&flights);
        let second = flights.lock().join(&domain()).unwrap();
        drop(first);
        assert!(!end.is_closed());
        drop(second);
        assert!(end.is_closed());
        assert!(flights.lock().under_way.is_empty());
    }

    #[tokio::test]
    async fn h_66_a_later_fetch_takes_the_place_of_an_earlier_one_and_keeps_it() {
        let flights = Arc::default();
        let (earlier, _end) = begin(&flights);
        let (_later, end) = begin(&flights);
        drop(earlier);
        let joined = flights.lock().join(&domain()).unwrap();
        end.send(()).unwrap();
        assert!(joined.await.is_some());
    }
}
