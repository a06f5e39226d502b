import { drawScenario } from "./workload.ts";
import { runScenario } from "./run-scenario.ts";
import { readMarks } from "./marks.ts";
const [base, count, show] = process.argv.slice(2);
const t = Date.now();
let bad = 0;
const ids: Record<string, number> = {};
for (let i = 0; i < Number(count ?? 1); i++) {
  const seed = Number(count) === 1 ? String(base) : `${base}/${i}`;
  const v = await runScenario(drawScenario(seed));
  if (v.violations.length) {
    bad++;
    for (const x of new Set(v.violations.map((y) => y.id))) ids[x] = (ids[x] ?? 0) + 1;
    console.log(
      seed,
      v.violations
        .map((x) => `${x.id}: ${x.text.slice(0, Number(show) ? 3000 : 260)}`)
        .slice(0, 4)
        .join("\n   "),
    );
    if (Number(show)) console.log(v.trace.slice(-Number(show)).join("\n"));
  }
}
console.log({ bad, count, ms: Date.now() - t, ids });
if (process.argv[5]) console.log([...readMarks()].toSorted());
if (process.argv[6]) {
  const v = await runScenario(drawScenario(String(base)));
  for (const l of v.reports.log)
    console.log(
      l.at,
      l.action,
      l.outcome,
      l.linkId,
      l.salesforceRef?.id,
      l.quickbooksRef?.id,
      l.message.slice(0, 150),
      l.changes.slice(0, 400),
    );
  for (const e of [...v.reports.entries.values()].flat())
    console.log(
      e.linkId,
      e.field,
      e.kind,
      e.salesforceValue,
      e.quickbooksValue,
      e.keep,
      e.closedHow,
    );
  console.log(
    JSON.stringify(drawScenario(String(base)).initial),
    drawScenario(String(base)).faults,
  );
}
