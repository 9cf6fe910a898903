//! What senders do if the policy host serves the text that was given, which nobody has seen.

use super::fate::{Fate, Mail, MailOutcome};
use crate::text::lower_first;

/// The condition, as a clause.
const SERVED: &str = "your policy host serves the text that was given";

/// A sentence that holds on that condition.
pub(super) fn if_served(sentence: &str) -> String {
    format!("If {SERVED}, {}", lower_first(sentence))
}

/// What becomes of mail, on that condition.
pub(super) fn mail_if_served(mut mail: Mail) -> Mail {
    mail.is_if_served = true;
    let fates = mail.hosts.iter_mut().map(|host| &mut host.fate).chain([&mut mail.message]);
    fates.filter(|fate| rests_on_policy(fate)).for_each(|fate| {
        fate.sentence = if_served(&fate.sentence);
        fate.provided = Some(match &fate.provided {
            Some(more) => format!("{SERVED} and {more}"),
            None => SERVED.to_owned(),
        });
    });
    mail
}

fn rests_on_policy(fate: &Fate) -> bool {
    !matches!(fate.outcome, MailOutcome::NoMail | MailOutcome::NotKnown)
}
