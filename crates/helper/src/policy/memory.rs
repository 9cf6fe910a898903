//! The memory: evidence of the last minute, for whoever asks for the same domain.
//!
//! RFC 8461 §3.3 forbids HTTP caching on the way to a policy; §8.2 lets a proxy in front of the policy host cache for about a
//! minute. This memory is neither: it is here so that nobody can make this server knock on a policy host's door again and
//! again. Whatever comes from it says so ([`PolicyFetch::age`]), and `fresh=1` passes it by.
//!
//! A sender waits five minutes after a failed fetch before it tries the same id again (§3.3). That is a rule for senders; a
//! person who mends a policy host wants to see it, so failures are kept no longer than anything else.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use moka::sync::Cache;
use mta_sts::PolicyDomain;
use mta_sts::evidence::{FailureClass, PolicyFetch};
use tokio::time::Instant;

const MAX_ENTRIES: u32 = 10_000;
const MAX_BYTES: u32 = 32 * 1024 * 1024;

/// What one fetch came to, ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    failure: Option<FailureClass>,
    json: Bytes,
    /// When the fetch began: nothing in the evidence is older.
    begun: Instant,
}

impl Evidence {
    pub(crate) fn new(fetch: PolicyFetch, begun: Instant) -> Option<Self> {
        let json = serde_json::to_vec(&fetch).ok()?.into();
        Some(Self { failure: fetch.failure.map(|failure| failure.class), json, begun })
    }

    /// As evidence that was fetched for this request.
    pub(crate) fn json(&self) -> Bytes {
        self.json.clone()
    }

    /// As evidence from memory.
    pub(crate) fn json_with_age(&self) -> Bytes {
        let age = self.begun.elapsed().as_secs();
        // Put before the other fields, for what is in memory has none yet: to write all of it anew costs more than the rest of
        // the answer.
        let fields = self.json.strip_prefix(b"{").unwrap_or_default();
        [format!("{{\"age\":{age},").as_bytes(), fields].concat().into()
    }

    /// How the fetch failed, if it did.
    pub(crate) fn failure(&self) -> Option<FailureClass> {
        self.failure
    }

    /// Roughly the octets it takes in memory, but at least a share that keeps the number of entries in bounds.
    fn weight(&self) -> u32 {
        let octets = u32::try_from(self.json.len()).unwrap_or(u32::MAX);
        octets.max(MAX_BYTES.div_ceil(MAX_ENTRIES))
    }
}

/// Evidence by domain: in A-labels and lower case, so that all spellings of one domain are one.
#[derive(Debug)]
pub(crate) struct Memory {
    kept: Cache<PolicyDomain, Arc<Evidence>>,
    time: Duration,
}

impl Memory {
    /// Keeps evidence for `time`; for no time it keeps none.
    pub(crate) fn new(time: Duration) -> Self {
        let kept = Cache::builder()
            .max_capacity(MAX_BYTES.into())
            .weigher(|_, evidence: &Arc<Evidence>| evidence.weight())
            // A second line: what is asked for is compared with the clock in any case.
            .time_to_live(time)
            .build();
        Self { kept, time }
    }

    pub(crate) fn recall(&self, domain: &PolicyDomain) -> Option<Arc<Evidence>> {
        self.kept.get(domain).filter(|evidence| evidence.begun.elapsed() < self.time)
    }

    pub(crate) fn keep(&self, domain: &PolicyDomain, evidence: &Arc<Evidence>) {
        if !self.time.is_zero() && !evidence.failure().is_some_and(FailureClass::is_local) {
            self.kept.insert(domain.clone(), Arc::clone(evidence));
        }
    }
}

#[cfg(test)]
mod tests {
    use mta_sts::evidence::FetchFailure;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn domain(text: &str) -> PolicyDomain {
        PolicyDomain::parse(text).unwrap()
    }

    fn evidence(domain: &PolicyDomain, failure: Option<FailureClass>) -> Arc<Evidence> {
        let failure = failure.map(|class| FetchFailure { class, detail: String::new() });
        let fetch = PolicyFetch { failure, ..PolicyFetch::started(domain, 0) };
        Arc::new(Evidence::new(fetch, Instant::now()).unwrap())
    }

    fn age(evidence: &Evidence) -> Option<u64> {
        let fetch: PolicyFetch = serde_json::from_slice(&evidence.json_with_age()).unwrap();
        fetch.age
    }

    #[tokio::test(start_paused = true)]
    async fn h_66_evidence_is_kept_for_its_time_and_says_how_old_it_is() {
        let memory = Memory::new(MINUTE);
        let asked = domain("example.com");
        memory.keep(&asked, &evidence(&asked, None));
        assert_eq!(age(&memory.recall(&asked).unwrap()), Some(0));
        tokio::time::advance(Duration::from_millis(59_999)).await;
        assert_eq!(age(&memory.recall(&domain("Example.COM.")).unwrap()), Some(59));
        assert!(memory.recall(&domain("example.net")).is_none());
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(memory.recall(&asked).is_none());
        let fetched: serde_json::Value = serde_json::from_slice(&evidence(&asked, None).json()).unwrap();
        assert!(fetched.get("age").is_none());
    }

    #[tokio::test]
    async fn h_66_what_may_be_the_fault_of_this_machine_is_not_kept_and_for_no_time_nothing_is() {
        let asked = domain("example.com");
        for (class, is_kept) in [
            (Some(FailureClass::DnsNoName), true),
            (Some(FailureClass::ConnectRefused), true),
            (Some(FailureClass::TlsExpired), true),
            (Some(FailureClass::HttpTimeout), true),
            (Some(FailureClass::DnsFailed), false),
            (Some(FailureClass::DnsTimeout), false),
            (Some(FailureClass::ConnectUnreachable), false),
            (Some(FailureClass::ConnectFailed), true),
            (Some(FailureClass::Deadline), false),
            (None, true),
        ] {
            for (time, may_keep) in [(MINUTE, true), (Duration::ZERO, false)] {
                let memory = Memory::new(time);
                memory.keep(&asked, &evidence(&asked, class));
                assert_eq!(memory.recall(&asked).is_some(), is_kept && may_keep, "{class:?} {time:?}");
            }
        }
    }

    #[tokio::test]
    async fn h_66_the_memory_has_a_bound_of_entries_and_of_octets() {
        let memory = Memory::new(MINUTE);
        for number in 0..12_000 {
            let asked = domain(&format!("{number}.example.com"));
            memory.keep(&asked, &evidence(&asked, None));
        }
        memory.kept.run_pending_tasks();
        assert!((9_000..=10_000).contains(&memory.kept.entry_count()), "{}", memory.kept.entry_count());
        for number in 0..64 {
            let asked = domain(&format!("{number}.example.net"));
            let detail = "x".repeat(512 * 1024);
            let failure = Some(FetchFailure { class: FailureClass::TlsName, detail });
            let fetch = PolicyFetch { failure, ..PolicyFetch::started(&asked, 0) };
            memory.keep(&asked, &Arc::new(Evidence::new(fetch, Instant::now()).unwrap()));
        }
        memory.kept.run_pending_tasks();
        assert!(memory.kept.weighted_size() <= MAX_BYTES.into());
    }
}
