/**
 * The seam between the org and the Lightning-like pages. The shell builds a `PageHost` and hands it to
 * `mountPages`; the pages know nothing else of the emulator.
 *
 * Everything a page does happens as the logged-in person, through the same rules as the REST API, with
 * the `changeOrigin` of Lightning Experience (S2.1), and is not counted as an API call.
 */

/** One record that looks like the row to be saved. */
export interface MatchRecord {
  readonly additionalInformation: readonly never[];
  readonly fieldDiffs: readonly never[];
  readonly matchConfidence: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** What one matching rule found, as recorded answers show it. */
export interface MatchResult {
  readonly entityType: string;
  readonly errors: readonly never[];
  readonly matchEngine: "ExactMatchEngine" | "FuzzyMatchEngine";
  readonly matchRecords: readonly MatchRecord[];
  readonly rule: string;
  readonly size: number;
  readonly success: true;
}

/** The part of an error that tells of duplicates; the API itself spells it `duplicateResut`. */
export interface DuplicateResult {
  readonly allowSave: boolean;
  readonly duplicateRule: string;
  readonly duplicateRuleEntityType: string;
  readonly errorMessage: string;
  readonly matchResults: readonly MatchResult[];
}

/** One error as the REST API words it. `fields` are API names; empty when the error is not about one. */
export interface ApiErrorItem {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
  /** What a duplicate rule found; spelled as the API does (S1.7). */
  readonly duplicateResut?: DuplicateResult;
}

/** What a page's call on the org ends with: the value, or the errors the API would have answered. */
export type PageResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly errors: readonly ApiErrorItem[] };

/** A record as the REST API answers it: `attributes`, `Id` and fields by API name. */
export type RecordBody = Readonly<Record<string, unknown>>;

/** The answer of a query: at most one page of 2,000 records, `totalSize` counts them all. */
export interface QueryBody {
  readonly totalSize: number;
  readonly done: boolean;
  readonly records: readonly RecordBody[];
  readonly nextRecordsUrl?: string;
}

/** The parts of an sObject describe that screens need; the answer holds the rest as well. */
export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nameField: boolean;
  readonly custom: boolean;
  readonly compoundFieldName: string | null;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly inlineHelpText?: string | null;
  readonly defaultValue?: string | number | boolean | null;
  readonly picklistValues: readonly {
    readonly value: string;
    readonly label: string;
    readonly active: boolean;
    readonly defaultValue: boolean;
  }[];
}

export interface DescribedObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string | null;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly mergeable: boolean;
  /** Whether people work with its records on pages; set-up objects have none. */
  readonly layoutable: boolean;
  readonly queryable: boolean;
  readonly searchable: boolean;
  readonly undeletable: boolean;
  readonly fields: readonly DescribedField[];
  readonly childRelationships: readonly {
    readonly childSObject: string;
    readonly field: string;
    readonly relationshipName: string | null;
  }[];
}

/** What a person may ask of a save besides its values. */
export interface SaveOptions {
  /** Saves although an alert rule found duplicates; a blocking rule still refuses. Default false. */
  readonly allowDuplicates?: boolean;
}

export interface BinnedRecord {
  readonly id: string;
  readonly objectApiName: string;
  /** Epoch milliseconds. */
  readonly deletedAt: number;
}

export interface MergeWish {
  readonly masterId: string;
  readonly loserIds: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** The org as the logged-in person sees it. All calls are synchronous and durable when they return. */
export interface PageOrg {
  /** Names of all objects that the person may read, in alphabetical order. */
  objects(): readonly string[];
  describe(objectApiName: string): PageResult<DescribedObject>;
  query(soql: string): PageResult<QueryBody>;
  /** As `query`, with what lies in the recycle bin. */
  queryAll(soql: string): PageResult<QueryBody>;
  /**
   * Ids of the rows with a text in one of the fields; deleted ones too, which a query leaves out. Undefined
   * where a query finds them as fast, or where more than `limit` match.
   */
  idsWithText(wish: {
    readonly object: string;
    readonly fields: readonly string[];
    readonly text: string;
    readonly limit: number;
  }): readonly string[] | undefined;
  read(objectApiName: string, id: string): PageResult<RecordBody>;
  create(
    objectApiName: string,
    fields: Readonly<Record<string, unknown>>,
    options?: SaveOptions,
  ): PageResult<{ readonly id: string }>;
  update(
    objectApiName: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    options?: SaveOptions,
  ): PageResult<null>;
  remove(objectApiName: string, id: string): PageResult<null>;
  /** Takes a record, and what went with it, out of the recycle bin. */
  undelete(id: string): PageResult<null>;
  /** What lies in the recycle bin by itself, latest first; what went along with a parent is not named. */
  recycleBin(): readonly BinnedRecord[];
  /** Merges one or two records into another; `values` are what the master has afterwards. */
  merge(objectApiName: string, request: MergeWish): PageResult<null>;
  /** Remembers that the person opened the record's page. */
  noteViewed(id: string): void;
  /** Ids of the records that the person opened, latest first; at most 50. */
  recentlyViewed(): readonly string[];
  /** Does several changes as one: a refusal of any leaves nothing of them behind. */
  together<T>(work: () => PageResult<T>): PageResult<T>;
}

/** A committed change of rows, whoever made it; also for objects without change events. */
export interface RowChange {
  readonly objectApiName: string;
  readonly recordId: string;
  readonly change: "create" | "update" | "delete" | "undelete";
  /** Epoch milliseconds of the commit. */
  readonly at: number;
}

/** One limit of the org; `used` counts since the period began. */
export interface OrgLimit {
  readonly name: string;
  readonly max: number;
  readonly used: number;
}

/** A call that a client made, newest first. */
export interface SeenCall {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly client: string | null;
  readonly status: number;
}

/** An event that went on the bus, decoded. */
export interface SeenEvent {
  readonly replayId: number;
  readonly at: number;
  readonly entity: string;
  /** Null for platform events. */
  readonly changeType: string | null;
  readonly recordIds: readonly string[];
  /** The payload's fields; null values of fields that did not change are left out. */
  readonly payload: unknown;
}

/** What an administrator sees of the org as a whole, and the faults on command. */
export interface OrgSetup {
  limits(): readonly OrgLimit[];
  /** Calls by kind since the start or the last reset, busiest first. */
  callsByKind(): readonly { readonly kind: string; readonly calls: number }[];
  recentCalls(limit: number): readonly SeenCall[];
  recentEvents(limit: number): readonly SeenEvent[];
  /** The armed fault rules, as `GET /_emulator/faults` answers them. */
  faults(): readonly Readonly<Record<string, unknown>>[];
  /** Arms rules in place of those before; a text says why they make no sense. */
  setFaults(rules: unknown): string | null;
}

/** A person who can log in. */
export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** `User.TimeZoneSidKey`, such as `America/New_York`; undefined where none is set. */
  readonly timeZone?: string;
}

/** What the emulator offers to its pages. */
export interface PageHost {
  readonly org: PageOrg;
  /** Undefined for people without "View Setup and Configuration". */
  setupOf(userId: string): OrgSetup | undefined;
  /** The person who is logged in to the pages; at first the administrator. */
  readonly user: PageUser;
  /** Everyone who can log in instead, the administrator first. */
  users(): readonly PageUser[];
  /** The org as another person sees it. */
  orgAs(userId: string): PageOrg;
  readonly organization: { readonly id: string; readonly name: string };
  /** Epoch milliseconds. */
  now(): number;
  /** Where the Named Credential of the Apex proxy points, without a trailing slash. */
  readonly serviceUrl: string;
  /**
   * Signs claims with the org's own certificate, RS256, as the External Credential of protocol Jwt
   * does (header `alg`, `typ`, `kid`). Adds `iss` (org id), `iat`, `nbf` and `exp` (now + 120 s) where
   * the claims do not set them. The certificate is at `GET /_emulator/certificate`.
   */
  signJwt(claims: Readonly<Record<string, unknown>>): string;
  /** Absolute path of the SFDX project that the org was loaded from. */
  readonly appFolder: string;
  /** Absolute path of the built Lightning components. */
  readonly assetsFolder: string;
  /** Calls the listener after each commit that changed rows. Returns the way to stop listening. */
  listenToChanges(listener: (changes: readonly RowChange[]) => void): () => void;
}

/** A request that is neither for the API nor for control. */
export interface PageRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a page answers. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A function writes a stream (server-sent events): it gets `write`, and returns what ends it. */
  readonly body:
    | string
    | Uint8Array
    | ((write: (chunk: string) => void, end: () => void) => () => void);
}

/** `undefined` when the request is not for a page. */
export type PageHandler = (request: PageRequest) => Promise<PageAnswer | undefined>;
