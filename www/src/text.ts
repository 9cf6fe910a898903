/** Every English word of the page that does not come from the package or stand in index.html. */

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const text = {
  title: (domain: string, word: string) => `${domain}: ${word} · MTA-STS check`,
  stopped: "Stopped",
  failed: (error: unknown) => `This could not be done: ${reason(error)}`,
  previousUnread: "Senders could not use this text, so none of them holds it.",
  previousMissing: "Paste the text of the earlier policy, or give its mode and its max_age in seconds.",
  notRemembered: (error: unknown) => `This browser does not keep it: ${reason(error)}`,
  forgotten: "All remembered policies are forgotten.",
  explainFrom: (from: string) => `Printed by ${from}`,
  explainNothing: "Nothing in this text is known here.",
} as const;
