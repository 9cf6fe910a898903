/**
 * Many policy hosts alike, for loads and abuse: a helper that remembers, or asks once for all who wait, is kept busy only by
 * domains that differ. They are no domains of the lab (`domains.mjs`): nothing is asked of them one by one.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { NOWHERE, POLICY_HOST, SILENT } from "./addresses.mjs";

/** How many policy hosts share a certificate, as at a provider. */
const SHARED = 4;
const numbered = (count, kind) => Array.from({ length: count }, (_, number) => `${number}.${kind}.crowd.example`);

/** Half as many as the helper fetches at once. */
export const QUICK = numbered(64, "quick");
/** Hosts that shake hands, take the request and never answer. */
export const SLOW = numbered(32, "slow");
/** Hosts whose policy file is 60 MiB, compressed to 60 kB. */
export const BOMBS = numbered(32, "bomb");
/** Any number below it has a policy host where nothing listens. */
export const REFUSED = "refused.crowd.example";

/** Relative to `example.` */
export const CROWD_ZONE = [
  ...["quick", "slow", "bomb"].map((kind) => `*.${kind}.crowd A ${POLICY_HOST}`),
  `*.refused.crowd A ${NOWHERE}`,
];

const hosts = (domains) => domains.map((domain) => `mta-sts.${domain}`);
const bunches = (domains) =>
  Array.from({ length: domains.length / SHARED }, (_, at) => domains.slice(at * SHARED, (at + 1) * SHARED));

/** Their certificates: `[{ name, hosts }]`. */
export const CROWD_CERTIFICATES = [
  ...bunches(QUICK).map((bunch, at) => ({ name: `crowd-quick-${at}`, hosts: hosts(bunch) })),
  { name: "crowd-slow", hosts: hosts(SLOW) },
  { name: "crowd-bomb", hosts: hosts(BOMBS) },
];

/** The servers for nginx's configuration; their files go into `folder`. */
export function crowdServers({ folder, tls, listen }) {
  const serve = (kind, policy) => {
    const root = join(folder, "www", `${kind}.crowd`);
    mkdirSync(join(root, ".well-known"), { recursive: true });
    writeFileSync(join(root, ".well-known", "mta-sts.txt"), policy);
    return `root ${root}; types {} default_type text/plain;`;
  };
  const location = {
    quick: serve("quick", "version: STSv1\nmode: enforce\nmx: *.crowd.example\nmax_age: 604800\n"),
    slow: `proxy_pass http://${SILENT}:9009;`,
    bomb: `${serve("bomb", gzipSync(Buffer.alloc(60 * 2 ** 20)))} add_header Content-Encoding gzip;`,
  };
  return CROWD_CERTIFICATES.map(
    ({ name, hosts }) => `  server {
    ${listen}
    server_name ${hosts.join(" ")};
    ssl_certificate ${tls}/${name}.chain.pem;
    ssl_certificate_key ${tls}/key.pem;
    location / { ${location[name.split("-")[1]]} }
  }`,
  );
}
