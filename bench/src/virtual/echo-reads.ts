/** P1, echoes: calls that notices of our own writes cause. Each side is read once more for nothing otherwise. */
import type { Figure } from "../figure.ts";
import { MINIMUM_FOR_ECHOES } from "../minimum-calls.ts";
import { BenchWorld } from "./bench-world.ts";
import { countCalls, quickbooksWrites, salesforceWrites } from "./call-recorder.ts";

/** Longer than any notice takes to come back. */
const ECHO_MS = 20_000;

export async function echoReads(changes: number): Promise<Figure[]> {
  return [
    await echoes("echo-of-quickbooks-writes", changes, (bench, n) => {
      const { salesforceId } = pairOf(bench, n);
      bench.salesforce("PATCH", `/sobjects/Account/${salesforceId}`, { Phone: `555-${n}` });
      return quickbooksWrites;
    }),
    await echoes("echo-of-salesforce-writes", changes, (bench, n) => {
      bench.changeCustomer(pairOf(bench, n).quickbooksId, `555-${n}`);
      return salesforceWrites;
    }),
  ];
}

function pairOf(bench: Bench, n: number) {
  const pair = bench.pairs[n];
  if (pair === undefined) throw new RangeError(`there is no pair ${n}`);
  return pair;
}

type Bench = Awaited<ReturnType<typeof BenchWorld.linked>>;
type Writes = typeof quickbooksWrites;

/** `change` answers with what picks the write that carries the change over. */
async function echoes(
  scenario: string,
  changes: number,
  change: (bench: Bench, n: number) => Writes,
): Promise<Figure> {
  const bench = await BenchWorld.linked({ customers: changes });
  let reads = 0;
  for (let n = 0; n < changes; n += 1) {
    const first = bench.recorder.calls.length;
    const writes = change(bench, n);
    await bench.waitFor(() => writes(bench.recorder.since(first)).length > 0);
    const [write] = writes(bench.recorder.since(first));
    const written = write === undefined ? first : bench.recorder.calls.indexOf(write);
    await bench.world.run(ECHO_MS);
    reads += total(countCalls(bench.recorder.since(written + 1)));
  }
  bench.world.kill();
  return {
    figure: "P1",
    scenario,
    value: reads,
    unit: "calls after our own writes, none being needed",
    target: { atMost: total(MINIMUM_FOR_ECHOES) },
    alarm: { above: 0 },
    detail: { changes },
  };
}

function total({ metered, free, salesforce }: ReturnType<typeof countCalls>): number {
  return metered + free + salesforce;
}
