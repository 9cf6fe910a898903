/** Makes a recording smaller without changing what comes of it. */

import type { Answer, Recording } from "../../../js/src/browser.ts";
import type { Result } from "../check/run.ts";
import { api } from "../engine.ts";
import { pack } from "./pack.ts";

/** Members of a DoH answer of which no report says anything, as long as the answer is to the question. */
const UNSAID: readonly string[] = ["RD", "RA", "CD", "Question", "Authority", "Additional", "edns_client_subnet"];

function slimAnswer(answer: Answer): Answer {
  if (answer.kind !== "response" || typeof answer.body !== "string") return answer;
  try {
    const message: unknown = JSON.parse(answer.body);
    if (typeof message !== "object" || message === null || !Object.hasOwn(message, "Status")) return answer;
    return {
      ...answer,
      body: JSON.stringify(message, (name, value: unknown) => (UNSAID.includes(name) ? undefined : value)),
    };
  } catch {
    return answer;
  }
}

function slim(recording: Recording): Recording {
  const answers = Object.entries(recording.answers).map(([id, answer]) => [id, slimAnswer(answer)] as const);
  return { ...recording, name: "", answers: Object.fromEntries(answers) };
}

/** A check packed as small as gives the same report again; `null` where not even all of it does. */
export async function packWhole({ report, recording, previousPolicy }: Result): Promise<string | null> {
  const whole = JSON.stringify(report);
  for (const candidate of [slim(recording), recording]) {
    const again = await api.replay(candidate, { previousPolicy });
    if (JSON.stringify(again) === whole) return pack({ recording: candidate, previousPolicy });
  }
  return null;
}
