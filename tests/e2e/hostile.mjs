/** Texts that want to be more than text, and recorded checks that carry one wherever a stranger's text can come in. */

export const PAYLOADS = [
  "<script>globalThis.pwned=1</script>",
  "<img src=x onerror=globalThis.pwned=1>",
  "<svg onload=globalThis.pwned=1>",
  "<svg><script>globalThis.pwned=1</script></svg>",
  "<iframe src=javascript:parent.pwned=1>",
  "<iframe srcdoc='<script>parent.pwned=1</script>'>",
  "<object data=javascript:globalThis.pwned=1>",
  "<embed src=javascript:globalThis.pwned=1>",
  "<a href=javascript:globalThis.pwned=1>here</a>",
  "<form action=javascript:globalThis.pwned=1><button>go",
  "<input autofocus onfocus=globalThis.pwned=1>",
  "<details open ontoggle=globalThis.pwned=1>",
  "<video><source onerror=globalThis.pwned=1>",
  "<audio src=x onerror=globalThis.pwned=1>",
  "<body onload=globalThis.pwned=1>",
  "<style>*{display:none}</style>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<base href=//evil.example/>",
  "<math><mtext><script>globalThis.pwned=1</script>",
  "<template><script>globalThis.pwned=1</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=globalThis.pwned=1>'>",
  "<marquee onstart=globalThis.pwned=1>",
  "<xss style=animation-name:x onanimationstart=globalThis.pwned=1>",
  "'\"><script>globalThis.pwned=1</script>",
  '" onmouseover=globalThis.pwned=1 x="',
  "' onfocus=globalThis.pwned=1 tabindex=0 x='",
  "javascript:globalThis.pwned=1",
  "data:text/html,<script>parent.pwned=1</script>",
  "&lt;script&gt;globalThis.pwned=1&lt;/script&gt;",
  "&#60;img src=x onerror=globalThis.pwned=1&#62;",
  "\\u003cscript\\u003eglobalThis.pwned=1\\u003c/script\\u003e",
  "${globalThis.pwned=1}",
  "{{constructor.constructor('globalThis.pwned=1')()}}",
  "`<img src=x onerror=globalThis.pwned=1>`",
  "]]><script>globalThis.pwned=1</script>",
  "--><script>globalThis.pwned=1</script>",
  "</title></textarea></style></script><script>globalThis.pwned=1</script>",
  "<p id=checker></p><a id=form name=submit>",
  "__proto__[pwned]=1;constructor.prototype.pwned=1",
];

const NOW = 1_800_000_000;
const answered = (body) => ({ kind: "response", status: 200, body: JSON.stringify(body), elapsedMs: 10 });
const quoted = (text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function dns(name, type, data, more = {}) {
  const Answer = data.map((item) => ({ name, type, TTL: 300, data: item }));
  return answered({
    Status: 0,
    TC: false,
    RD: true,
    RA: true,
    AD: true,
    CD: false,
    Question: [{ name, type }],
    Answer,
    ...more,
  });
}

const fetched = (fields) =>
  answered({
    policyHost: "mta-sts.example.com",
    url: "https://mta-sts.example.com/.well-known/mta-sts.txt",
    startedAt: NOW,
    resolution: { addresses: [{ address: "203.0.113.10", refused: null }], elapsedMs: 1 },
    connections: [{ address: "203.0.113.10", failure: null, elapsedMs: 1 }],
    tls: null,
    response: null,
    failure: null,
    elapsedMs: 9,
    ...fields,
  });

const recording = (payload, policy) => ({
  name: payload,
  domain: "example.com",
  now: NOW,
  resolvers: [{ name: payload, url: "https://cloudflare-dns.com/dns-query" }],
  answers: {
    "sts-record/1": dns("_mta-sts.example.com", 16, [quoted("v=STSv1; id=1; x=1;"), quoted(payload)], {
      Comment: payload,
    }),
    "tlsrpt-record/1": dns("_smtp._tls.example.com", 16, [quoted(`v=TLSRPTv1; rua=mailto:a@example.com,${payload}`)]),
    "mx/1": dns("example.com", 15, ["10 mx1.example.com.", `20 ${payload}.`], { Comment: [payload] }),
    "policy-host-a/1": answered({
      Status: 0,
      Question: [{ name: "mta-sts.example.com", type: 1 }],
      Answer: [
        { name: "mta-sts.example.com", type: 5, TTL: 60, data: payload },
        { name: payload, type: 1, TTL: 60, data: "203.0.113.10" },
      ],
      Comment: payload,
    }),
    "policy-host-aaaa/1": answered({
      Status: 2,
      Comment: payload,
      extended_dns_errors: [{ info_code: 22, extra_text: payload }],
    }),
    policy,
  },
});

const certificate = (payload) => ({
  subject: `CN=${payload}`,
  issuer: `O=${payload}`,
  dnsNames: [payload, "mta-sts.example.com"],
  dnsNameCount: 2,
  notBefore: NOW - 9_000_000,
  notAfter: NOW + 9_000_000,
  selfIssued: false,
});

const response = (payload, fields) => ({
  status: 200,
  headers: [
    { name: "content-type", value: `text/plain; x=${payload}` },
    { name: "x-payload", value: payload },
  ],
  body: `version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: ${payload}\nmax_age: 604800\nnote: ${payload}\n${payload}\n`,
  truncated: false,
  redirectTarget: null,
  elapsedMs: 4,
  ...fields,
});

/** Checks with the payload in: records, comments, names, aliases, certificate, header fields, body, `Location`, failure. */
export const recordings = (payload) => [
  recording(
    payload,
    fetched({
      tls: { version: "TLSv1.3", certificates: [certificate(payload)], elapsedMs: 3 },
      response: response(payload, {}),
    }),
  ),
  recording(
    payload,
    fetched({
      tls: { version: "TLSv1.3", certificates: [certificate(payload)], elapsedMs: 3 },
      response: response(payload, { status: 302, redirectTarget: payload, body: payload }),
    }),
  ),
  recording(
    payload,
    fetched({
      tls: { version: null, certificates: [certificate(payload)], elapsedMs: 3 },
      failure: { class: "tls-name", detail: payload },
    }),
  ),
  recording(payload, { kind: "failed", reason: "network", detail: payload, elapsedMs: 1 }),
];
