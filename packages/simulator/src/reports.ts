/** What the product itself reports: links, entries, log, parked records, counters. Read, never trusted. */
import { listActiveIntegrityRuns } from "@accord-sync/ledger/integrity-runs.ts";
import { refKey } from "@accord-sync/core/records/record-ref.ts";
import { type Deletion, listDeletions } from "@accord-sync/ledger/deletions.ts";
import { listOpenBackfills } from "@accord-sync/ledger/backfills.ts";
import { type Entry, listEntries } from "@accord-sync/ledger/entries.ts";
import { countInbox, listDue } from "@accord-sync/ledger/inbox.ts";
import { type Intent, listIntentsOfLink, listOpenIntents } from "@accord-sync/ledger/intents.ts";
import { type ImageRow, loadImages } from "@accord-sync/ledger/images.ts";
import { type Link, listLinks } from "@accord-sync/ledger/links.ts";
import type { Db, Scope } from "@accord-sync/ledger/ledger.ts";
import { listLog, type LogEntry } from "@accord-sync/ledger/log-entries.ts";
import { findParked, type Parked } from "@accord-sync/ledger/parked.ts";
import { listRunningRuns } from "@accord-sync/ledger/runs.ts";
import { readTally } from "@accord-sync/ledger/tally.ts";
import { statement } from "@accord-sync/ledger/statement.ts";
import { SCOPE } from "./world.ts";

const ALL = 100_000;

export interface EndedLink {
  readonly id: string;
  readonly mapping: string;
  /** The ids of its two records. */
  readonly salesforce: string;
  readonly quickbooks: string;
  readonly endedAt: string;
}

export interface Reports {
  readonly links: readonly Link[];
  readonly endedLinks: readonly EndedLink[];
  /** By link id, of links that ended too. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly images: ReadonlyMap<string, readonly ImageRow[]>;
  /** By link id: what was resolved upon. A death before it was sent leaves no other trace. */
  readonly intents: ReadonlyMap<string, readonly Intent[]>;
  /** Oldest first. */
  readonly log: readonly LogEntry[];
  /** By the record's key. */
  readonly parked: ReadonlyMap<string, Parked>;
  /** Deletions of linked records that were seen, oldest first. */
  readonly deletions: readonly Deletion[];
  readonly tally: Awaited<ReturnType<typeof readTally>>;
  readonly pending: number;
}

const ENDED = statement((db) =>
  db
    .selectFrom("links")
    .select(["id", "mapping", "salesforceId", "quickbooksId", "endedAt"])
    .where("endedAt", "is not", null),
);

export async function readLinks(db: Db, scope = SCOPE): Promise<readonly Link[]> {
  return listLinks(db, scope, { after: null, limit: ALL });
}

/** `scope`: whose reports. Default: of the simulated business. */
export async function readReports(db: Db, scope = SCOPE): Promise<Reports> {
  const links = await readLinks(db, scope);
  const log = (await listLog(db, scope.tenant, { only: "all", limit: ALL })).toReversed();
  const ids = new Set([
    ...links.map((link) => link.id),
    ...log.flatMap((line) => line.linkId ?? []),
  ]);
  const entries = new Map<string, readonly Entry[]>();
  for (const id of ids) entries.set(id, await listEntries(db, id));
  const images = new Map<string, readonly ImageRow[]>();
  const intents = new Map<string, readonly Intent[]>();
  for (const { id } of links) {
    images.set(id, await loadImages(db, id));
    intents.set(id, await listIntentsOfLink(db, id));
  }
  return {
    links,
    endedLinks: (await ENDED.rows(db, {})).map((row) => ({
      id: String(row.id),
      mapping: row.mapping,
      salesforce: row.salesforceId,
      quickbooks: row.quickbooksId,
      endedAt: row.endedAt ?? "",
    })),
    entries,
    images,
    intents,
    log,
    parked: await readParked({ db, scope, links, log }),
    deletions: await listDeletions(db, scope.tenant),
    tally: await readTally(db, scope.tenant),
    pending: (await countInbox(db, scope.tenant)).pending,
  };
}

interface Told {
  readonly db: Db;
  readonly scope: Scope;
  readonly links: readonly Link[];
  readonly log: readonly LogEntry[];
}

async function readParked({ db, scope, links, log }: Told) {
  const parked = new Map<string, Parked>();
  for (const line of [...links, ...log]) {
    for (const ref of [line.salesforceRef, line.quickbooksRef]) {
      if (ref === null || parked.has(refKey(ref))) continue;
      const found = await findParked(db, { ...scope, mapping: line.mapping }, ref);
      if (found !== null) parked.set(refKey(ref), found);
    }
  }
  return parked;
}

/** True when nothing is recorded that is still to be done. */
export async function isQuiet(db: Db, scope = SCOPE): Promise<boolean> {
  if ((await countInbox(db, scope.tenant)).pending > 0) return false;
  if ((await listOpenIntents(db, scope.tenant)).length > 0) return false;
  if ((await listActiveIntegrityRuns(db, scope.tenant)).length > 0) return false;
  if ((await listRunningRuns(db, scope.tenant)).length > 0) return false;
  const backfills = await listOpenBackfills(db, scope);
  return backfills.every(({ state, underWay }) => RESTING.has(state) && underWay === null);
}

/** Nothing goes on before a person does something. */
const RESTING: ReadonlySet<string> = new Set(["ready", "paused", "done", "cancelled", "failed"]);

/** What is still to be done, one line each. */
export async function listWaiting(db: Db, scope = SCOPE): Promise<readonly string[]> {
  const due = await listDue(db, scope.tenant, "9999", 20);
  const open = await listOpenIntents(db, scope.tenant);
  return [
    ...due.map(
      (each) => `${refKey(each.ref)} ${each.source} ${each.attempts} ${each.waiting ?? ""}`,
    ),
    ...(await listRunningRuns(db, scope.tenant)).map((run) => `run ${run.done}/${run.found}`),
    ...(await listOpenBackfills(db, scope)).map(
      ({ state, error }) => `backfill ${state} ${error ?? ""}`,
    ),
    ...(await listActiveIntegrityRuns(db, scope.tenant)).map((run) => `integrity ${run.state}`),
    ...open.map((each) => `intent ${each.operation} ${each.target} ${each.state}`),
  ];
}
