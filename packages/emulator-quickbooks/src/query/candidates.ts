/**
 * Which records may match, by the store's indexes. Every record that matches is among them; the filter
 * still tests each. So a lookup by id, name, number or party, and a narrow window of LastUpdatedTime,
 * take as long among 100,000 records as among 100.
 */

import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import { bareName } from "../entities/lists/names.ts";
import { isLookedUp, lookupKey } from "../store/lookup-keys.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { bareId, literalKey, literalText, type Clock } from "./compare.ts";
import type { Filter, ResolvedCondition } from "./filter.ts";
import type { Literal } from "./query-tree.ts";

/** Records under some keys of an index, counted before they are fetched. */
interface Source {
  /** At most how many records there are. */
  readonly size: number;
  readonly records: () => readonly StoredRecord[];
}

/** An index that leaves more than one record in so many is not worth the sorting that follows. */
const WORTH_ONE_IN = 4;

/** The records of the narrowest index that helps; undefined when all of the type must be looked at. */
export function candidates(
  filter: Filter,
  descriptor: EntityDescriptor,
  context: ReadContext,
): readonly StoredRecord[] | undefined {
  const clock = { timeZone: context.settings.timeZone, now: context.now };
  const sources = filter.conditions
    .map((resolved) => sourceOf(resolved, descriptor, context, clock))
    .filter((source) => source !== undefined);
  const window = windowOf(filter, descriptor, context, clock);
  if (window !== undefined) sources.push(window);
  let best: Source | undefined;
  for (const source of sources) if (best === undefined || source.size < best.size) best = source;
  if (best === undefined) return undefined;
  const isNarrow = best.size * WORTH_ONE_IN <= context.store.count(descriptor.type);
  return isNarrow || best.size <= WORTH_ONE_IN ? best.records() : undefined;
}

/** Only `=` and `IN` name their records. */
function sourceOf(
  { property, condition }: ResolvedCondition,
  descriptor: EntityDescriptor,
  { store }: ReadContext,
  clock: Clock,
): Source | undefined {
  const literals =
    condition.operator === "IN"
      ? condition.values
      : condition.operator === "="
        ? [condition.value]
        : undefined;
  if (literals === undefined) return undefined;
  const texts = textsOf(literals, clock);
  if (texts === undefined) return undefined;
  if (property.name === "Id") return byIds(texts, descriptor, store);
  const indexed = indexedName(property.name, descriptor);
  if (indexed === undefined) return undefined;
  const isId = property.comparedAs === "id";
  const keys = new Set(
    texts.flatMap((text) => (isId ? [bareId(text)] : namesIn(property.name, text))),
  );
  return byKeys(
    [...keys].map((text) => lookupKey(descriptor.type, indexed, text)),
    store,
  );
}

/** Undefined when one of them stands for null, which no index knows. */
function textsOf(literals: readonly Literal[], clock: Clock): readonly string[] | undefined {
  const texts = literals.map((literal) => literalText(literal, clock));
  return texts.some((text) => text.trim() === "") ? undefined : texts;
}

/** The stored property whose index answers; what is worked out at reads has none. */
function indexedName(
  name: string,
  { nameProperty, computed }: EntityDescriptor,
): string | undefined {
  if (name === "FullyQualifiedName") return nameProperty;
  return isLookedUp(name) && !computed.has(name) ? name : undefined;
}

/** The name that is stored for one that is shown: without ` (deleted)`, and the last of a full name. */
function namesIn(property: string, text: string): readonly string[] {
  const last = property === "FullyQualifiedName" ? text.slice(text.lastIndexOf(":") + 1) : text;
  const bare = last.toLowerCase();
  return [bare, bareName(bare)];
}

/** Ids that are no whole numbers (`TAX`) are looked for among all. */
function byIds(
  texts: readonly string[],
  { type }: EntityDescriptor,
  store: ReadContext["store"],
): Source | undefined {
  if (!texts.every((text) => /^\d+$/.test(text))) return undefined;
  const ids = new Set(texts.map(bareId));
  const records = (): StoredRecord[] => [...ids].flatMap((id) => store.record(type, id) ?? []);
  return { size: ids.size, records };
}

function byKeys(keys: readonly string[], { indexes }: ReadContext["store"]): Source {
  const size = keys.reduce((sum, key) => sum + indexes.count(key), 0);
  return { size, records: () => keys.flatMap((key) => indexes.find(key)) };
}

/** All conditions on LastUpdatedTime together; a bound that is not met is left to the filter. */
function windowOf(
  filter: Filter,
  { type }: EntityDescriptor,
  { store }: ReadContext,
  clock: Clock,
): Source | undefined {
  let from = -Infinity;
  let until = Infinity;
  for (const { property, condition } of filter.conditions) {
    const { operator } = condition;
    if (property.name !== "MetaData.LastUpdatedTime" || operator === "IN") continue;
    const moment = literalKey(property, condition.value, clock);
    if (typeof moment !== "number") continue;
    if (operator === "=" || operator === ">" || operator === ">=") from = Math.max(from, moment);
    if (operator === "=" || operator === "<" || operator === "<=") until = Math.min(until, moment);
  }
  if (from === -Infinity && until === Infinity) return undefined;
  const changes = store.indexes.changes(type);
  return {
    size: changes.countAtMost(from, until),
    records: () => [...changes.between(from, until)],
  };
}
