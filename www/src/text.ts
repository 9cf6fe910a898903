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
  newVersion: "A new version is ready.",
  reload: "Reload",
  old: (builtAt: Date) =>
    `This copy of the page is from ${builtAt.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" })}, more than 90 days ago. What senders do may have changed since: look for a newer copy.`,
} as const;
