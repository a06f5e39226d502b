/** What the oracle judges from: both systems, the journal of people's writes, and the product's reports. */
import { refKey, type RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Journal } from "../journal.ts";
import type { Reports } from "../reports.ts";
import type { Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** What is seen of the two systems and of the network between, in virtual time or over HTTP. */
export type Seen = Pick<
  World,
  "company" | "org" | "traffic" | "deaths" | "takenOver" | "hasInvoices" | "isSeeded" | "reports"
> & {
  /** What the product told its operator. */
  readonly log: Pick<World["log"], "lines">;
  /** Which rows of the org a job held. Default: none. */
  readonly hindrances?: Pick<World["hindrances"], "wasHeld">;
  /** How much the time at which a request is noted may be off from when it left, milliseconds. Default 0. */
  readonly notedWithinMs?: number;
};

export interface Evidence {
  readonly world: Seen;
  readonly scenario: Scenario;
  readonly journal: Journal;
  readonly reports: Reports;
  /** When users stopped and faults ended, in milliseconds. */
  readonly calmFrom: number;
  /** When everything recorded was done, and from when on nothing may happen. */
  readonly quietFrom: number;
}

/** One broken invariant; `id` is its number in docs/spec/invariants.md. */
export interface Violation {
  readonly id: string;
  readonly text: string;
}

/** The keys of every record that was ever linked with `ref`, itself included. */
export function everLinkedWith({ reports }: Evidence, ref: RecordRef): ReadonlySet<string> {
  const own = refKey(ref);
  const found = new Set([own]);
  for (const line of [...reports.links, ...reports.log]) {
    if (line.salesforceRef === null || line.quickbooksRef === null) continue;
    const pair = [refKey(line.salesforceRef), refKey(line.quickbooksRef)];
    if (pair.includes(own)) for (const key of pair) found.add(key);
  }
  return found;
}

/** Ids of the links, ended ones too, that join any of these records. */
export function linkIdsOf({ reports }: Evidence, keys: ReadonlySet<string>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const link of reports.links) {
    if (keys.has(refKey(link.salesforceRef)) || keys.has(refKey(link.quickbooksRef)))
      ids.add(link.id);
  }
  for (const { linkId, salesforceRef, quickbooksRef } of reports.log) {
    if (linkId === null) continue;
    for (const ref of [salesforceRef, quickbooksRef]) {
      if (ref !== null && keys.has(refKey(ref))) ids.add(linkId);
    }
  }
  return ids;
}
