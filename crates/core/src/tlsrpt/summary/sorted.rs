//! The book as a summary: every list in its order.

use std::cmp::Reverse;

use super::applied::Spelling;
use super::book::ReportBook;
use super::day::day_name;
use super::rows::{List, Lists, Row, RowId, Rows};
use super::{
    AppliedPolicy, DaySessions, DomainReports, FailureSummary, ReportProblemCount, ReportSummary, SenderSessions,
    SessionShare, Sessions, SessionsOutcome,
};
use crate::tlsrpt::report::{Count, is_result_type};

impl ReportBook {
    /// What the reports so far come to.
    pub fn summary(&self) -> ReportSummary {
        let lists = self.rows.by_list();
        let all = self.rows.all();
        let (first_day, last_day) = days(all);
        let mut domains: Vec<DomainReports> =
            lists.of(Rows::ALL, List::Domains).iter().map(|(id, row)| self.domain(&lists, *id, row)).collect();
        domains.sort_by_cached_key(|domain| {
            (Reverse(domain.sessions.failed), Reverse(domain.sessions.all()), name_order(&domain.domain))
        });
        let mut problems: Vec<ReportProblemCount> =
            self.problems.iter().map(|(kind, count)| ReportProblemCount { kind: *kind, count: *count }).collect();
        problems.sort_by_key(|problem| (Reverse(problem.count), problem.kind));
        ReportSummary {
            files: self.files,
            reports: self.reports,
            duplicates: self.duplicates,
            unreadable: self.unreadable,
            sessions: all.map(|all| all.sessions).unwrap_or_default(),
            first_day,
            last_day,
            domains,
            documents: self.documents.lines.clone(),
            omitted_documents: self.documents.omitted,
            problems,
            is_full: self.rows.is_full || self.known.is_full,
        }
    }

    fn domain(&self, lists: &Lists<'_>, id: RowId, row: &Row) -> DomainReports {
        let mut days: Vec<(Option<i64>, DaySessions)> = lists
            .of(id, List::Days)
            .iter()
            .map(|(_, row)| (first(row), DaySessions { day: lists.name(row), sessions: row.sessions }))
            .collect();
        days.sort_by_key(|(day, _)| undated_last(*day));
        let mut senders = senders(lists, id, List::Senders);
        senders.sort_by_cached_key(|(_, sender)| {
            (Reverse(sender.sessions.failed), Reverse(sender.sessions.all()), name_order(&sender.organization))
        });
        let policies = lists.of(id, List::Policies).iter();
        let mut policies: Vec<(Option<i64>, AppliedPolicy)> =
            policies.map(|(id, row)| (last(row), self.policy(lists, *id, row))).collect();
        policies.sort_by_cached_key(|(day, policy)| {
            (Reverse(*day), name_order(&policy.policy_type), policy.lines.clone(), policy.mx_host.clone())
        });
        let failures = lists.of(id, List::Failures).iter();
        let mut failures: Vec<FailureSummary> = failures.map(|(id, row)| failure(lists, *id, row)).collect();
        failures.sort_by_cached_key(|failure| (Reverse(failure.sessions), name_order(&failure.result_type)));
        let policies = without_key(policies);
        DomainReports {
            domain: lists.name(row),
            sessions: row.sessions,
            outcome: outcome(row.sessions, &policies, &failures),
            without_policy: succeeded(&policies, |policy_type| policy_type == NO_POLICY),
            reports: row.reports,
            days: without_key(days),
            senders: without_key(senders),
            policies,
            failures,
        }
    }

    fn policy(&self, lists: &Lists<'_>, id: RowId, row: &Row) -> AppliedPolicy {
        let mut appliers = senders(lists, id, List::Appliers);
        appliers.sort_by_cached_key(|(day, sender)| (Reverse(*day), name_order(&sender.organization)));
        let spelling = self.policies.get(&id);
        AppliedPolicy {
            policy_type: spelling.and_then(Spelling::policy_type),
            lines: spelling.map(Spelling::lines).unwrap_or_default(),
            mx_host: spelling.map(Spelling::mx_host).unwrap_or_default(),
            sts: spelling.and_then(Spelling::sts),
            sessions: row.sessions,
            senders: without_key(appliers),
        }
    }
}

/// The `policy-type` of a sender that found no policy (RFC 8460 §4.4).
const NO_POLICY: &str = "no-policy-found";

/// The sessions that succeeded under policies of such types. Those without one have none.
fn succeeded(policies: &[AppliedPolicy], is_such: impl Fn(&str) -> bool) -> Count {
    let policies = policies.iter().filter(|policy| policy.policy_type.as_deref().is_some_and(&is_such));
    policies.fold(Count::default(), |sum, policy| sum.plus(policy.sessions.successful))
}

fn outcome(sessions: Sessions, policies: &[AppliedPolicy], failures: &[FailureSummary]) -> SessionsOutcome {
    let nothing = Count::default();
    if sessions.failed > nothing {
        SessionsOutcome::Failed
    } else if !failures.is_empty() {
        SessionsOutcome::FailedUncounted
    } else if succeeded(policies, |policy_type| policy_type != NO_POLICY) > nothing {
        SessionsOutcome::Succeeded
    } else if sessions.successful > nothing {
        SessionsOutcome::NoPolicy
    } else {
        SessionsOutcome::None
    }
}

/// The senders of a list, each with the last day of its reports.
fn senders(lists: &Lists<'_>, of: RowId, list: List) -> Vec<(Option<i64>, SenderSessions)> {
    let sender = |row: &Row| {
        let (first_day, last_day) = days(Some(row));
        let (organization, sessions, reports) = (lists.name(row), row.sessions, row.reports);
        (last(row), SenderSessions { organization, sessions, reports, first_day, last_day })
    };
    lists.of(of, list).iter().map(|(_, row)| sender(row)).collect()
}

fn failure(lists: &Lists<'_>, id: RowId, row: &Row) -> FailureSummary {
    let shares = |list: List| -> Vec<(Option<i64>, SessionShare)> {
        let share = |row: &Row| (first(row), SessionShare { name: lists.name(row), sessions: row.sessions.failed });
        lists.of(id, list).iter().map(|(_, row)| share(row)).collect()
    };
    let most_first = |list: List| -> Vec<SessionShare> {
        let mut shares = shares(list);
        shares.sort_by_cached_key(|(_, share)| (Reverse(share.sessions), name_order(&share.name)));
        without_key(shares)
    };
    let mut by_day = shares(List::FailureDays);
    by_day.sort_by_key(|(day, _)| undated_last(*day));
    let (first_day, last_day) = days(Some(row));
    let result_type = lists.name(row);
    FailureSummary {
        is_registered: result_type.as_deref().is_some_and(is_result_type),
        result_type,
        sessions: row.sessions.failed,
        first_day,
        last_day,
        days: without_key(by_day),
        mx_hosts: most_first(List::MxHosts),
        receiving_ips: most_first(List::ReceivingIps),
        senders: most_first(List::FailureSenders),
        sending_ips: most_first(List::SendingIps),
        reasons: most_first(List::Reasons),
        information: most_first(List::Information),
    }
}

fn days(row: Option<&Row>) -> (Option<String>, Option<String>) {
    row.and_then(|row| row.days).map(|(first, last)| (day_name(first), day_name(last))).unzip()
}

fn first(row: &Row) -> Option<i64> {
    row.days.map(|(first, _)| first)
}

fn last(row: &Row) -> Option<i64> {
    row.days.map(|(_, last)| last)
}

fn undated_last(day: Option<i64>) -> (bool, Option<i64>) {
    (day.is_none(), day)
}

/// By name, the row without one last.
fn name_order(name: &Option<String>) -> (bool, String) {
    (name.is_none(), name.clone().unwrap_or_default())
}

fn without_key<K, T>(rows: Vec<(K, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}
