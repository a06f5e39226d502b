/**
 * Reads pairs again, many at a time: Salesforce in one request for all, QuickBooks in one metered call. A record
 * that a list lacks is looked at by itself before it counts as not there (I15).
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Finding } from "@accord-sync/ledger/integrity-findings.ts";
import {
  type EngineContext,
  mappingById,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import type { ReadPair } from "./pair-facts.ts";

/** Findings of one reading: as many ids as one query of QuickBooks takes without growing too long. */
export const AGAIN_AT_ONCE = 100;

export interface ReadAgain {
  /** By the id of the finding. */
  readonly pairs: ReadonlyMap<string, ReadPair>;
  /** By the id of the finding: the record of its pair that cannot be read, whose pair is in none of `pairs`. */
  readonly unreadable: ReadonlyMap<string, RecordRef>;
  readonly metered: number;
}

export async function readAgain(
  context: EngineContext,
  findings: readonly Finding[],
): Promise<Result<ReadAgain>> {
  const pairs = new Map<string, ReadPair>();
  const unreadable = new Map<string, RecordRef>();
  let metered = 0;
  for (const id of new Set(findings.map(({ mapping }) => mapping))) {
    const mapping = mappingById(context, id);
    const own = findings.filter((each) => each.mapping === id);
    const org = await readOrg(context, mapping, idsOf(own, "salesforceId"));
    if (!org.ok) return org;
    const company = await readCompany(context, mapping, idsOf(own, "quickbooksId"));
    if (!company.ok) return company;
    metered += company.value.calls;
    for (const { id: finding, salesforceId, quickbooksId } of own) {
      const salesforce = org.value.get(salesforceId ?? "") ?? null;
      const quickbooks = company.value.found.get(quickbooksId ?? "") ?? null;
      if (salesforce === UNREADABLE) {
        unreadable.set(finding, salesforceRef(mapping.salesforceType, salesforceId ?? ""));
      } else if (quickbooks === UNREADABLE) {
        unreadable.set(finding, quickbooksRef(mapping.quickbooksType, quickbooksId ?? ""));
      } else pairs.set(finding, { salesforce, quickbooks });
    }
  }
  return succeed({ pairs, unreadable, metered });
}

function idsOf(findings: readonly Finding[], column: "salesforceId" | "quickbooksId") {
  const ids = findings.map((finding) => finding[column]).filter((id) => id !== null);
  return [...new Set(ids)];
}

const UNREADABLE = "unreadable";

/** By id; null for a record that is not there. */
type Seen = ReadonlyMap<string, Observation | null | typeof UNREADABLE>;

const foundOf = (sighting: Sighting): Observation | null =>
  sighting.kind === "found" ? sighting.observation : null;

async function readOrg(
  context: EngineContext,
  mapping: Mapping,
  ids: readonly string[],
): Promise<Result<Seen>> {
  if (ids.length === 0) return succeed(new Map());
  const seen = await context.salesforce.many.readMany(mapping, ids);
  if (!seen.ok) return seen;
  const found = ids.map((id) => {
    const sighting = seen.value.get(id);
    return [id, sighting === undefined ? UNREADABLE : foundOf(sighting)] as const;
  });
  return succeed(new Map(found));
}

interface ReadCompany {
  readonly found: Seen;
  readonly calls: number;
}

async function readCompany(
  context: EngineContext,
  mapping: Mapping,
  ids: readonly string[],
): Promise<Result<ReadCompany>> {
  const found = new Map<string, Observation | null | typeof UNREADABLE>();
  if (ids.length === 0) return succeed({ found, calls: 0 });
  const list = ids.filter((id) => /^\d+$/.test(id)).map((id) => `'${id}'`);
  const page = await context.quickbooks.select(mapping, `Id IN (${list.join(", ")})`, null);
  if (!page.ok) return page;
  let calls = page.value.calls ?? 1;
  for (const observation of page.value.items) found.set(observation.ref.id, observation);
  for (const { id } of page.value.unreadable ?? []) found.set(id, UNREADABLE);
  for (const id of ids.filter((each) => !found.has(each))) {
    const looked: Result<Sighting> = await context.quickbooks.observe(mapping, id);
    if (!looked.ok && looked.error.code !== "RECORD_UNREADABLE") return looked;
    calls += 1;
    found.set(id, looked.ok ? foundOf(looked.value) : UNREADABLE);
  }
  return succeed({ found, calls });
}
