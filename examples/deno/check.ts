// deno run --allow-net --allow-read --allow-sys check.ts example.com: prints the verdict.
import { check, type Report } from "mta-sts";

const report: Report = await check(Deno.args[0] ?? "example.com");
console.log(JSON.stringify({ outcome: report.outcome, verdict: report.verdict }));
