/** Every English word of the page that does not come from the package or stand in index.html. */

export const text = {
  title: (domain: string, word: string) => `${domain}: ${word} · MTA-STS check`,
  failed: (reason: string) => `This could not be done: ${reason}`,
  previousUnread: "Senders could not use this text, so none of them holds it.",
  previousMissing: "Paste the text of the earlier policy, or give its mode and its max_age in seconds.",
  notRemembered: (reason: string) => `This browser does not keep it: ${reason}`,
  forgotten: "All remembered policies are forgotten.",
  explainFrom: (from: string) => `Printed by ${from}`,
  explainNothing: "Nothing in this text is known here.",
} as const;
