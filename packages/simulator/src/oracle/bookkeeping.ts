/** I12 and I20, judged from the product's own books. */
import type { Schema } from "@accord-sync/ledger/schema.ts";
import { statement } from "@accord-sync/ledger/statement.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** I12: each notice ended somewhere, or still waits. */
export function judgeTally({ reports }: Evidence): readonly Violation[] {
  const { received, coalesced, reconciled, echo, outOfScope, held, parked } = reports.tally;
  const ended = coalesced + reconciled + echo + outOfScope + held + parked;
  if (received === ended + reports.pending) return [];
  return [
    {
      id: "I12",
      text: `${received} notices came in, ${ended} ended and ${reports.pending} wait: ${JSON.stringify(reports.tally)}`,
    },
  ];
}

/**
 * Where nothing secret may stand: every table but two. `secrets` is sealed and judged by the ledger's own tests, and
 * `usedTokens` holds what was shown once and is worth nothing again.
 */
const OPEN_TABLES: Readonly<Record<Exclude<keyof Schema, "secrets" | "usedTokens">, true>> = {
  engineEpoch: true,
  connections: true,
  cursors: true,
  inbox: true,
  tally: true,
  links: true,
  images: true,
  keptApart: true,
  createCandidates: true,
  intents: true,
  entries: true,
  logEntries: true,
  parked: true,
  waits: true,
  directory: true,
  runs: true,
  runResults: true,
  mappingSettings: true,
  fieldPolicies: true,
  metering: true,
  surveyParts: true,
  surveyRecords: true,
  surveyKeys: true,
  backfills: true,
  backfillPairs: true,
  backfillItems: true,
  backfillChanges: true,
  integrityJobs: true,
  integrityRuns: true,
  integrityFindings: true,
  deletePolicies: true,
  deletions: true,
  departures: true,
  changeHolds: true,
  heldChanges: true,
  changeLimits: true,
};

const ALL_ROWS = (Object.keys(OPEN_TABLES) as (keyof typeof OPEN_TABLES)[]).map((table) => ({
  table,
  rows: statement((db) => db.selectFrom(table).selectAll()),
}));

/** The accepted one, those of the emulated company and of the emulated org, and what introduces one. */
const A_TOKEN = /\bdemo\b|[Bb]earer |\btoken\d+x|5Aep861|00D000000000001!/;

/** I20: no token, and nothing that introduces one, in any row or any line of the log. */
export async function judgeSecrets({ world }: Evidence): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (const { table, rows } of ALL_ROWS) {
    const text = JSON.stringify(await rows.rows(world.reports, {}));
    if (A_TOKEN.test(text)) found.push({ id: "I20", text: `a token stands in ${table}` });
  }
  const line = world.log.lines.find((each) => A_TOKEN.test(each));
  if (line !== undefined) found.push({ id: "I20", text: `the log tells a token: ${line}` });
  return found;
}
