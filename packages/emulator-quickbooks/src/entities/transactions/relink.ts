import type { EntityType, IncomingLink, StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import type { WriteContext } from "../descriptor.ts";
import { book } from "./book.ts";
import { rateOf } from "./transaction-currency.ts";
import { withoutLinksTo } from "./links.ts";
import type { Link, TransactionTraits } from "./traits.ts";

/** Where a type's traits are found; passed in, because the registry imports the types. */
export type TraitsOf = (type: EntityType) => TransactionTraits | undefined;

/**
 * Tells every transaction that `after` applies to, or that `before` applied to, and moves its
 * SyncToken, so that CDC and webhooks show it. One whose links are as before is left alone.
 */
export function relink(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  traitsOf: TraitsOf,
  context: WriteContext,
): void {
  const source = after ?? before;
  const isSilent = source !== undefined && traitsOf(source.type)?.movesVersions === false;
  for (const target of relinked(before, after, traitsOf, context.store)) {
    if (isSilent) context.store.putRecord(target);
    else bump(target, context);
    // Parts of a foreign claim are worth what those before them left, so a change of one moves others.
    const isForeign = rateOf(target.fields) !== 1 && target.postings !== undefined;
    if (isForeign) rebookSources(target, traitsOf, context);
  }
}

/** The transactions whose links change with `before` becoming `after`, as they are from then on. */
export function relinked(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  traitsOf: TraitsOf,
  store: Store,
): StoredRecord[] {
  const source = after ?? before;
  if (source === undefined) return [];
  const wanted = linksByTarget(after, traitsOf);
  const keys = new Set([...linksByTarget(before, traitsOf).keys(), ...wanted.keys()]);
  return [...keys].flatMap((key) => {
    const [type, id] = key.split("/") as [EntityType, string];
    const target = store.record(type, id);
    if (target === undefined) return [];
    const links = incoming(source, wanted.get(key) ?? [], traitsOf);
    const [old, others] = partition(target.linkedFrom ?? [], (link) => isFrom(link, source));
    if (JSON.stringify(old) === JSON.stringify(links)) return [];
    const linked = { ...target, linkedFrom: [...others, ...links] };
    return [{ ...linked, fields: traitsOf(type)?.whenLinked?.(linked) ?? linked.fields }];
  });
}

/** Takes every link to `target` out of the transactions that apply to it: what they paid is theirs again. */
export function detachSources(
  target: StoredRecord,
  traitsOf: TraitsOf,
  context: WriteContext,
): void {
  for (const { type, id } of sourcesOf(target)) {
    const source = context.store.record(type, id);
    const traits = traitsOf(type);
    if (source === undefined || traits === undefined) continue;
    const fields = withoutLinksTo(source.fields, target);
    bump(book({ ...source, fields }, traits, context), context);
  }
}

/** Books the transactions anew that apply to `target`, after its customer or vendor has changed. */
export function rebookSources(
  target: StoredRecord,
  traitsOf: TraitsOf,
  context: WriteContext,
): void {
  for (const { type, id } of sourcesOf(target)) {
    const source = context.store.record(type, id);
    const traits = traitsOf(type);
    if (source === undefined || traits === undefined) continue;
    context.store.putRecord(book(source, traits, context));
  }
}

/** Each transaction that applies to `target` once, however many of its lines do. */
function sourcesOf({ linkedFrom = [] }: StoredRecord): Iterable<IncomingLink> {
  return new Map(linkedFrom.map((link) => [`${link.type}/${link.id}`, link])).values();
}

function bump(record: StoredRecord, { store, now, notify }: WriteContext): void {
  store.putRecord({ ...record, syncToken: record.syncToken + 1, updatedAt: now });
  notify(record.type, record.id, "updated");
}

function linksByTarget(
  record: StoredRecord | undefined,
  traitsOf: TraitsOf,
): ReadonlyMap<string, readonly Link[]> {
  const links = record === undefined ? [] : (traitsOf(record.type)?.linksOf(record.fields) ?? []);
  return Map.groupBy(links, ({ type, id }) => `${type}/${id}`);
}

function partition<T>(list: readonly T[], test: (each: T) => boolean): readonly [T[], T[]] {
  return [list.filter(test), list.filter((each) => !test(each))];
}

function isFrom(link: IncomingLink, source: StoredRecord): boolean {
  return link.type === source.type && link.id === source.id;
}

/** Links to the same line come together, their amounts added up by the reader. */
function incoming(
  source: StoredRecord,
  links: readonly Link[],
  traitsOf: TraitsOf,
): IncomingLink[] {
  const txnType = traitsOf(source.type)?.txnType(source.fields) ?? source.type;
  return links.map(({ amount, lineId }) => ({
    type: source.type,
    id: source.id,
    txnType,
    amount,
    ...(lineId === undefined ? {} : { lineId }),
  }));
}
