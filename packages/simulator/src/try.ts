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
        .map((x) => `${x.id}: ${x.text.slice(0, show ? 3000 : 260)}`)
        .slice(0, 4)
        .join("\n   "),
    );
    if (show) console.log(v.trace.slice(-Number(show)).join("\n"));
  }
}
console.log({ bad, count, ms: Date.now() - t, ids });
if (process.argv[5]) console.log([...readMarks()].toSorted());
