/** TLS reports for tests, as senders write them. */

import { gzipSync } from "node:zlib";

/** The JSON of a report about `domain`: `number` makes it another one, `failed` sessions failed for `type`. */
export function report(
  number,
  { failed = 0, type = "certificate-expired", organization = "Example Mail", domain = "example.com" } = {},
) {
  const day = new Date(Date.UTC(2026, 8, 1 + (number % 90))).toISOString().slice(0, 10);
  return JSON.stringify({
    "organization-name": organization,
    "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
    "contact-info": "tls-reports@mail.example",
    "report-id": `report-${number}`,
    policies: [
      {
        policy: {
          "policy-type": "sts",
          "policy-string": ["version: STSv1", "mode: enforce", `mx: *.${domain}`, "max_age: 604800"],
          "policy-domain": domain,
          "mx-host": [`*.${domain}`],
        },
        summary: { "total-successful-session-count": 10, "total-failure-session-count": failed },
        "failure-details":
          failed === 0
            ? []
            : [
                {
                  "result-type": type,
                  "sending-mta-ip": "192.0.2.1",
                  "receiving-mx-hostname": `mx1.${domain}`,
                  "receiving-ip": "198.51.100.1",
                  "failed-session-count": failed,
                },
              ],
      },
    ],
  });
}

/** A file to read: its bytes as they are. */
export const file = (name, content) => ({ name, bytes: Buffer.from(content) });

export const gzipped = (number, options) => gzipSync(report(number, options));
