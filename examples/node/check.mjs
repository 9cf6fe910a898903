// node check.mjs example.com: prints the verdict as it forms, then what to do first.
import { check } from "mta-sts";

const [domain = "example.com"] = process.argv.slice(2);
const running = check(domain);

for await (const { steps } of running) {
  console.error(steps.map(({ id, status }) => `${id}: ${status}`).join(", "));
}

const report = await running;
console.log(JSON.stringify({ outcome: report.outcome, verdict: report.verdict, doFirst: report.doFirst?.fix ?? null }));
