import type { Access } from "../access/access.ts";
import type { FormulaWorld } from "../formula/references.ts";
import type { Actor } from "../feed/capture.ts";
import type { EventOutbox } from "../feed/platform-events.ts";
import { refuse } from "../api-error.ts";
import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { DocumentStore } from "../store/document-store.ts";
import type { Ids } from "../store/ids.ts";
import type { LockBook } from "./locks.ts";

/** All that a change of rows may use. */
export interface DmlContext {
  readonly store: DocumentStore;
  readonly schema: SchemaRegistry;
  readonly ids: Ids;
  readonly actor: Actor;
  /** What the acting user may see and change. */
  readonly access: Access;
  /** Where rows of platform events go; without it they cannot be created. */
  readonly outbox?: EventOutbox;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Rows that something else holds; absent: none. */
  readonly locks?: LockBook;
  /** What the caller says about duplicates; absent: alerts stop a save. */
  readonly duplicates?: DuplicateOptions;
}

/** `Sforce-Duplicate-Rule-Header` (S1.7). */
export interface DuplicateOptions {
  /** Whether a save goes through that a rule alerts of; one that blocks it never does. */
  readonly allowSave: boolean;
  /** Whether the matching records are shown with their fields. */
  readonly includeRecordDetails: boolean;
  /** Whether only records that the acting user may see count. */
  readonly runAsCurrentUser: boolean;
}

/** What formulas can look at. */
export const formulaWorld = (
  context: Pick<DmlContext, "store" | "schema" | "now" | "actor">,
): FormulaWorld => ({
  store: context.store,
  schema: context.schema,
  now: context.now,
  userId: context.actor.userId,
});

/** The object of that name; 404 as for any address that does not exist. */
export function objectNamed(schema: SchemaRegistry, name: string): ObjectEntry {
  const object = schema.object(name);
  if (object === undefined) {
    throw refuse(404, "NOT_FOUND", "The requested resource does not exist");
  }
  return object;
}

/** The object of that name, if the API may change its rows at all. */
export function writableObject(schema: SchemaRegistry, name: string): ObjectEntry {
  const object = objectNamed(schema, name);
  if (!object.writable) {
    throw refuse(
      400,
      "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
      `entity type ${object.name} does not support this operation`,
    );
  }
  return object;
}

/** Runs a change; an error leaves the store as it was. */
export function atomically<Result>(
  context: Pick<DmlContext, "store">,
  change: () => Result,
): Result {
  const savepoint = context.store.savepoint();
  try {
    return change();
  } catch (error) {
    context.store.rollbackTo(savepoint);
    throw error;
  }
}
