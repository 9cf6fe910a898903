//! From JSON to a report: which member becomes what, and what is to be said about it (RFC 8460 §4.4).

use super::checks::{is_address, is_ip, is_policy_type, is_result_type, is_uri};
use super::json::Kind;
use super::look::{as_text, other_file};
use super::reader::{Object, Reader};
use super::rules::{
    BAD_CONTACT, BAD_DATETIME, BAD_IP, BAD_POLICIES, BAD_TYPE, BAD_URI, BOM, DATETIME_NO_OFFSET, END_BEFORE_START,
    LONG_RANGE, MX_HOST_NOT_ARRAY, NOT_OBJECT, NOT_UTF8, POLICY_STRING_NOT_ARRAY, Rule, TOO_MANY, ULABEL_DOMAIN,
    UNKNOWN_POLICY_TYPE, UNKNOWN_RESULT_TYPE,
};
use super::shape::{DATE_RANGE, FAILURE, Member, POLICY, POLICY_RESULT, REPORT, SUMMARY};
use super::syntax::Stop;
use super::{
    FailedByType, FailureDetail, MAX_FAILURES, MAX_LINES, MAX_POLICIES, MAX_TYPES, ReportReading, ReportTime,
    ReportedPolicy, TlsReport, date_time,
};
use crate::text::Span;

/// A day, and an hour of slack: where clocks go back, a day by local time has 25.
const LONGEST_RANGE: i64 = 25 * 3_600;

const AN_OBJECT: Rule = Rule { what: "an object", ..BAD_TYPE };
const STRINGS: Rule = Rule { what: "an array of strings", ..BAD_TYPE };
const FAILURES: Rule = Rule { what: "an array with an object for each failure", ..BAD_TYPE };

/// Reads one JSON document. See [`super::read_report`].
pub(super) fn read(octets: &[u8]) -> ReportReading {
    let mut report = None;
    let (text, start) = match as_text(octets) {
        Ok(found) => found,
        Err((span, saw)) => {
            let mut reader = Reader::new("", 0);
            reader.push(NOT_UTF8, span, || saw);
            return reading(reader, octets, None);
        }
    };
    let mut reader = Reader::new(text, start);
    if start > 0 {
        reader.push(BOM, Span::new(0, start), || "U+FEFF, a byte-order mark".to_owned());
    }
    if let Some((rule, span, saw)) = other_file(text, start) {
        reader.push(rule, span, || saw);
    } else if let Err(stop) = reader.document(&mut report) {
        let (rule, span, saw) = stop.explain(text);
        reader.push(rule, span, || saw);
    }
    if let Some(report) = &mut report {
        report.omitted_failures = reader.failures.saturating_sub(MAX_FAILURES);
    }
    reading(reader, octets, report)
}

fn reading(reader: Reader<'_>, octets: &[u8], report: Option<TlsReport>) -> ReportReading {
    let is_usable = report.is_some() && !reader.problems.has_error();
    let (problems, omitted_problems) = reader.problems.locate(octets);
    ReportReading { report, is_usable, problems, omitted_problems }
}

impl Reader<'_> {
    /// The whole text. What was understood before reading stopped is kept.
    fn document(&mut self, report: &mut Option<TlsReport>) -> Result<(), Stop> {
        let is_list = self.json.kind()? == Kind::Array;
        let what = if is_list { "one report, an object in JSON, and not a list" } else { NOT_OBJECT.what };
        if let Some(object) = self.object(&REPORT, Rule { what, ..NOT_OBJECT })? {
            self.report(object, report.insert(TlsReport::default()))?;
        }
        self.json.end()
    }

    fn report(&mut self, mut object: Object, report: &mut TlsReport) -> Result<(), Stop> {
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::OrganizationName => report.organization_name = self.any_text()?,
                Member::ContactInfo => report.contact_info = self.checked(is_address, BAD_CONTACT)?,
                Member::ReportId => report.report_id = self.any_text()?,
                Member::DateRange => self.date_range(report)?,
                Member::Policies => self.array(BAD_POLICIES, |reader, number| {
                    let start = reader.json.at();
                    reader.note_too_many(number, MAX_POLICIES, "policies", Span::new(start, start));
                    let mut policy = ReportedPolicy::default();
                    let end = reader.policy_result(&mut policy);
                    // One that is not kept has to be sound all the same.
                    if number < MAX_POLICIES {
                        report.policies.push(policy);
                    } else {
                        report.omitted_policies = report.omitted_policies.saturating_add(1);
                    }
                    end
                })?,
                _ => {}
            }
        }
        Ok(())
    }

    fn date_range(&mut self, report: &mut TlsReport) -> Result<(), Stop> {
        let Some(mut object) = self.object(&DATE_RANGE, AN_OBJECT)? else { return Ok(()) };
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::StartDatetime => report.start = self.time()?,
                Member::EndDatetime => report.end = self.time()?,
                _ => {}
            }
        }
        let seconds = |time: &Option<ReportTime>| time.as_ref().and_then(|time| time.seconds);
        if let (Some(start), Some(end)) = (seconds(&report.start), seconds(&report.end)) {
            let span = object.value(Member::EndDatetime).unwrap_or(object.brace);
            let length = end.saturating_sub(start);
            if length < 0 {
                self.push_text(END_BEFORE_START, span);
            } else if length > LONGEST_RANGE {
                let words = || crate::time::duration(length.unsigned_abs());
                self.push(LONG_RANGE, span, || format!("a range of {}", words()));
            }
        }
        Ok(())
    }

    fn time(&mut self) -> Result<Option<ReportTime>, Stop> {
        let Some((text, span)) = self.text()? else { return Ok(None) };
        let read = date_time::read(&text);
        match read {
            None => self.push_text(BAD_DATETIME, span),
            Some(time) if !time.has_offset => self.push_text(DATETIME_NO_OFFSET, span),
            Some(_) => {}
        }
        Ok(Some(ReportTime { text, seconds: read.map(|time| time.seconds) }))
    }

    fn policy_result(&mut self, policy: &mut ReportedPolicy) -> Result<(), Stop> {
        let Some(mut object) = self.object(&POLICY_RESULT, BAD_POLICIES)? else { return Ok(()) };
        self.types.clear();
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::Policy => self.policy(policy)?,
                Member::Summary => self.summary(policy)?,
                Member::FailureDetails => self.array(FAILURES, |reader, _| reader.failure(policy))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn policy(&mut self, policy: &mut ReportedPolicy) -> Result<(), Stop> {
        let Some(mut object) = self.object(&POLICY, AN_OBJECT)? else { return Ok(()) };
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::PolicyType => policy.policy_type = self.checked(is_policy_type, UNKNOWN_POLICY_TYPE)?,
                Member::PolicyString => policy.policy_string = self.strings(POLICY_STRING_NOT_ARRAY, |_| true)?,
                Member::PolicyDomain => policy.policy_domain = self.checked(str::is_ascii, ULABEL_DOMAIN)?,
                Member::MxHost => policy.mx_host = self.strings(MX_HOST_NOT_ARRAY, str::is_ascii)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn summary(&mut self, policy: &mut ReportedPolicy) -> Result<(), Stop> {
        let Some(mut object) = self.object(&SUMMARY, AN_OBJECT)? else { return Ok(()) };
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::Successful => policy.successful = self.count()?,
                Member::Failed => policy.failed = self.count()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn failure(&mut self, policy: &mut ReportedPolicy) -> Result<(), Stop> {
        let Some(mut object) = self.object(&FAILURE, AN_OBJECT)? else { return Ok(()) };
        let mut failure = FailureDetail::default();
        while let Some(member) = self.member(&mut object)? {
            match member {
                Member::ResultType => failure.result_type = self.checked(is_result_type, UNKNOWN_RESULT_TYPE)?,
                Member::SendingMtaIp => failure.sending_mta_ip = self.checked(is_ip, BAD_IP)?,
                Member::ReceivingMxHostname => failure.receiving_mx_hostname = self.any_text()?,
                Member::ReceivingMxHelo => failure.receiving_mx_helo = self.any_text()?,
                Member::ReceivingIp => failure.receiving_ip = self.checked(is_ip, BAD_IP)?,
                Member::FailedSessions => failure.failed_sessions = self.count()?,
                Member::AdditionalInformation => failure.additional_information = self.checked(is_uri, BAD_URI)?,
                Member::FailureReasonCode => failure.failure_reason_code = self.any_text()?,
                _ => {}
            }
        }
        self.add_by_type(&failure, policy, object.brace);
        self.note_too_many(self.failures, MAX_FAILURES, "failure details", object.brace);
        if self.failures < MAX_FAILURES {
            policy.failures.push(failure);
        }
        self.failures = self.failures.saturating_add(1);
        Ok(())
    }

    /// Sums what failed for its result type.
    fn add_by_type(&mut self, failure: &FailureDetail, policy: &mut ReportedPolicy, place: Span) {
        let result_type = failure.result_type.as_deref().unwrap_or_default();
        let sessions = failure.failed_sessions.unwrap_or_default();
        let sums = &mut policy.failed_by_type;
        // By hash: to compare each with up to a hundred long texts that differ at their ends takes a second for a hostile report.
        if let Some(sum) = self.types.get(result_type).and_then(|at| sums.get_mut(*at)) {
            sum.sessions = sum.sessions.plus(sessions);
        } else if sums.len() < MAX_TYPES {
            self.types.insert(result_type.to_owned(), sums.len());
            sums.push(FailedByType { result_type: result_type.to_owned(), sessions });
        } else {
            self.push(TOO_MANY, place, || format!("more than {MAX_TYPES} result types"));
        }
    }

    /// An array of strings; a string in its place is read line by line. `is_right` looks for U-labels.
    fn strings(&mut self, not_array: Rule, is_right: fn(&str) -> bool) -> Result<Vec<String>, Stop> {
        let mut strings = Vec::new();
        if self.json.kind()? == Kind::String {
            if let Some((text, span)) = self.text()? {
                self.push_text(not_array, span);
                self.check(&text, span, is_right, ULABEL_DOMAIN);
                strings.extend(text.lines().take(MAX_LINES).map(str::to_owned));
            }
            return Ok(strings);
        }
        self.array(STRINGS, |reader, number| {
            let Some((text, span)) = reader.text()? else { return Ok(()) };
            reader.note_too_many(number, MAX_LINES, "strings", span);
            reader.check(&text, span, is_right, ULABEL_DOMAIN);
            if strings.len() < MAX_LINES {
                strings.push(text);
            }
            Ok(())
        })?;
        Ok(strings)
    }

    fn any_text(&mut self) -> Result<Option<String>, Stop> {
        Ok(self.text()?.map(|(text, _)| text))
    }

    /// A text, which is kept whether it is right or not.
    fn checked(&mut self, is_right: fn(&str) -> bool, rule: Rule) -> Result<Option<String>, Stop> {
        let Some((text, span)) = self.text()? else { return Ok(None) };
        self.check(&text, span, is_right, rule);
        Ok(Some(text))
    }

    fn check(&mut self, text: &str, span: Span, is_right: fn(&str) -> bool, rule: Rule) {
        if !is_right(text) {
            self.push_text(rule, span);
        }
    }

    /// Says once that there are more than `most`: at the one that has the number `most`.
    fn note_too_many(&mut self, number: usize, most: usize, what: &str, place: Span) {
        if number == most {
            self.push(TOO_MANY, place, || format!("more than {most} {what}"));
        }
    }
}
