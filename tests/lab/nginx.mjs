/** Writes nginx's configuration: a TLS server for each policy host, told apart by SNI. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { OTHER_POLICY_HOST, POLICY_HOST, POLICY_HOST_6 } from "./addresses.mjs";
import { DOMAINS } from "./domains.mjs";
import { crowdServers } from "./crowd.mjs";

const lab = process.env.LAB_DIR;
const folder = join(lab, "nginx");
const listen = `listen ${POLICY_HOST}:443 ssl; listen [${POLICY_HOST_6}]:443 ssl;`;
const listenElsewhere = `listen ${OTHER_POLICY_HOST}:443 ssl;`;

function server(name, host, { where = listen, chain = name } = {}) {
  const files = join(folder, "www", name);
  mkdirSync(join(files, ".well-known"), { recursive: true });
  if (host.policy) writeFileSync(join(files, ".well-known", "mta-sts.txt"), host.policy);
  return `  server {
    ${where}
    server_name ${name};
    ssl_certificate ${lab}/tls/${chain}.chain.pem;
    ssl_certificate_key ${lab}/tls/key.pem;
    root ${files};
    location / { types {} default_type ${host.type ?? "text/plain"}; ${host.nginx ?? ""} }
  }`;
}

const servers = DOMAINS.filter((domain) => domain.host).flatMap(({ name, host }) => [
  server(`mta-sts.${name}`, host),
  ...(host.elsewhere
    ? [server(`mta-sts.${name}`, host, { where: listenElsewhere, chain: `elsewhere.mta-sts.${name}` })]
    : []),
  ...(host.www ? [server(`www.${name}`, { ...host, nginx: undefined })] : []),
]);

writeFileSync(
  join(folder, "nginx.conf"),
  `daemon off;
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_read_timeout 120s;
  server { ${listen.replaceAll("ssl;", "ssl default_server;")} ssl_reject_handshake on; }
${servers.join("\n")}
${crowdServers({ folder, tls: `${lab}/tls`, listen }).join("\n")}
}
`,
);
