import { formatSeconds, parseTime } from "../company-time.ts";
import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { findDescriptor } from "../entities/registry.ts";
import { fault } from "../faults/api-fault.ts";
import { unreadableDate, missingParameter } from "../faults/fault-texts.ts";
import { changedSinceTooOld } from "../faults/service-faults.ts";
import type { JsonObject } from "../json/json-value.ts";
import { CDC_CAP_IS_SHARED, CDC_UNKNOWN_ENTITY_IS_REFUSED } from "../not-evidenced.ts";
import { unknownEntity } from "../query/query-faults.ts";
import { renderRecord } from "../write/render-record.ts";

/**
 * `GET /cdc`: per requested type, in request order, everything changed since a moment, oldest first
 * and deletions last. A type without changes answers an empty object.
 */
export function changeData(query: URLSearchParams, context: ReadContext, now: number): JsonObject {
  const names = (query.get("entities") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw fault(missingParameter("entities"));
  // An unencoded `+` of an offset arrives as a space.
  const supplied = (query.get("changedSince") ?? "").trim().replace(" ", "+");
  if (supplied === "") throw fault(missingParameter("changedSince"));
  const since = parseTime(supplied, context.settings.timeZone);
  if (since === undefined) throw fault(unreadableDate("changedSince", supplied));
  if (since < now - context.settings.changeDataLookBackMs)
    throw fault(changedSinceTooOld(supplied));
  // The whole answer holds no more than this, with no paging (documented).
  let room = context.settings.changeDataObjectsMax;
  const groups = names.map((name) => {
    const descriptor = findDescriptor(name);
    if (descriptor === undefined || !descriptor.isInChangeData) {
      if (CDC_UNKNOWN_ENTITY_IS_REFUSED) throw unknownEntity(name);
      return {};
    }
    const group = changedOf(descriptor, since, room, context);
    if (CDC_CAP_IS_SHARED) room -= group.count;
    return group.shown;
  });
  return { CDCResponse: [{ QueryResponse: groups }] };
}

/**
 * One group of the answer, with at most `room` objects; inactive records are changes like others. A moved
 * balance counts too, because the vendor moves LastUpdatedTime with it. Both indexes are in order of time,
 * so a few changes among 100,000 records are found at once.
 */
function changedOf(
  descriptor: EntityDescriptor,
  since: number,
  room: number,
  context: ReadContext,
): { shown: JsonObject; count: number } {
  const { indexes } = context.store;
  const changed = take(indexes.changes(descriptor.type).between(since, Infinity), room).map(
    (record) => renderRecord(record, context),
  );
  const deletions = indexes.deletions(descriptor.type).between(since, Infinity);
  const deleted = take(deletions, room - changed.length).map(({ id, deletedAt }) => ({
    domain: "QBO",
    status: "Deleted",
    Id: id,
    MetaData: { LastUpdatedTime: formatSeconds(deletedAt, context.settings.timeZone) },
  }));
  const count = changed.length + deleted.length;
  if (count === 0) return { shown: {}, count };
  const start = changed.length === 0 ? {} : { startPosition: 1 };
  // A total is shown only where deletions are among the rows (observed).
  const total = deleted.length === 0 ? {} : { totalCount: count };
  return {
    shown: { [descriptor.type]: [...changed, ...deleted], ...start, maxResults: count, ...total },
    count,
  };
}

/** The first `max` of them; the rest is never looked for. */
function take<T>(values: Iterable<T>, max: number): T[] {
  const taken: T[] = [];
  if (max <= 0) return taken;
  for (const value of values) {
    taken.push(value);
    if (taken.length === max) break;
  }
  return taken;
}
