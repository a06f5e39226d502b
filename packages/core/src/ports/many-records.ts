/**
 * Many records: writes and reads of more than one record, by the cheapest way for their number. As a
 * remote does, it translates and classifies and never waits: where Salesforce works on a job of its own,
 * the caller is asked to rest before each look, and to keep the job's id before anything is given to it.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { Observation, Sighting } from "../records/observation.ts";
import type { Result } from "../records/result.ts";
import type { Permit } from "./permit.ts";
import type { Fingerprint, PlannedWrite, Receipt, UnreadableRecord } from "./remote.ts";

/** One of many writes; `key` is the caller's own name for it, unique among them. */
export interface KeyedWrite {
  readonly key: string;
  readonly write: PlannedWrite;
}

/** How a number of writes is best made. */
export interface ManyChoice {
  readonly form: "single" | "collections" | "bulk";
  /** Requests that count at the vendor, looks at a job beyond the first left out. */
  readonly calls: number;
  /** In plain words, for a log or a screen. */
  readonly reason: string;
}

/** How each write ended. Every key that was given is here. */
export interface ManyEnd {
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Requests that were made, as the vendor counts them. */
  readonly calls: number;
}

/** What a job needs of its caller. */
export interface JobSteps {
  /**
   * Keeps the id, durable when it resolves. Called before the job is given any data; of several jobs of one call
   * each is over before the next is opened.
   */
  opened(jobId: string): Promise<void>;
  /** Waits before the next look; `looks` counts those that were made. A rejection ends the waiting. */
  rest(looks: number): Promise<void>;
}

/** A page of everything there is. `position` names what follows it; null at the end. */
export interface ScanPage {
  readonly sightings: readonly Sighting[];
  readonly position: string | null;
  /** Records that stand in none of the sightings. Default: none. */
  readonly unreadable?: readonly UnreadableRecord[];
}

export interface ScanSteps extends JobSteps {
  /** The job of an earlier attempt at the very same scan, which a crash interrupted; null for none. */
  readonly known: string | null;
  /** Where an interrupted scan of the `known` job goes on; null for its beginning. */
  readonly from: string | null;
  /** Stores a page and its position, durable when it resolves. The next page is asked for only then. */
  page(page: ScanPage): Promise<void>;
}

export interface ManyRecords {
  choose(mapping: Mapping, writes: number): ManyChoice;

  /**
   * Makes all writes of one mapping in the form that `choose` names. A write with a precondition goes
   * alone, since neither a collection nor a job can state one. A create goes under its link mark, so that
   * repeating all of it, or a part, creates nothing twice. No record may stand in it twice.
   *
   * An _unknown_ row is settled by a look, once the job that was opened last is over (`endJob`).
   */
  writeMany(
    mapping: Mapping,
    writes: readonly KeyedWrite[],
    steps: JobSteps,
    permit?: Permit,
  ): Promise<ManyEnd>;

  /**
   * Waits until a job of an interrupted `writeMany` does nothing any more: one that works is waited for, one that was
   * never closed is aborted. What it did a look tells.
   */
  endJob(jobId: string, rest: JobSteps["rest"], permit?: Permit): Promise<Result<null>>;

  /**
   * Looks at many records. One call for each 1,000. An id that is none, or unknown, is `absent`; that of a
   * record that cannot be read is not in the answer.
   */
  readMany(
    mapping: Mapping,
    ids: readonly string[],
    permit?: Permit,
  ): Promise<Result<ReadonlyMap<string, Sighting>>>;

  /**
   * Looks for the records that carry these link marks: what creates under them may have made. One call for each
   * 1,000. A mark that no record carries is not in the answer, nor one whose record cannot be read: the create
   * under it is repeated, which makes nothing twice.
   */
  findMarked(
    mapping: Mapping,
    marks: readonly string[],
    permit?: Permit,
  ): Promise<Result<ReadonlyMap<string, Observation>>>;

  /**
   * Looks for records of these names, or of this maker, made in a window of time (ISO 8601 in UTC): what creates made
   * whose mark somebody took away or typed over. One call for each 1,000. One whose record cannot be read is not in
   * the answer.
   */
  findNamed(
    mapping: Mapping,
    names: readonly string[],
    window: Pick<Fingerprint, "createdFrom" | "createdTo" | "maker">,
    permit?: Permit,
  ): Promise<Result<readonly Observation[]>>;

  /**
   * Every record of the mapping that is not deleted, by one call, where one page of a query (2,000 rows) holds
   * them; null where there are more, which a scan reads for less.
   */
  readSmall(mapping: Mapping, permit?: Permit): Promise<Result<ScanPage | null>>;

  /** Reads every record of the mapping that is not deleted, page by page, by a job. Answers with how many. */
  scan(mapping: Mapping, steps: ScanSteps): Promise<Result<number>>;
}
