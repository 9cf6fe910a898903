/** The English words for what a report says in names: for people on a page and at a terminal alike. */

import type {
  BandState,
  MailOutcome,
  Outcome,
  SenderKind,
  SenderVerdict,
  Severity,
  StepId,
  StepStatus,
  Validity,
} from "../types.ts";

export const STEP_TITLES: Record<StepId, string> = {
  record: "DNS record",
  fetch: "Policy host",
  policy: "Policy text",
  mx: "Mail servers",
  tlsrpt: "Reports",
};

export const STATUS_WORDS: Record<StepStatus, string> = {
  pending: "waiting",
  passed: "passed",
  warned: "warning",
  failed: "failed",
  inconclusive: "not known",
  skipped: "not reached",
};

export const SEVERITY_WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", note: "Note" };

/** How a verdict looks: like the status of a step. */
export const OUTCOME_LOOKS: Record<Outcome, StepStatus> = {
  pending: "pending",
  inconclusive: "inconclusive",
  "not-announced": "skipped",
  undiscovered: "failed",
  "dnssec-bogus": "failed",
  "record-unusable": "failed",
  "policy-unavailable": "failed",
  "policy-unusable": "failed",
  "senders-differ": "warned",
  "mail-at-risk": "failed",
  protected: "passed",
  testing: "warned",
  none: "warned",
  "no-mail": "warned",
};

/** The verdict in a word or two, before its sentence. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  pending: "Checking",
  inconclusive: "Not known",
  "not-announced": "Not used",
  undiscovered: "Not protected",
  "dnssec-bogus": "DNSSEC broken",
  "record-unusable": "Not protected",
  "policy-unavailable": "Worse than none",
  "policy-unusable": "Not protected",
  "senders-differ": "Senders disagree",
  "mail-at-risk": "Mail at risk",
  protected: "Protected",
  testing: "Testing",
  none: "Switched off",
  "no-mail": "No mail",
};

/** The kinds of senders. */
export const SENDER_TITLES: Record<SenderKind, string> = {
  "first-contact": "First contact",
  "holds-policy": "Holds your policy",
  "policy-expired": "Policy expired",
};

/** What becomes of a message, in a few words. */
export const MAIL_WORDS: Record<MailOutcome, string> = {
  "delivered-verified": "Delivered over verified TLS",
  "delivered-unverified": "Delivered, TLS not verified",
  "may-go-in-clear": "Delivered, may go in the clear",
  "not-to-this-mx": "Not to this server",
  "waits-then-bounces": "Waits, then bounces",
  "reported-only": "Delivered, failures only reported",
  "no-mail": "No mail",
  "not-known": "Not known",
};

export const MAIL_LOOKS: Record<MailOutcome, StepStatus> = {
  "delivered-verified": "passed",
  "delivered-unverified": "warned",
  "may-go-in-clear": "warned",
  "not-to-this-mx": "failed",
  "waits-then-bounces": "failed",
  "reported-only": "warned",
  "no-mail": "skipped",
  "not-known": "inconclusive",
};

/** The bands of the timeline. */
export const BAND_WORDS: Record<BandState, string> = {
  protected: "protected",
  unprotected: "not protected",
  "mail-waits": "mail waits",
  "reported-only": "only reported",
  "no-mail": "no mail",
  "not-known": "not known",
};

/** What a named sender makes of the policy. */
export const READING_WORDS: Record<SenderVerdict, string> = {
  applied: "applies it",
  refused: "refuses it",
  "matches-nothing": "applies it, and no server matches",
  "not-enforced": "does not enforce it",
};

export const READING_LOOKS: Record<SenderVerdict, StepStatus> = {
  applied: "passed",
  refused: "failed",
  "matches-nothing": "failed",
  "not-enforced": "warned",
};

/** Whether senders use a text. */
export const VALIDITY_WORDS: Record<Validity, string> = {
  valid: "Senders use it.",
  "senders-differ": "Senders disagree: some use it, others do not.",
  invalid: "Senders do not use it.",
};

export const VALIDITY_LOOKS: Record<Validity, StepStatus> = {
  valid: "passed",
  "senders-differ": "warned",
  invalid: "failed",
};
