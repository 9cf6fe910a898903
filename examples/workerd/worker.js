// GET /?domain=example.com: the report as JSON. The policy file is fetched by the worker itself. Where that fails, workerd
// does not say why, and the report says that nobody could look. POST / with a TLS report as the body: what is in it. Only for that
// the configuration has the second WebAssembly module.
import { MtaStsError, check, readReport } from "mta-sts";

export default {
  async fetch(request) {
    if (request.method === "POST") return Response.json(await readReport(await request.arrayBuffer()));
    const domain = new URL(request.url).searchParams.get("domain") ?? "";
    try {
      return Response.json(await check(domain));
    } catch (error) {
      if (!(error instanceof MtaStsError)) throw error;
      return Response.json({ error: error.message }, { status: 400 });
    }
  },
};
