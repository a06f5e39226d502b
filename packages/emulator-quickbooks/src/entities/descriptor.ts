import type { CompanySettings } from "../company-settings.ts";
import type { FaultError } from "../faults/api-fault.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";

export type Operation = "create" | "read" | "query" | "update" | "delete" | "void";
export type EventOperation = "created" | "updated" | "deleted" | "merged" | "void" | "emailed";

/** What a read needs: the store for looked-up names and sums, the settings for times. */
export interface ReadContext {
  readonly store: Store;
  readonly settings: CompanySettings;
  /** Epoch ms of the request: addresses of files are signed for a while from now. */
  readonly now: number;
  /** Scheme, name and port by which the caller reached the emulator, for addresses of files. */
  readonly origin: string;
}

/** What a write needs besides: the moment, and a way to tell listeners. */
export interface WriteContext extends ReadContext {
  /** Epoch ms, cut to whole seconds as MetaData times are (recorded). */
  readonly now: number;
  /** Values of the `include` parameter, e.g. `allowduplicatedocnum`. */
  readonly include: ReadonlySet<string>;
  /**
   * Tells listeners of a change. What the vendor has no event for (see `webhooks/event-table.ts`) is passed
   * over. `deletedId`, of a merge only: the record that went into this one.
   */
  readonly notify: (
    type: EntityType,
    id: string,
    operation: EventOperation,
    deletedId?: string,
  ) => void;
}

/** A write on its way: what was sent, what was there, what will be stored. */
export interface Draft {
  readonly id: string;
  /** Normalised properties: for a sparse update already merged over the existing ones. */
  readonly fields: JsonObject;
  /** Only what the client sent. */
  readonly sent: JsonObject;
  readonly existing: StoredRecord | undefined;
}

/** What `prepare` returns to be stored. */
export interface PreparedFields {
  readonly fields: JsonObject;
  readonly lastLineId?: number;
}

/** Everything the emulator knows about one record type. A new type is a new descriptor. */
export interface EntityDescriptor {
  readonly type: EntityType;
  readonly operations: ReadonlySet<Operation>;
  /** Records of one counter share their ids (customers, vendors, employees; all transactions). */
  readonly counter: string;
  /** Key order of the body, as recorded where a recording exists. */
  readonly wireOrder: readonly string[];
  /** Never stored: worked out at every read. */
  readonly computed: ReadonlySet<string>;
  /** Silently ignored when a client sends them. */
  readonly readOnly: ReadonlySet<string>;
  /** Not read: what a query may name stands in `query/query-properties.ts`. */
  readonly queryable?: ReadonlySet<string>;
  readonly isInChangeData: boolean;
  readonly raisesEvents: boolean;
  /** The property that must be unique and gets ` (deleted)` when the record is inactive. */
  readonly nameProperty?: "DisplayName" | "Name";
  /** Adds the faults of missing or malformed properties. Runs on the merged draft. */
  readonly check: (draft: Draft, errors: FaultError[]) => void;
  /** Applies defaults and works out what is stored. Throws business faults. */
  readonly prepare: (draft: Draft, context: WriteContext) => PreparedFields;
  /** The computed properties of a read. */
  readonly view: (record: StoredRecord, context: ReadContext) => JsonObject;
  /** After the record is stored: move what depends on it. */
  readonly settle?: (
    before: StoredRecord | undefined,
    after: StoredRecord | undefined,
    context: WriteContext,
  ) => void;
}

/** A set of the words of a text, so that descriptors read as lists of names. */
export function setOf(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/).filter((name) => name !== ""));
}

/** The words of a text, in order. */
export function listOf(names: string): readonly string[] {
  return names.split(/\s+/).filter((name) => name !== "");
}

/** `"create read query"` as a set. */
export function operations(names: string): ReadonlySet<Operation> {
  return new Set(listOf(names) as readonly Operation[]);
}
