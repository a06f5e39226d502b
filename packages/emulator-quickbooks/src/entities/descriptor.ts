import type { CompanyProfile } from "./company-profile.ts";
import type { TransactionTraits } from "./transactions/traits.ts";
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
  /** As the company's preferences were when the request began. */
  readonly profile: CompanyProfile;
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
  /** An update of only what was sent. Default false. */
  readonly isSparse?: boolean;
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
  /** Added to the counter where ids are huge, e.g. a class's. Default 0. */
  readonly idBase?: bigint;
  /** Key order of the body, as recorded where a recording exists. */
  readonly wireOrder: readonly string[];
  /** Never stored: worked out at every read. */
  readonly computed: ReadonlySet<string>;
  /** Silently ignored when a client sends them. */
  readonly readOnly: ReadonlySet<string>;
  /** A delete may leave out the SyncToken; one that is sent must still be current. */
  readonly deletesWithoutToken?: boolean;
  readonly isInChangeData: boolean;
  /** The property that must be unique and gets ` (deleted)` when the record is inactive. */
  readonly nameProperty?: "DisplayName" | "Name";
  /** An inactive record's FullyQualifiedName stays as it was; only the name is marked (recorded for classes). */
  readonly keepsFullName?: true;
  /** Adds the faults of missing or malformed properties. Runs on the merged draft. */
  readonly check: (draft: Draft, errors: FaultError[], profile: CompanyProfile) => void;
  /** Applies defaults and works out what is stored. Throws business faults. */
  readonly prepare: (draft: Draft, context: WriteContext) => PreparedFields;
  /** The computed properties of a read. */
  readonly view: (record: StoredRecord, context: ReadContext) => JsonObject;
  /** Only full updates are documented. */
  readonly updatesWhole?: true;
  /** There is one record, with this id, whatever a client sends or asks for. */
  readonly singletonId?: string;
  /** Writes a record that has no Id of its own, instead of the common way. */
  readonly write?: (body: JsonObject, context: WriteContext) => StoredRecord;
  /** Reads at the type's own address, by parameters instead of an id. */
  readonly readAt?: (query: URLSearchParams, context: ReadContext) => StoredRecord;
  /**
   * Rows that a query makes by naming them, beside the stored ones; undefined when it names none. `wanted`
   * has the values that properties must equal, by property in small letters.
   */
  readonly rowsFor?: (
    wanted: ReadonlyMap<string, string>,
    context: ReadContext,
  ) => readonly StoredRecord[] | undefined;
  /** A last change to what is shown. */
  readonly finish?: (shown: JsonObject) => JsonObject;
  /** What makes the type a transaction. Absent for lists and settings. */
  readonly transaction?: TransactionTraits;
  /** After the record is stored: move what depends on it, besides linked transactions and parties. */
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
