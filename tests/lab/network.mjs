/** Writes what the namespaces need to know of the network: its addresses, and how names resolve in it. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ALL, DOH, RESOLVER, SILENT } from "./addresses.mjs";

const write = (name, lines) => writeFileSync(join(process.env.LAB_DIR, name), `${lines.join("\n")}\n`);

write(
  "addresses",
  ALL.map((address) => `${address}/${address.includes(":") ? 128 : 32}`),
);
write("silent", [SILENT]);
// Names resolve as on any machine, by its resolv.conf and hosts files; these are bind-mounted over them.
write("resolv.conf", [`nameserver ${RESOLVER}`, "options timeout:2 attempts:2"]);
write("hosts", ["127.0.0.1 localhost", "::1 localhost"]);
write(
  "doh",
  Object.entries(DOH).map(([name, address]) => `${name} ${address} ${RESOLVER}`),
);
