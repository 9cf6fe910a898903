//! A check: the answers so far, what to ask next, and the report at any moment.

use crate::answer::Answer;
use crate::domain::{HostName, PolicyDomain};
use crate::evaluate::evaluate;
use crate::finding::{Finding, Severity, Speaker};
use crate::observe::{FetchState, Observations, observe};
use crate::plan::{Answers, Plan, Request, RequestId, UnknownRequest};
use crate::report::{Report, StepStatus};
use crate::resolver::Resolver;
use crate::sender::named::{SenderReading, Served, agree, read_by_all};
use crate::sender::outlook::{PreviousPolicy, outlook};
use crate::verdict::verdict;

/// One check of one policy domain.
///
/// It does no I/O and reads no clock: a driver takes [`Check::requests`], hands in what came of each, and asks for the
/// report whenever it likes. The order of the answers does not matter.
///
/// ```
/// use mta_sts::{Answer, Check, FailureReason, PolicyDomain, Resolver};
/// let domain = PolicyDomain::parse("example.com").unwrap();
/// let mut check = Check::new(domain, Resolver::defaults(), 1_800_000_000);
/// while let Some((id, _request)) = check.requests().into_iter().next() {
///     // A driver would send the request here; this one has no network.
///     let answer = Answer::Failed { reason: FailureReason::Network, detail: String::new(), elapsed_ms: 0 };
///     check.answer(id, answer).unwrap();
/// }
/// let report = check.report();
/// assert!(report.is_complete);
/// assert!(report.verdict.starts_with("We could not look"));
/// ```
#[derive(Clone, Debug)]
pub struct Check {
    domain: PolicyDomain,
    resolvers: Vec<Resolver>,
    now: u64,
    previous: Option<PreviousPolicy>,
    answers: Answers,
}

impl Check {
    /// Starts a check. Each DNS question goes to the first of `resolvers` and to the next when that one cannot answer.
    /// `now` is the time of the check in seconds since 1970-01-01T00:00:00Z.
    pub fn new(domain: PolicyDomain, resolvers: Vec<Resolver>, now: u64) -> Self {
        Self { domain, resolvers, now, previous: None, answers: Answers::new() }
    }

    /// The same check, knowing a policy that the domain served before: senders may still hold it.
    #[must_use]
    pub fn with_previous(self, previous: Option<PreviousPolicy>) -> Self {
        Self { previous, ..self }
    }

    /// The policy domain.
    pub fn domain(&self) -> &PolicyDomain {
        &self.domain
    }

    /// The resolvers, in the order in which they are asked.
    pub fn resolvers(&self) -> &[Resolver] {
        &self.resolvers
    }

    /// The time of the check, in seconds since 1970-01-01T00:00:00Z.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// The requests not yet answered, in the order to send them. The list may grow with every answer and never takes
    /// back what it handed out.
    pub fn requests(&self) -> Vec<(RequestId, Request)> {
        let mut requests = self.plan().requests();
        requests.retain(|(id, _)| !self.answers.contains_key(id));
        requests
    }

    /// Takes the answer to a request.
    ///
    /// # Errors
    /// [`UnknownRequest`] if this request was not asked for or is answered already; the check is then unchanged.
    pub fn answer(&mut self, id: RequestId, answer: Answer) -> Result<(), UnknownRequest> {
        if !self.requests().iter().any(|(open, _)| *open == id) {
            return Err(UnknownRequest { id: id.to_string() });
        }
        self.answers.insert(id, answer);
        Ok(())
    }

    /// The answers so far: together with the domain, the resolvers and the time they are the whole state, and can be
    /// kept as a [`crate::Recording`].
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    fn plan(&self) -> Plan {
        Plan::of(&self.domain, &self.resolvers, &self.answers)
    }

    /// What can be said now.
    pub fn report(&self) -> Report {
        let plan = self.plan();
        let seen = observe(&self.domain, plan, &self.answers);
        let speaker = Speaker::new(Some(&self.domain));
        let steps = evaluate(&seen, &speaker, self.now);
        let (outcome, verdict) = verdict(&self.domain, &seen, &steps, self.now);
        let readings = readings(&seen);
        let findings = || steps.iter().flat_map(|step| &step.findings);
        let first = |severity: Severity| findings().find(|finding| finding.severity == severity);
        let do_first: Option<&Finding> = first(Severity::Error).or_else(|| first(Severity::Warning));
        Report {
            domain: self.domain.clone(),
            checked_at: self.now,
            is_complete: self.requests().is_empty() && steps.iter().all(|step| step.status != StepStatus::Pending),
            outcome,
            verdict,
            do_first: do_first.cloned(),
            steps,
            outlook: outlook(&seen, self.previous.as_ref(), self.now),
            readings_agree: agree(&readings),
            readings,
            observed: seen,
        }
    }
}

/// How named senders read what the policy host serves. Nothing is read into what nobody has seen whole.
fn readings(seen: &Observations) -> Vec<SenderReading> {
    let hosts: Vec<HostName> = seen.mx.hosts.iter().map(|host| host.host.clone()).collect();
    if seen.fetch.state == FetchState::Given {
        // Nobody knows what it is served with.
        return seen.fetch.policy_text().map(|text| read_by_all(text, None, &hosts)).unwrap_or_default();
    }
    let evidence = seen.fetch.evidence.as_ref().filter(|evidence| evidence.failure.is_none());
    let Some(response) = evidence.and_then(|evidence| evidence.response.as_ref()) else { return Vec::new() };
    let Some(text) = response.text() else { return Vec::new() };
    read_by_all(text, Some(&Served::from(response)), &hosts)
}
