/** Makes a private certificate authority and a certificate of each kind for the policy hosts that need one. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { DOH } from "./addresses.mjs";
import { CROWD_CERTIFICATES } from "./crowd.mjs";
import { DOMAINS } from "./domains.mjs";
import { HALF_SILENT_DOMAIN, HOSTILE_HOST } from "./hostile.mjs";

const folder = join(process.env.LAB_DIR, "tls");
mkdirSync(folder, { recursive: true });
const at = (name) => join(folder, name);
const openssl = (args, wrapper = []) => {
  const [program, ...rest] = [...wrapper, "openssl", ...args];
  execFileSync(program, rest, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
};

// One key for all: what is tested is names, dates and chains.
openssl(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at("key.pem")]);

function issue(name, subject, extensions, { issuer, days = 90, wrapper = [] } = {}) {
  writeFileSync(at(`${name}.ext`), `${extensions.join("\n")}\n`);
  openssl(["req", "-new", "-key", at("key.pem"), "-subj", `/CN=${subject}`, "-out", at(`${name}.csr`)]);
  const signer = issuer
    ? [
        "-CA",
        at(`${issuer}.pem`),
        "-CAkey",
        at("key.pem"),
        "-set_serial",
        `0x${Buffer.from(name).toString("hex").slice(-30)}`,
      ]
    : ["-signkey", at("key.pem")];
  const args = [
    "x509",
    "-req",
    "-in",
    at(`${name}.csr`),
    "-extfile",
    at(`${name}.ext`),
    "-days",
    String(days),
    ...signer,
  ];
  openssl([...args, "-out", at(`${name}.pem`)], wrapper);
}

// The authority is as old as the oldest certificate it signed.
const longAgo = ["faketime", "-f", "-120d"];
const ca = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign", "subjectKeyIdentifier=hash"];
issue("ca", "Lab Root CA", ca, { days: 3650, wrapper: longAgo });
issue("intermediate", "Lab Intermediate CA", ca, { issuer: "ca", days: 1825, wrapper: longAgo });

const leaf = (...names) => [
  "basicConstraints=critical,CA:FALSE",
  "keyUsage=critical,digitalSignature",
  "extendedKeyUsage=serverAuth",
  `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`,
];
const authorityInfo = "authorityInfoAccess=caIssuers;URI:http://authority.example/intermediate.cer";
issue("stranger", "Stranger", ca);

/** The certificates that a server shows, from files of these names. */
const concat = (name, ...parts) =>
  writeFileSync(at(`${name}.chain.pem`), parts.map((part) => readFileSync(at(`${part}.pem`))).join(""));
const above = {
  "leaf-only": [],
  "self-signed": [],
  "private-authority": ["stranger"],
  disorder: ["ca", "intermediate"],
};
const chain = (name, kind) => concat(name, name, ...(above[kind] ?? ["intermediate"]));

const kinds = {
  good: (name) => issue(name, name, leaf(name), { issuer: "intermediate" }),
  "other-name": (name) =>
    issue(name, "pages.example", leaf("*.pages.example", "pages.example"), { issuer: "intermediate" }),
  expired: (name) =>
    issue(name, name, leaf(name), { issuer: "intermediate", days: 30, wrapper: ["faketime", "-f", "-60d"] }),
  // As public authorities do, it says where the certificate that is left out can be had.
  "leaf-only": (name) => issue(name, name, [...leaf(name), authorityInfo], { issuer: "intermediate" }),
  "private-authority": (name) => issue(name, name, leaf(name), { issuer: "stranger" }),
  disorder: (name) => issue(name, name, leaf(name), { issuer: "intermediate" }),
  "self-signed": (name) => issue(name, name, leaf(name)),
};

for (const { name, host } of DOMAINS) {
  if (!host) continue;
  const policyHost = `mta-sts.${name}`;
  kinds[host.certificate](policyHost);
  chain(policyHost, host.certificate);
  if (host.elsewhere) {
    kinds[host.elsewhere](`elsewhere.${policyHost}`);
    chain(`elsewhere.${policyHost}`, host.elsewhere);
  }
  if (host.www) {
    kinds.good(`www.${name}`);
    chain(`www.${name}`);
  }
}
for (const { name, hosts } of CROWD_CERTIFICATES) {
  issue(name, hosts[0], leaf(...hosts), { issuer: "intermediate" });
  chain(name);
}
for (const name of Object.keys(DOH)) {
  kinds.good(name);
  chain(name);
}

// Chains for the servers of tests, all for one name: hostile-<kind>.chain.pem.
const hostile = (name, options, extensions = leaf(HOSTILE_HOST)) => {
  issue(`hostile-${name}`, HOSTILE_HOST, extensions, { issuer: "intermediate", ...options });
  concat(`hostile-${name}`, `hostile-${name}`, options?.issuer ?? "intermediate");
};
hostile("good", {}, leaf(HOSTILE_HOST, `mta-sts.${HALF_SILENT_DOMAIN}`));
hostile("no-dns-id", {}, leaf(HOSTILE_HOST).slice(0, 3));
hostile("wildcard", {}, leaf("*.hostile.example"));
hostile("wildcard-above", {}, leaf("*.example"));
hostile("many-names", {}, leaf(...Array.from({ length: 60 }, (_, at) => `n${at}.example`)));
hostile("for-clients", {}, [
  ...leaf(HOSTILE_HOST).filter((line) => !line.startsWith("extended")),
  "extendedKeyUsage=clientAuth",
]);
hostile("not-yet-valid", { wrapper: ["faketime", "-f", "+30d"] });
hostile("stranger", { issuer: "stranger" });
issue("old-intermediate", "Old Intermediate", ca, { issuer: "ca", days: 30, wrapper: ["faketime", "-f", "-60d"] });
hostile("old-intermediate", { issuer: "old-intermediate" });
// Signed by themselves, as `openssl req -x509` makes them, and as an authority of one's own.
const itself = [`subjectAltName=DNS:${HOSTILE_HOST}`];
issue("hostile-itself", HOSTILE_HOST, ["basicConstraints=critical,CA:TRUE", ...itself]);
concat("hostile-itself", "hostile-itself");
issue("hostile-authority", HOSTILE_HOST, [...ca, ...itself]);
concat("hostile-authority", "hostile-authority");
// More than is needed, and not in order.
concat("hostile-disorder", "hostile-good", "stranger", "ca", "intermediate");
