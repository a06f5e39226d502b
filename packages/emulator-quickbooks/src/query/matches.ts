import type { EntityDescriptor, ReadContext } from "../entities/descriptor.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { formatDate } from "../company-time.ts";
import { candidates } from "./candidates.ts";
import { inDefaultOrder, sortedByDefault } from "./default-order.ts";
import { filterOf, type Filter } from "./filter.ts";
import { printQuery, type Query } from "./query-tree.ts";
import { orderingsOf, sortRecords } from "./sort-rows.ts";

/** The records that a statement selects, in its order; found only as far as they are asked for. */
export class Matches {
  readonly #found: StoredRecord[] = [];
  readonly #rest: Iterator<StoredRecord>;
  #isDone = false;

  constructor(records: Iterable<StoredRecord>) {
    this.#rest = records[Symbol.iterator]();
  }

  /** `max` of them after the first `skipped`; fewer at the end. */
  page(skipped: number, max: number): readonly StoredRecord[] {
    this.#findUntil(skipped + max);
    return this.#found.slice(skipped, skipped + max);
  }

  count(): number {
    this.#findUntil(Infinity);
    return this.#found.length;
  }

  #findUntil(count: number): void {
    while (!this.#isDone && this.#found.length < count) {
      const next = this.#rest.next();
      if (next.done === true) this.#isDone = true;
      else this.#found.push(next.value);
    }
  }
}

/** How many statements are remembered; a client pages through few at a time. */
const REMEMBERED_MAX = 8;

interface Remembered {
  revision: number;
  readonly byStatement: Map<string, Matches>;
}

const remembered = new WeakMap<Store, Remembered>();

/**
 * What a statement selects, without its paging. The next page of the same statement goes on where the
 * last one stopped, as long as no record has changed. Fault 4001 for a property that the statement may
 * not name.
 */
export function matchesOf(
  query: Query,
  descriptor: EntityDescriptor,
  context: ReadContext,
): Matches {
  const { store, settings, now } = context;
  const revision = store.indexes.recordsRevision;
  const known = remembered.get(store);
  const memory =
    known?.revision === revision ? known : { revision, byStatement: new Map<string, Matches>() };
  remembered.set(store, memory);
  const key = `${formatDate(now, settings.timeZone)} ${statementKey(query)}`;
  const matches = memory.byStatement.get(key) ?? new Matches(select(query, descriptor, context));
  memory.byStatement.delete(key);
  memory.byStatement.set(key, matches);
  for (const oldest of memory.byStatement.keys()) {
    if (memory.byStatement.size <= REMEMBERED_MAX) break;
    memory.byStatement.delete(oldest);
  }
  return matches;
}

function statementKey(query: Query): string {
  return printQuery({
    ...query,
    select: { kind: "count" },
    startPosition: undefined,
    maxResults: undefined,
  });
}

function select(
  query: Query,
  descriptor: EntityDescriptor,
  context: ReadContext,
): Iterable<StoredRecord> {
  const filter = filterOf(query, descriptor, context);
  const orderings = orderingsOf(query, descriptor);
  const made = descriptor.rowsFor?.(equalities(query, context), context)?.filter(filter.accepts);
  if (made !== undefined) return sortRecords(made, orderings, descriptor, context);
  const few = candidates(filter, descriptor, context)?.filter(filter.accepts);
  if (orderings.length === 0) {
    if (few !== undefined) return sortedByDefault(few, descriptor, context.store);
    return accepted(inDefaultOrder(descriptor, context.store), filter);
  }
  // Ids leave nothing equal, so the order beneath them does not matter.
  const isTotal = orderings.some(({ property }) => property.name === "Id");
  const source =
    few !== undefined
      ? isTotal
        ? few
        : sortedByDefault(few, descriptor, context.store)
      : [
          ...accepted(
            isTotal
              ? context.store.records(descriptor.type)
              : inDefaultOrder(descriptor, context.store),
            filter,
          ),
        ];
  return sortRecords(source, orderings, descriptor, context);
}

/** What the statement wants to be one value, by property in small letters. */
function equalities(query: Query, { now, settings }: ReadContext): ReadonlyMap<string, string> {
  const today = formatDate(now, settings.timeZone);
  return new Map(
    query.where.flatMap((condition) => {
      if (condition.operator !== "=") return [];
      const { value } = condition;
      const wanted = value.kind === "currentDate" ? today : String(value.value);
      return [[condition.property.toLowerCase(), wanted] as const];
    }),
  );
}

function* accepted(records: Iterable<StoredRecord>, { accepts }: Filter): Generator<StoredRecord> {
  for (const record of records) if (accepts(record)) yield record;
}
