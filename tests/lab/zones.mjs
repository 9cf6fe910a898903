/** Writes and signs the zones: a root of our own, `example.` with all domains, and the one that is meant to be bogus. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { DOH, NAME_SERVER, NOWHERE_6, POLICY_HOST_6, REFUSING_NAME_SERVER, RESOLVER } from "./addresses.mjs";
import { DOMAINS } from "./domains.mjs";
import { FORBIDDEN_ZONE } from "./forbidden.mjs";
import { HOSTILE_ZONE } from "./hostile.mjs";
import { CROWD_ZONE } from "./crowd.mjs";

const lab = process.env.LAB_DIR;
const folder = join(lab, "dns");
mkdirSync(folder, { recursive: true });

/** Ends a year from now: signatures are made anew for every lab. */
const expiry = new Date(Date.now() + 365 * 86400e3).toISOString().slice(0, 10).replaceAll("-", "");

const run = (program, ...args) => execFileSync(program, args, { cwd: folder, encoding: "utf8" }).trim();
const newKey = (zone, ...flags) => run("ldns-keygen", "-a", "ECDSAP256SHA256", ...flags, zone);

/** Signs a zone with new keys; gives the DS record for its parent. */
function sign(zone, lines) {
  const file = zone === "." ? "root" : zone.replace(/\.$/, "");
  const head = [`$ORIGIN ${zone}`, "$TTL 300", "@ SOA ns.lab. hostmaster.lab. 1 3600 600 86400 60", "@ NS ns.lab."];
  // The name servers' own names stand in the root zone.
  if (zone === ".") head.push(`ns.lab. A ${NAME_SERVER}`, `refusing-ns.lab. A ${REFUSING_NAME_SERVER}`);
  writeFileSync(join(folder, file), [...head, ...lines, ""].join("\n"));
  const [zsk, ksk] = [newKey(zone), newKey(zone, "-k")];
  run("ldns-signzone", "-e", expiry, "-f", `${file}.signed`, file, zsk, ksk);
  return readFileSync(join(folder, `${ksk}.ds`), "utf8").trim();
}

const inZone = (domain) => domain.zone.map((line) => `$ORIGIN ${domain.name}.\n${line}`);
const delegated = DOMAINS.filter((domain) => domain.delegation);

const exampleLines = DOMAINS.filter((domain) => !domain.delegation).flatMap(inZone);
for (const domain of delegated) {
  const server = domain.delegation === "lame" ? "refusing-ns.lab." : "ns.lab.";
  exampleLines.push("$ORIGIN example.", `${domain.name}. NS ${server}`);
  if (domain.delegation === "bogus") {
    sign(`${domain.name}.`, domain.zone);
    const otherKey = newKey(`${domain.name}.`, "-k");
    exampleLines.push(readFileSync(join(folder, `${otherKey}.ds`), "utf8").trim());
  }
  if (domain.delegation === "tampered") {
    exampleLines.push(sign(`${domain.name}.`, domain.zone));
    // Not the address that was signed.
    const file = join(folder, `${domain.name}.signed`);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(POLICY_HOST_6, NOWHERE_6));
  }
}
exampleLines.push("$ORIGIN example.", ...HOSTILE_ZONE, ...CROWD_ZONE, ...FORBIDDEN_ZONE);
const exampleDs = sign("example.", exampleLines);
const dohLines = Object.entries(DOH).map(([name, address]) => `${name}. A ${address}`);
const rootDs = sign(".", ["example. NS ns.lab.", exampleDs, ...dohLines]);

writeFileSync(join(folder, "root.ds"), `${rootDs}\n`);
writeFileSync(join(folder, "root.hints"), `. 3600 NS ns.lab.\nns.lab. 3600 A ${NAME_SERVER}\n`);

const zones = [
  [".", "root"],
  ["example.", "example"],
];
for (const { name, delegation } of delegated) {
  if (delegation !== "lame") zones.push([`${name}.`, name]);
}
const nsdConfiguration = (name, address, zones) => `server:
  ip-address: ${address}@53
  username: ""
  chroot: ""
  zonesdir: "${folder}"
  database: ""
  pidfile: "${folder}/${name}.pid"
  xfrdfile: "${folder}/${name}.xfrd"
  xfrdir: "${folder}"
  zonelistfile: "${folder}/${name}.zones"
  logfile: "${folder}/${name}.log"
  server-count: 1
remote-control:
  control-enable: no
${zones.map(([zone, file]) => `zone:\n  name: "${zone}"\n  zonefile: "${file}.signed"\n`).join("")}`;
writeFileSync(join(folder, "nsd.conf"), nsdConfiguration("nsd", NAME_SERVER, zones));
writeFileSync(join(folder, "refusing-nsd.conf"), nsdConfiguration("refusing-nsd", REFUSING_NAME_SERVER, []));

writeFileSync(
  join(folder, "unbound.conf"),
  `server:
  interface: ${RESOLVER}
  access-control: 0.0.0.0/0 allow
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  logfile: "${folder}/unbound.log"
  root-hints: "${folder}/root.hints"
  trust-anchor-file: "${folder}/root.ds"
  ede: yes
  num-threads: 1
remote-control:
  control-enable: no
`,
);
