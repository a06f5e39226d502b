import type { WriteContext } from "../entities/descriptor.ts";
import { fault } from "../faults/api-fault.ts";
import { inactiveCompany, permissionDenied } from "../faults/service-faults.ts";
import { objectOf, type JsonObject } from "../json/json-value.ts";
import type { EntityType } from "../store/stored-record.ts";

/** Preferences of `AccountingInfoPrefs` that switch a list on; one of them is enough. */
const SWITCHES: Partial<Record<EntityType, readonly string[]>> = {
  Class: ["ClassTrackingPerTxn", "ClassTrackingPerTxnLine"],
  Department: ["TrackDepartments"],
};

/**
 * Refuses what the company as a whole cannot do, before the request is read further: each write after the end
 * of its subscription (6190), and, where the setting asks for it, lists that it has not switched on (5020).
 */
export function refuseByCompany(type: EntityType, { settings, store }: WriteContext): void {
  if (settings.subscriptionEnded) throw fault(inactiveCompany());
  const switches = settings.refuseSwitchedOff ? SWITCHES[type] : undefined;
  if (switches === undefined) return;
  const preferences = store.record("Preferences", "1")?.fields ?? {};
  const section: JsonObject = objectOf(preferences, "AccountingInfoPrefs") ?? {};
  if (switches.every((name) => section[name] !== true)) throw fault(permissionDenied(type));
}
