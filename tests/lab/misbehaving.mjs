/** The helper before the host that misbehaves (misbehaving-host.mjs): what it says, and what the host saw. */

import assert from "node:assert/strict";

import { MISBEHAVING } from "./addresses.mjs";
import { eventually } from "./eventually.mjs";
import { ask } from "./helper.mjs";

/** The evidence of a policy domain. */
export async function evidenceOf(helper, domain) {
  const { status, body } = await ask(helper, domain);
  assert.equal(status, 200, domain);
  return body;
}

/** The same for a label of the hostile host. */
export const fetchFrom = (helper, label) => evidenceOf(helper, `${label}.misbehaving.example`);

/** The one connection that the hostile host had under this label, once it is closed. */
export async function connectionOf(label) {
  const closed = async () => {
    const response = await fetch(`http://${MISBEHAVING}:8080/${label}`);
    const all = await response.json();
    assert.equal(all.length, 1, `${label}: connections`);
    return all[0].closedAfterMs !== null && all[0];
  };
  return eventually(closed, `${label}: the connection's end`);
}
