import { SYSTEM_CHANGES_KEEP_LAST_MODIFIED } from "../not-evidenced.ts";
import type { Scalar } from "../store/document-store.ts";
import { toApiTime } from "../times.ts";
import type { DmlContext } from "./context.ts";

/** The fields that every change by a user moves, cut to the whole second. */
export function stamp(context: DmlContext): Record<string, Scalar> {
  const time = toApiTime(context.now);
  return {
    LastModifiedDate: time,
    LastModifiedById: context.actor.userId,
    SystemModstamp: time,
  };
}

/**
 * What moves when the platform itself changes a row as a consequence of another change: a roll-up, a
 * child that got another parent by a merge, a lookup whose target went away.
 */
export function systemStamp(context: DmlContext): Record<string, Scalar> {
  if (!SYSTEM_CHANGES_KEEP_LAST_MODIFIED) return stamp(context);
  return { SystemModstamp: toApiTime(context.now) };
}
