/**
 * P5, memory and disk: live heap and resident memory regressed on records worked off, which a leak
 * shows in whatever its size; the peak of a first load; the ledger's bytes per link. The same records
 * are changed again and again, so that only what is left behind can grow.
 */
import { sql } from "kysely";
import { type Figure, rounded } from "../figure.ts";
import { startEmulators } from "../runtime/emulators.ts";
import { heapAfterCollection, residentBytes, watchPeakHeap } from "../runtime/memory.ts";
import { slopeOf } from "../statistics.ts";
import { changeAccounts, makeCustomers } from "./people.ts";
import { RealEngine } from "./real-engine.ts";

const MEGABYTE = 2 ** 20;
const POINTS = 12;
const WARM_UPS = 2;
/** Accounts that are changed again and again. */
const PAIRS = 200;
const PEAK_LOOK_MS = 20;
/** Records over which a slope tells a leak from noise. */
const JUDGED_FROM = 100_000;

export async function memoryAndDisk(records: number): Promise<Figure[]> {
  await using emulators = await startEmulators();
  const links = Math.max(PAIRS, Math.ceil(records / 10));
  await makeCustomers(emulators, "Load", links);
  const real = await RealEngine.connect(emulators, "ledger.sqlite");
  try {
    const loaded = await load(real);
    await real.linkedPairs("Warm", PAIRS);
    return [...loaded, ...(await slopes(real, records))];
  } finally {
    await real.disconnect();
  }
}

async function load(real: RealEngine): Promise<Figure[]> {
  const before = await ledgerBytes(real);
  const peak = watchPeakHeap(PEAK_LOOK_MS);
  const links = await real.backfill();
  const peakBytes = peak();
  const after = await ledgerBytes(real);
  const perLink = (after.held - before.held) / links;
  return [
    {
      figure: "P5",
      scenario: "backfill/peak-heap",
      value: rounded(peakBytes / MEGABYTE),
      unit: "MB",
      target: { atMost: 256 },
      alarm: { timesBaseline: 1.5 },
      detail: { records: links },
    },
    {
      figure: "P5",
      scenario: "backfill/ledger-per-link",
      value: rounded(perLink),
      unit: "bytes",
      target: { atMost: 4_096 },
      alarm: { timesBaseline: 1.2 },
      detail: {
        links,
        fileBytes: rounded((after.file - before.file) / links),
        holds: "link, images, intents, log and the plan's items",
      },
    },
  ];
}

/** `held` leaves out pages that are free for the next rows: what was read for a plan is removed at its end. */
async function ledgerBytes({ ledger }: RealEngine): Promise<{ held: number; file: number }> {
  const pages = await sql<{ pageCount: number }>`pragma page_count`.execute(ledger.db);
  const free = await sql<{ freelistCount: number }>`pragma freelist_count`.execute(ledger.db);
  const size = await sql<{ pageSize: number }>`pragma page_size`.execute(ledger.db);
  const bytes = size.rows[0]?.pageSize ?? 0;
  const count = pages.rows[0]?.pageCount ?? 0;
  return { held: (count - (free.rows[0]?.freelistCount ?? 0)) * bytes, file: count * bytes };
}

async function slopes(real: RealEngine, records: number): Promise<Figure[]> {
  const pairs = await real.pairs("Warm");
  const accounts = pairs.map(({ salesforceId }) => salesforceId);
  const sweepsPerPoint = Math.max(1, Math.round(records / POINTS / accounts.length));
  const heap: { x: number; y: number }[] = [];
  const resident: { x: number; y: number }[] = [];
  let done = 0;
  for (let point = 0; point < WARM_UPS + POINTS; point += 1) {
    for (let sweep = 0; sweep < sweepsPerPoint; sweep += 1) {
      await changeAccounts(real.emulators, accounts, `(510) ${point}-${sweep}`);
      await real.feed.deliver(accounts);
      await real.quiet();
      real.http.take();
      done += accounts.length;
    }
    if (point < WARM_UPS) continue;
    heap.push({ x: done, y: heapAfterCollection() });
    resident.push({ x: done, y: residentBytes() });
  }
  return [slopeFigure("heap", heap), slopeFigure("resident", resident)];
}

/**
 * Judged by the confidence interval, not by the last value: the alarm is for a growth beyond doubt. Over
 * few records the allocator's own steps look like growth, so short runs are only watched.
 */
function slopeFigure(name: string, points: readonly { x: number; y: number }[]): Figure {
  const records = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  const isJudged = records >= JUDGED_FROM;
  const per100k = (value: number) => rounded((value * 100_000) / MEGABYTE);
  const { slope, low, high } = slopeOf(points);
  return {
    figure: "P5",
    scenario: `steady-salesforce-to-quickbooks/${name}-slope`,
    value: per100k(low),
    unit: "MB per 100,000 records at least, with 95 % confidence",
    target: isJudged ? { atMost: 1 } : null,
    alarm: isJudged ? { above: 2 } : null,
    detail: {
      mostLikely: per100k(slope),
      atMost: per100k(high),
      points: points.length,
      records,
      lastMegabytes: rounded((points.at(-1)?.y ?? 0) / MEGABYTE),
    },
  };
}
