//! What a comparison says to people.

use super::{ComparedQuestion, Said};
use crate::lookup::LookupState;
use crate::plan::Question;
use crate::resolver::{RecordType, Resolver};
use crate::sender::words::list;
use crate::text::show;
use crate::time::duration;

/// All of it.
pub(super) fn comparison(resolvers: &[Resolver], questions: &[(Question, ComparedQuestion)]) -> String {
    let about = |agree: Option<bool>| -> Vec<String> {
        questions.iter().filter(|(_, compared)| compared.agree == agree).map(|(question, _)| what(*question)).collect()
    };
    let names = list(&resolvers.iter().map(|resolver| resolver.name.clone()).collect::<Vec<_>>());
    let not_known = about(None);
    let beside = format!("Whether they agree about {} is not known: fewer than two could answer.", list(&not_known));
    match (about(Some(false)).as_slice(), not_known.len()) {
        ([], 0) => format!("{names} agree about everything that they were asked."),
        ([], count) if count == questions.len() => {
            "Nothing can be compared: fewer than two resolvers could answer.".to_owned()
        }
        ([], _) => format!("{names} agree about everything else. {beside}"),
        (differ, 0) => format!("{names} do not agree about {}.", list(differ)),
        (differ, _) => format!("{names} do not agree about {}. {beside}", list(differ)),
    }
}

fn what(question: Question) -> String {
    match question {
        Question::StsRecord => "the MTA-STS record",
        Question::TlsrptRecord => "the TLSRPT record",
        Question::PolicyHostA => "the IPv4 addresses of the policy host",
        Question::PolicyHostAaaa => "the IPv6 addresses of the policy host",
        _ => "the MX records",
    }
    .to_owned()
}

/// One question.
pub(super) fn question(question: Question, agree: Option<bool>, said: &[Said]) -> String {
    let answered: Vec<&Said> = said.iter().filter(|said| said.has_answered()).collect();
    let failures: Vec<&str> =
        said.iter().filter(|said| !said.has_answered()).map(|said| said.failure.as_str()).collect();
    if said.iter().any(|said| said.answer.state == LookupState::Pending) {
        return "Not all answers are in yet.".to_owned();
    }
    let mut sentences = Vec::new();
    match (agree, answered.as_slice()) {
        (None, [only]) => {
            sentences.push(format!("Only {} answered, so there is nothing to compare.", only.answer.resolver))
        }
        (None, _) => sentences.push("Nobody answered, so there is nothing to compare.".to_owned()),
        (Some(_), _) => sentences.push(format!("{}.", groups(question, &answered).join(", "))),
    }
    if agree == Some(false) {
        sentences.push(meaning(question, &answered));
    }
    sentences.extend(ttls(question, agree, &answered));
    sentences.extend(validation(&answered));
    if !failures.is_empty() {
        sentences.push(format!("{}: this says nothing about your domain.", failures.join("; ")));
    }
    sentences.join(" ")
}

/// Who says what; those together that say the same.
fn groups(question: Question, answered: &[&Said]) -> Vec<String> {
    let mut groups: Vec<(&Said, Vec<String>)> = Vec::new();
    for said in answered {
        let name = said.answer.resolver.clone();
        match groups.iter_mut().find(|(first, _)| first.is_like(said)) {
            Some((_, names)) => names.push(name),
            None => groups.push((said, vec![name])),
        }
    }
    let words = |(said, names): &(&Said, Vec<String>)| {
        let s = if names.len() == 1 { "s" } else { "" };
        let names = list(names);
        let records =
            || list(&said.answer.records.iter().map(|text| format!("`{}`", show(text.as_bytes()))).collect::<Vec<_>>());
        match said.answer.state {
            LookupState::Found => format!("{names} give{s} {}", records()),
            LookupState::NoName => format!("{names} say{s} that the name does not exist"),
            LookupState::Bogus => format!("{names} refuse{s} the answer, because DNSSEC validation fails"),
            LookupState::NoData | LookupState::Pending | LookupState::Failed => {
                format!("{names} say{s} that there are no {} records", question.record_type().name())
            }
        }
    };
    groups.iter().map(words).collect()
}

/// What a disagreement means for senders.
fn meaning(question: Question, answered: &[&Said]) -> String {
    let has = |state: LookupState| answered.iter().any(|said| said.answer.state == state);
    let are_all = |state: LookupState| answered.iter().all(|said| said.answer.state == state);
    let ids = || answered.iter().map(|said| said.id.as_ref());
    let is_new_id =
        question == Question::StsRecord && ids().all(|id| id.is_some()) && ids().any(|id| id != ids().next().flatten());
    if has(LookupState::Bogus) {
        let others = answered.iter().filter(|said| said.answer.state != LookupState::Bogus);
        let why = match others.clone().all(|said| said.answer.authenticated) {
            true => "An answer that DNSSEC validated may be one that a resolver holds from before the fault.",
            false => "Who does not validate notices nothing.",
        };
        return format!(
            "Senders behind a validating resolver cannot see what stands here. {why} Have the DNSSEC of your zone repaired."
        );
    }
    if !has(LookupState::Found) {
        return match question {
            // RFC 5321 §5.1.
            Question::Mx => "To senders that is not the same: to a domain without MX records mail goes at its own addresses, to one that does not exist it is returned.",
            _ => "To senders that is the same: there is no such record.",
        }
        .to_owned();
    }
    match are_all(LookupState::Found) {
        true if is_new_id => "The id differs, so a change is on its way: senders see one or the other, and only the new id makes them fetch the policy again.",
        true if is_about_addresses(question) => "That is usual for a host that is served from several places, and else a change on its way.",
        _ => "Either a change is on its way, or the name servers of your zone do not all hold the same: senders see one or the other.",
    }
    .to_owned()
}

fn is_about_addresses(question: Question) -> bool {
    matches!(question.record_type(), RecordType::A | RecordType::Aaaa)
}

/// How long each may keep what it says.
fn ttls(question: Question, agree: Option<bool>, answered: &[&Said]) -> Option<String> {
    let left: Vec<(&str, u64)> =
        answered.iter().filter_map(|said| Some((said.answer.resolver.as_str(), said.answer.ttl?))).collect();
    let (first, rest) = left.split_first()?;
    let one = |(name, ttl): &(&str, u64)| format!("{name} for {}", duration(*ttl));
    let kept = match rest.iter().all(|(_, ttl)| *ttl == first.1) && agree != Some(false) {
        true => format!("It may still be kept for {}.", duration(first.1)),
        false => format!("It may still be kept by {}.", list(&left.iter().map(one).collect::<Vec<_>>())),
    };
    let longest = left.iter().map(|(_, ttl)| *ttl).max()?;
    let is_absent = answered.iter().any(|said| said.answer.state.is_absent());
    Some(match agree {
        Some(false) if is_absent => format!("{kept} How long a resolver keeps that there is none, it does not say."),
        Some(false) if left.len() == answered.len() && !is_about_addresses(question) => {
            format!(
                "{kept} If they still do not agree after {}, the name servers themselves differ.",
                duration(longest)
            )
        }
        _ => kept,
    })
}

/// Who says that DNSSEC validated the answer, where not all say the same.
fn validation(answered: &[&Said]) -> Option<String> {
    let judged = || answered.iter().filter(|said| said.answer.state != LookupState::Bogus);
    let who = |does: bool| -> Vec<String> {
        judged().filter(|said| said.answer.authenticated == does).map(|said| said.answer.resolver.clone()).collect()
    };
    let (validated, not) = (who(true), who(false));
    if validated.is_empty() || not.is_empty() {
        return None;
    }
    let (s, does) = (if validated.len() == 1 { "s" } else { "" }, if not.len() == 1 { "does" } else { "do" });
    Some(format!("{} say{s} that DNSSEC validated the answer (AD), {} {does} not.", list(&validated), list(&not)))
}
