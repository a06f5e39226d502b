/**
 * The month's budget of metered calls: what is used is counted in the ledger with each call, so that a
 * crash loses no more than what was in flight. What follows from it slows down bulk work, then sweeps,
 * and is told to a person; a person's call and real time are never slowed down.
 */
import {
  firstDayOfInterest,
  monthEnd,
  type MonthOutlook,
  type MonthState,
  monthOutlook,
} from "@accord-sync/core/metering/month-outlook.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { findConnection } from "@accord-sync/ledger/connections.ts";
import type { Ledger, Scope } from "@accord-sync/ledger/ledger.ts";
import { readMetered } from "@accord-sync/ledger/metering.ts";
import { plannedCalls } from "./integrity/jobs.ts";

export interface MonthParts {
  readonly ledger: Pick<Ledger, "db">;
  readonly scope: Pick<Scope, "tenant" | "company">;
  /** Id of the QuickBooks connection. */
  readonly connectionId: string;
  readonly meteredPerMonth: number;
  /** What scheduled jobs may compare. */
  readonly mappings: readonly Mapping[];
}

export async function readOutlook(parts: MonthParts, now: number): Promise<MonthOutlook> {
  const { ledger, scope, connectionId, meteredPerMonth } = parts;
  const from = firstDayOfInterest(now);
  const days = await readMetered(ledger.db, scope.tenant, scope.company, from);
  const connection = await findConnection(ledger.db, connectionId);
  const until = monthEnd(now);
  return monthOutlook({
    planned: await plannedCalls(ledger.db, scope, parts.mappings, { now, until }),
    now,
    budget: meteredPerMonth,
    days,
    undated: days.get(new Date(now).toISOString().slice(0, "2026-11".length)) ?? 0,
    since: connection === null ? now : Date.parse(connection.connectedAt),
  });
}

const number = (count: number): string => count.toLocaleString("en-US");

const SPARING: Readonly<Record<Exclude<MonthState, "ample">, string>> = {
  watch: "Bulk work reads more slowly until then.",
  short: "Bulk work and sweeps read more slowly until then; people and real time do not.",
  spent:
    "Sweeps and bulk work read once an hour until then, and QuickBooks may refuse every read. " +
    "If the plan at Intuit allows more, raise ACCORD_METERED_PER_MONTH.",
};

/** What a person should know of it; null while there is enough. */
export function monthMessage({
  state,
  used,
  expected,
  budget,
  endsAt,
}: MonthOutlook): string | null {
  if (state === "ample") return null;
  const until = endsAt.slice(0, "2026-11-23".length);
  const what =
    state === "spent"
      ? `The month's ${number(budget)} metered reads are used up until ${until}.`
      : `${number(used)} of the month's ${number(budget)} metered reads are used, ` +
        `and about ${number(expected)} are expected by ${until}.`;
  return `${what} ${SPARING[state]}`;
}
