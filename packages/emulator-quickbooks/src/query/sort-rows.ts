import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import type { JsonValue } from "../json/json-value.ts";
import { NULL_SORTS_FIRST } from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { ordered, type Clock, type Ordered } from "./compare.ts";
import { sortProperty, type QueryProperty } from "./query-property.ts";
import { QueryRow } from "./query-row.ts";
import type { Ordering, Query } from "./query-tree.ts";

/** One key of ORDERBY with the property that it speaks of. */
export interface ResolvedOrdering {
  readonly property: QueryProperty;
  readonly direction: Ordering["direction"];
}

/**
 * The ORDERBY of a statement; fault 4001 for a property that is unknown or not sortable. A property that
 * is named again orders nothing anew, and is left out: what a sort costs is bounded by the type, not by
 * the statement.
 */
export function orderingsOf(
  query: Query,
  descriptor: EntityDescriptor,
): readonly ResolvedOrdering[] {
  const byName = new Map<string, ResolvedOrdering>();
  for (const { property: name, direction } of query.orderBy) {
    const property = sortProperty(name, descriptor);
    if (!byName.has(property.name)) byName.set(property.name, { property, direction });
  }
  return [...byName.values()];
}

/**
 * The records by the keys, which are read once per record; records that are equal in all keys stay as
 * they were. Text sorts by character codes, as the default order does.
 */
export function sortRecords(
  records: readonly StoredRecord[],
  orderings: readonly ResolvedOrdering[],
  descriptor: EntityDescriptor,
  context: ReadContext,
): StoredRecord[] {
  const clock = { timeZone: context.settings.timeZone, now: context.now };
  const keyed = records.map((record) => {
    const row = new QueryRow(record, descriptor, context);
    const keys = orderings.map(({ property }) => sortKey(property, property.read(row), clock));
    return { record, keys };
  });
  const signs = orderings.map(({ direction }) => (direction === "ASC" ? 1 : -1));
  keyed.sort((a, b) => {
    for (const [index, sign] of signs.entries()) {
      const order = compareKeys(a.keys[index], b.keys[index]);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
  return keyed.map(({ record }) => record);
}

function compareKeys(a: Ordered | undefined, b: Ordered | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return NULL_SORTS_FIRST ? -1 : 1;
  if (b === undefined) return NULL_SORTS_FIRST ? 1 : -1;
  return a < b ? -1 : 1;
}

function sortKey(
  property: QueryProperty,
  value: JsonValue | undefined,
  clock: Clock,
): Ordered | undefined {
  if (value === undefined || value === null) return undefined;
  if (property.comparedAs === "text" && typeof value === "string") return value;
  return ordered(property, value, clock);
}
