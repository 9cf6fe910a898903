/**
 * Writes what the namespaces need to know of the network: their addresses and routes, as commands for `ip -batch`, and how
 * names resolve.
 *
 * ```text
 * machine ── internet: name servers, DoH, policy hosts
 *    └────── forbidden: every other address there is, where only canaries listen
 * ```
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { DOH, INTERNET, MACHINE, MACHINE_6, NOWHERE_NAT64, RESOLVER, SILENT, UNREACHABLE_6 } from "./addresses.mjs";

const write = (name, lines) => writeFileSync(join(process.env.LAB_DIR, name), `${lines.join("\n")}\n`);

/** The two ends of each link, by family: the machine's, and the one beyond. The device is named after where it leads. */
const LINKS = {
  internet: [
    [`${MACHINE}/24`, "11.22.8.2/24"],
    [`${MACHINE_6}/64`, "2a00:1450:4001:8::2/64"],
  ],
  forbidden: [
    ["11.22.9.1/24", "11.22.9.2/24"],
    ["2a00:1450:4001:9::1/64", "2a00:1450:4001:9::2/64"],
  ],
};
const EVERYTHING = ["0.0.0.0/0", "::/0"];
const bare = (address) => address.replace(/\/.*/, "");
const single = (address) => `${address}/${address.includes(":") ? 128 : 32}`;
// An address is usable at once when nobody is asked whether it is taken (RFC 4862 §5.4).
const add = (address, device) => `address add ${address} dev ${device}${address.includes(":") ? " nodad" : ""}`;
const up = (device) => `link set ${device} up`;
const via = (network, [, gateway]) => `route add ${network} via ${bare(gateway)}`;

write("machine.ip", [
  up("lo"),
  ...Object.entries(LINKS).flatMap(([device, ends]) => [...ends.map(([own]) => add(own, device)), up(device)]),
  via("11.22.0.0/16", LINKS.internet[0]),
  via("2a00:1450:4001::/48", LINKS.internet[1]),
  via(single(NOWHERE_NAT64), LINKS.internet[1]),
  ...EVERYTHING.map((network, family) => via(network, LINKS.forbidden[family])),
  `route add unreachable ${single(UNREACHABLE_6)}`,
]);
write("internet.ip", [
  up("lo"),
  ...INTERNET.map((address) => add(single(address), "lo")),
  ...LINKS.internet.map(([, end]) => add(end, "machine")),
  up("machine"),
  // On the loopback interface, but of no machine: nobody answers, not even that there is nobody.
  `route add ${single(SILENT)} dev lo`,
]);
write("forbidden.ip", [
  up("lo"),
  ...LINKS.forbidden.map(([, end]) => add(end, "machine")),
  up("machine"),
  // Every address is this namespace's own. In the main table, so that the way back to the machine comes first.
  ...EVERYTHING.map((network) => `route add local ${network} dev lo table main`),
]);

// Names resolve as on any machine, by its resolv.conf and hosts files; these are bind-mounted over them.
write("resolv.conf", [`nameserver ${RESOLVER}`, "options timeout:2 attempts:2"]);
write("hosts", ["127.0.0.1 localhost", "::1 localhost"]);
write(
  "doh",
  Object.entries(DOH).map(([name, address]) => `${name} ${address} ${RESOLVER}`),
);
