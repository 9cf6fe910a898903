/** nginx as a helper would be configured with it: the peer of `bench/helper.mjs`. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { RESOLVER } from "../tests/lab/addresses.mjs";
import { sleep } from "./lab.mjs";

const PORT = 9100;

/**
 * Starts it; gives `{ origin, pids, stop }`. It answers `/null`, `/fresh?domain=D` and `/memory?domain=D`.
 *
 * As strict as the helper: the certificate is verified, no session is resumed, no connection kept, no redirect followed. It
 * has no guard against private addresses, gives no evidence, and remembers DNS for a second, the least it can.
 */
export async function startProxy() {
  const folder = join(process.env.LAB_DIR, "bench-nginx");
  mkdirSync(folder);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration(folder));
  const nginx = spawn("nginx", ["-c", file, "-e", join(folder, "error.log")], { stdio: "inherit" });
  const exited = once(nginx, "exit");
  const origin = `http://127.0.0.1:${PORT}`;
  for (let tries = 0; ; tries++) {
    if (await fetch(`${origin}/null`).catch(() => null)) break;
    if (tries > 100) throw new Error(`nginx did not start: see ${folder}/error.log`);
    await sleep(50);
  }
  // All but its master, which serves nobody.
  const workers = readFileSync(`/proc/${nginx.pid}/task/${nginx.pid}/children`, "utf8").trim().split(" ").map(Number);
  return {
    origin,
    pids: [nginx.pid, ...workers],
    async stop() {
      nginx.kill("SIGTERM");
      await exited;
    },
  };
}

const configuration = (folder) => `daemon off;
user root;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=policies:1m;
  keepalive_requests 1000000;
  keepalive_timeout 15s;
  resolver ${RESOLVER} valid=1s;
  proxy_http_version 1.1;
  proxy_ssl_verify on;
  proxy_ssl_verify_depth 4;
  proxy_ssl_trusted_certificate ${process.env.SSL_CERT_FILE};
  proxy_ssl_server_name on;
  proxy_ssl_protocols TLSv1.2 TLSv1.3;
  proxy_ssl_session_reuse off;
  proxy_set_header Connection close;
  proxy_set_header Accept-Encoding identity;
  server {
    listen 127.0.0.1:${PORT} backlog=4096;
    default_type text/plain;
    location = /null { return 200 "alive\n"; }
    location = /fresh { proxy_pass https://mta-sts.$arg_domain/.well-known/mta-sts.txt; }
    location = /memory {
      proxy_pass https://mta-sts.$arg_domain/.well-known/mta-sts.txt;
      proxy_cache policies;
      proxy_cache_key $arg_domain;
      proxy_cache_valid 200 10m;
    }
  }
}
`;
