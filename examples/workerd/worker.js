// GET /?domain=example.com: the report as JSON. The policy file is fetched by the worker itself. Where that fails, workerd
// does not say why, and the report says that nobody could look.
import { MtaStsError, check } from "mta-sts";

export default {
  async fetch(request) {
    const domain = new URL(request.url).searchParams.get("domain") ?? "";
    try {
      return Response.json(await check(domain));
    } catch (error) {
      if (!(error instanceof MtaStsError)) throw error;
      return Response.json({ error: error.message }, { status: 400 });
    }
  },
};
