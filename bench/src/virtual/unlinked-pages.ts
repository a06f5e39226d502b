/** Opening pages of records that are not linked: matches come from the directory, so nothing is metered. */
import type { Figure } from "../figure.ts";
import { BenchWorld } from "./bench-world.ts";
import { countCalls } from "./call-recorder.ts";

export async function unlinkedPages(pages: number): Promise<Figure[]> {
  const bench = await BenchWorld.create({ customers: pages });
  const { world, recorder } = bench;
  const ids = Array.from({ length: pages }, (_, n) => {
    // Every other one has the name of a customer, and so a possible match.
    const Name = n % 2 === 0 ? `Bench customer ${n}` : `Nobody's customer ${n}`;
    return (bench.salesforce("POST", "/sobjects/Account", { Name }) as { id: string }).id;
  });
  await world.run(10_000);
  const first = recorder.calls.length;
  let matches = 0;
  for (const id of ids) {
    const view = await world.until(world.engine.viewRecord("Account", id));
    if (!view.ok) throw new Error(`the page of ${id} was refused: ${view.error.code}`);
    matches += view.value.matches.length;
  }
  const calls = countCalls(recorder.since(first));
  world.kill();
  return [
    {
      figure: "pages",
      scenario: "open-unlinked-pages/metered",
      value: calls.metered,
      unit: "metered calls",
      target: { atMost: 0 },
      alarm: { above: 0 },
      detail: { pages, matches, salesforceCalls: calls.salesforce },
    },
  ];
}
