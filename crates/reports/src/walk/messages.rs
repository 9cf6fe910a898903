//! Through the parts of messages.

use super::place::Place;
use super::{Walk, too_large, too_many};
use crate::caps::{MAX_COMPRESSED, MAX_ENTRIES, MAX_PARTS};
use crate::mail::{Announced, Body, Entity, Mailbox, within};

impl Walk<'_> {
    /// A message, or a mailbox file of several.
    pub(super) fn messages(&mut self, bytes: &[u8], place: &Place) {
        if !place.is_file() && bytes.len() > MAX_COMPRESSED {
            return self.unread(*too_large(bytes.len(), MAX_COMPRESSED), place);
        }
        let is_single = Mailbox::new(bytes).nth(1).is_none();
        for (index, message) in Mailbox::new(bytes).enumerate() {
            if index == MAX_ENTRIES {
                return self.broken(*too_many("messages", MAX_ENTRIES), place);
            }
            if is_single {
                self.message(message, place);
            } else {
                self.message(message, &place.child(format!("message {}", index.saturating_add(1))));
            }
            if self.is_full() {
                return;
            }
        }
    }

    fn message(&mut self, bytes: &[u8], place: &Place) {
        // Here, because what is no message by its media type may be one by its content.
        match within(place.level.saturating_add(1)).and_then(|()| Entity::message(bytes)) {
            Ok(message) => self.entity(&message, &place.message(Announced::of(&message.fields))),
            Err(problem) => self.broken(*problem, place),
        }
    }

    fn entity(&mut self, entity: &Entity<'_>, place: &Place) {
        let place = place.part(&entity.fields);
        match entity.body(place.level, place.is_whole) {
            Ok(Body::Multipart(parts)) => {
                for (index, part) in parts.enumerate() {
                    if index == MAX_PARTS {
                        return self.broken(*too_many("parts", MAX_PARTS), &place);
                    }
                    let place = place.nth(index);
                    match Entity::part(part) {
                        Ok(part) => self.entity(&part, &place),
                        Err(problem) => self.unread(*problem, &place),
                    }
                    if self.is_full() {
                        return;
                    }
                }
            }
            Ok(Body::Message(message)) => self.message(&message, &place),
            Ok(Body::Leaf(content)) => self.part(content, &place),
            Err(_) if place.is_for_people() => self.passed.note(&place, None),
            Err(problem) => self.broken(*problem, &place),
        }
    }
}
