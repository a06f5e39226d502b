import { FAULTS, parseFaultRules } from "./control/faults.ts";
import type { Org } from "./org.ts";
import type { OrgSetup, SeenEvent } from "./page-host.ts";
import { orgLimits } from "./rest/limits.ts";

/** Names of the faults that a rule can have, for the page that arms them. */
export const FAULT_NAMES: readonly string[] = FAULTS;

/** The org as its administrators see it; undefined for everybody else. */
export function pageSetup(org: Org, now: () => number, userId: string): OrgSetup | undefined {
  if (!org.accessOf(userId).holds("ViewSetup")) return undefined;
  return {
    limits: () =>
      Object.entries(orgLimits(org, now())).map(([name, { Max, Remaining }]) => ({
        name,
        max: Max,
        used: Max - Remaining,
      })),
    callsByKind: () =>
      Object.entries(org.usage.report().byKind)
        .map(([kind, calls]) => ({ kind, calls }))
        .filter(({ calls }) => calls > 0)
        .sort((a, b) => b.calls - a.calls),
    recentCalls: (limit) =>
      org.requestLog
        .last(limit)
        .map(({ at, method, url, client, status }) => ({ at, method, url, client, status }))
        .reverse(),
    recentEvents: (limit) => org.feed.newest(limit).map(seenEvent),
    faults: () => org.faults.rules().map((rule) => ({ ...rule })),
    setFaults(rules) {
      const parsed = parseFaultRules(rules);
      if (typeof parsed === "string") return parsed;
      org.faults.replace(parsed);
      return null;
    },
  };
}

function seenEvent({ event, body }: ReturnType<Org["feed"]["newest"]>[number]): SeenEvent {
  const { replayId, at, entityName, changeType, recordIds } = event;
  return { replayId, at, entity: entityName, changeType, recordIds, payload: withoutNulls(body) };
}

/** Fields that are null were not changed; what a change cleared is named in the header's `nulledFields`. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutNulls(each)]));
}
