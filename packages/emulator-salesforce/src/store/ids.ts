import { randomlessDigest } from "./digest.ts";
import type { DocumentStore } from "./document-store.ts";
import { recordIdAt } from "./record-id.ts";

/** Where new identifiers come from. */
export interface Ids {
  /** The next record id of a key prefix. */
  record(keyPrefix: string): string;
  /** A token, code or request id: unguessable in the running emulator, repeatable in tests. */
  opaque(kind: string): string;
}

/** The collection in which the numbers given out so far are kept. */
export const COUNTERS = "counters";

/** Record ids count up per key prefix, in the store: they survive a restart and roll back. */
function nextNumber(store: DocumentStore, name: string): number {
  const last = store.get(COUNTERS, name)?.["last"];
  const next = (typeof last === "number" ? last : 0) + 1;
  store.put(COUNTERS, name, { last: next });
  return next;
}

/** Ids that repeat from run to run; for tests and the simulator. */
export function sequentialIds(store: DocumentStore): Ids {
  return {
    record: (keyPrefix) => recordIdAt(keyPrefix, nextNumber(store, keyPrefix)),
    opaque: (kind) => randomlessDigest(`${kind}:${nextNumber(store, `opaque:${kind}`)}`),
  };
}

/** Sequential record ids, and opaque ones from a source of randomness. */
export function idsFrom(store: DocumentStore, randomText: () => string): Ids {
  return { ...sequentialIds(store), opaque: () => randomText() };
}
