/**
 * Remote: one connected system as the engine sees it. Adapters translate, classify and never retry,
 * wait or count; each method makes at most the calls it names. Where the vendor limits requests by time, each
 * leaves inside of the `permit` that is given; without one it leaves at once.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Removal } from "../mapping/removal.ts";
import type { Image } from "../records/image.ts";
import type {
  MemberObservation,
  Observation,
  RemoteVersion,
  Sighting,
} from "../records/observation.ts";
import type { ManyRecords } from "./many-records.ts";
import type { Permit } from "./permit.ts";
import type { RecordRef, SystemName } from "../records/record-ref.ts";
import type { Result } from "../records/result.ts";
import type { OperationalError } from "../errors/operational-error.ts";

/** How calls are counted by the vendor (performance.md: single writes free, reads and batches metered). */
export type CallClass = "read" | "write" | "batch";

/** A write as the planner wants it, before it has a wire form. */
export interface PlannedWrite {
  readonly mapping: Mapping;
  /** `delete` and `void` set nothing: their patch is empty. */
  readonly operation: "create" | "update" | "mark" | "delete" | "void";
  /** The record to change; null for a create. */
  readonly ref: RecordRef | null;
  /** The precondition: the write is refused as stale when the record has another version. Null: none. */
  readonly version: RemoteVersion | null;
  /** The values to set, by the target's paths. Nothing else is touched (sparse). */
  readonly patch: Image;
  /** What the target last held, so that grouped values (an address) can be sent whole. Null for a create. */
  readonly known: Image | null;
  readonly members: Readonly<Record<string, MemberObservation>>;
  /** The link mark to store on the record, `{realm}:{Type}:{Id}`; undefined leaves it, null clears it. */
  readonly linkMark?: string | null;
  /** Salesforce only: a link of this record with a further company, to keep or to end. Default: none. */
  readonly linkRow?: LinkRow;
}

/**
 * A link with a further company. A record carries the mark of its first company itself; further ones are
 * rows beside it, under the same unique key, so that a repeated link makes no second row and a repeated
 * end of one is harmless.
 */
export type LinkRow =
  | {
      readonly mark: string;
      readonly isLinked: true;
      /** What people read and report by; undefined leaves it as it is. The time is ISO 8601 in UTC. */
      readonly status?: string;
      readonly lastSyncAt?: string;
    }
  | { readonly mark: string; readonly isLinked: false };

/** The exact bytes of a write, stored with its intent before it is sent and repeated unchanged. */
export interface WirePayload {
  readonly method: "POST" | "PATCH";
  /** Path and query below the connection's base address, with the idempotency key in place. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * How a write ended. `unknown` is not an error: it is settled by repeating the same payload, or by
 * looking.
 */
export type Receipt =
  | {
      readonly outcome: "applied";
      readonly observation: Observation;
      /** The vendor's id of the exchange (`intuit_tid`), for its support; absent where it gives none. */
      readonly requestId?: string | null;
      /**
       * A part that was refused while the rest was taken, in the vendor's words: of many writes, a product's
       * price. Absent where all was taken.
       */
      readonly partRefused?: OperationalError;
      /** Read back by a request of its own, so that somebody may have changed the record before. Default false. */
      readonly isReadLater?: boolean;
    }
  /** The record is deleted: by this write, or before it. */
  | { readonly outcome: "deleted"; readonly requestId?: string | null }
  | { readonly outcome: "rejected"; readonly error: OperationalError }
  | { readonly outcome: "unknown"; readonly error: OperationalError };

/** A user of Salesforce, as which we act. */
export interface Maker {
  readonly userId: string;
  /** How a mark begins by which a record is told anyhow: one that carries such a mark does not count. */
  readonly marks: readonly string[];
}

/** What a look for a doubtful create searches by. */
export interface Fingerprint {
  readonly type: string;
  readonly name: string;
  /** Any other name too, of records that somebody changed since they were made. QuickBooks only. Default false. */
  readonly isChanged?: boolean;
  /** What he made counts too, whatever its name. Salesforce only. Default: nobody. */
  readonly maker?: Maker | null;
  /** Only records made in this window count, ISO 8601 in UTC. */
  readonly createdFrom: string;
  readonly createdTo: string;
  /** The mark that a Salesforce create would have stored; null for QuickBooks. */
  readonly linkMark: string | null;
}

/**
 * A record that an answer names by its id and that lacks what every record has. The others of the answer are
 * good. Where not even the id can be read, the whole answer is none.
 */
export interface UnreadableRecord {
  readonly type: string;
  readonly id: string;
}

/** One page of a feed or scan. `next` is null at the tip. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  /** Calls that it took, as the vendor counts them. Default 1. */
  readonly calls?: number;
  /** Records that stand in none of the items. Default: none. */
  readonly unreadable?: readonly UnreadableRecord[];
}

/** One change found by a sweep. */
export interface SweptChange {
  readonly sighting: Sighting;
  readonly type: string;
}

export interface Sweep {
  readonly changes: readonly SweptChange[];
  /** Where the next sweep starts; durable together with the changes (I10). */
  readonly cursor: string;
  /** Changed records that cannot be read. Default: none. */
  readonly unreadable?: readonly UnreadableRecord[];
  /** True when the window was full and must be asked again in smaller parts from `cursor`. */
  readonly isFull: boolean;
  /** Calls that it took, as the vendor counts them. Default 1. */
  readonly calls?: number;
  /**
   * Deletions of these types and times were not shown: only a list of all that is there tells; times are ISO
   * 8601 in UTC. Default: none.
   */
  readonly unseenDeletions?: readonly {
    readonly type: string;
    readonly from: string;
    readonly until: string;
  }[];
}

export interface Remote {
  readonly system: SystemName;
  /** The account: the realm id or the org id. */
  readonly accountId: string;

  /** Looks at one record. One read. */
  observe(mapping: Mapping, id: string, permit?: Permit): Promise<Result<Sighting>>;

  /** Makes the wire form of a write. Pure; `key` is the intent id. */
  encode(write: PlannedWrite, key: string): WirePayload;

  /** Sends a stored payload. One write. `mapping` tells how to read the answer. */
  send(mapping: Mapping, payload: WirePayload, permit?: Permit): Promise<Receipt>;

  /** Looks for what a doubtful create may have made. One read. */
  find(
    mapping: Mapping,
    fingerprint: Fingerprint,
    permit?: Permit,
  ): Promise<Result<readonly Observation[]>>;

  /**
   * Changes since `cursor` for all these mappings, in one call where the vendor allows it.
   * A null cursor means from `now` on and makes no call.
   */
  sweep(
    mappings: readonly Mapping[],
    cursor: string | null,
    now: number,
    permit?: Permit,
  ): Promise<Result<Sweep>>;

  /** Positive when `left` is the newer version of the same record. */
  compareVersions(left: RemoteVersion, right: RemoteVersion): number;

  /** The address of the record's page for a person's browser. */
  pageUrl(ref: RecordRef): string;

  /**
   * What the vendor lets one do with a record of the mapping's type whose counterpart is gone. Without `delete`
   * such records cannot be deleted there by anybody: one that is gone was merged. Pure.
   */
  removals(mapping: Mapping): readonly Removal[];
}

/** One name-list record of a company, for matches, ambiguity and "already linked" at no call. */
export interface DirectoryEntry {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  /** Decimal string; null for types without a balance. */
  readonly balance: string | null;
  readonly currency: string | null;
  /** Of products; null for other types. The price is a decimal string. */
  readonly sku: string | null;
  readonly price: string | null;
  readonly description: string | null;
  readonly isActive: boolean;
  readonly version: RemoteVersion;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** What only QuickBooks offers. */
export interface QuickbooksRemote extends Remote {
  readonly system: "quickbooks";
  /** One page (1,000) of the directory of `type`. One read. `from` null starts. */
  listDirectory(
    type: string,
    from: string | null,
    permit?: Permit,
  ): Promise<Result<Page<DirectoryEntry>>>;
  /** The directory entry of an observation of any name-list type. */
  directoryEntry(observation: Observation): DirectoryEntry;
  /** One page of the records that a parsed filter selects. One read. */
  select(
    mapping: Mapping,
    filter: string,
    from: string | null,
    permit?: Permit,
  ): Promise<Result<Page<Observation>>>;
  /** The company's name and its income accounts, for set-up. Two reads. */
  describeCompany(permit?: Permit): Promise<Result<CompanyDescription>>;
}

export interface CompanyDescription {
  readonly name: string;
  readonly incomeAccounts: readonly { readonly id: string; readonly name: string }[];
}

/** Requests of an org's rolling day, as Salesforce last told them (`Sforce-Limit-Info`). */
export interface DailyUsage {
  readonly used: number;
  readonly max: number;
}

/** What only Salesforce offers. */
export interface SalesforceRemote extends Remote {
  readonly system: "salesforce";
  /** Many records at once, for loads and backfills that an operator started. */
  readonly many: ManyRecords;
  /**
   * Records whose name equals `name` (case-insensitive), or that carry `linkMark`, at most 10. One read.
   */
  findMatches(
    mapping: Mapping,
    name: string,
    linkMark: string | null,
  ): Promise<Result<readonly Observation[]>>;
  /** What Salesforce last told of the day's requests; null before its first answer. No call. */
  dailyUsage(): DailyUsage | null;
  /**
   * A sweep cursor that goes back, for this type alone, to before `time` (ISO 8601): for changes that were
   * too many to be told one by one. Null for a null cursor. No call.
   */
  rewindSweep(cursor: string | null, type: string, time: string): string | null;
  /**
   * What the integration user lacks for these mappings: objects and fields that it does not see or may not
   * write. Empty when it lacks nothing. One read for each object.
   */
  checkAccess(mappings: readonly Mapping[]): Promise<Result<readonly OperationalError[]>>;
  /**
   * The objects whose changes are told as events; the others are found by sweeps alone. Null where the
   * integration user may not look at the org's set-up. Two reads.
   */
  listCaptured(): Promise<Result<readonly string[] | null>>;
  /** The org's name and the id of the user we act as, for set-up and echo detection. */
  describeOrg(): Promise<Result<{ readonly name: string; readonly userId: string }>>;
}
