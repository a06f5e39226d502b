/**
 * Salesforce behaviour that no source at hand documents, each behind one name. `docs/not-evidenced.md`
 * explains every one of them; a test keeps page and file in step.
 */

/** Whether leading and trailing white space of text is cut when it is stored. */
export const TRIMS_TEXT = true;

/** Whether an update that changes no value still makes a change event (of `LastModifiedDate` alone). */
export const EMPTY_UPDATE_MAKES_EVENT = true;

/** The error code and text in the body of a 412; only the status is documented. */
export const PRECONDITION_ERROR = {
  errorCode: "PRECONDITION_FAILED",
  message:
    "The record was modified after the time, or no longer has the tag, that the request states.",
} as const;

/** Whether `If-Unmodified-Since` counts in a subrequest of a composite (documented, unproven). */
export const COMPOSITE_HONOURS_PRECONDITIONS = true;

/** Whether a record that changes in a composite or collection shares events with others changed alike. */
export const MERGES_EQUAL_EVENTS = true;

/** How long a session lives after its last use, in milliseconds; an org's setting, 2 hours by default. */
export const SESSION_IDLE_MS = 7_200_000;

/** Replay ids are opaque and not contiguous; the emulator leaves gaps of up to this many. */
export const REPLAY_ID_GAP_MAX = 3;

/**
 * The gRPC status of the Pub/Sub API's errors by the beginning of their code; all others are
 * INVALID_ARGUMENT. The documentation lists the codes, and the status of one of them only.
 */
export const PUBSUB_STATUSES = [
  ["service.auth", "UNAUTHENTICATED"],
  ["service.tenant.license", "PERMISSION_DENIED"],
  ["service.unavailable", "UNAVAILABLE"],
  ["service.protection", "RESOURCE_EXHAUSTED"],
  ["concurrent.client.limit.exceeded", "RESOURCE_EXHAUSTED"],
  ["topic.not.found", "NOT_FOUND"],
  ["topic.meta.permission", "PERMISSION_DENIED"],
  ["topic.api.unavailable", "UNAVAILABLE"],
  ["schema.not.found", "NOT_FOUND"],
  ["schema.meta.permission", "PERMISSION_DENIED"],
  ["schema.api.unavailable", "UNAVAILABLE"],
  ["subscription.topic.cannot.subscribe", "PERMISSION_DENIED"],
  ["subscription.limit.exceeded", "RESOURCE_EXHAUSTED"],
  ["subscription.internal.error", "INTERNAL"],
  ["publish.stream.sweeper.timeout", "ABORTED"],
] as const;

/** Streams of subscribers and publishers that an org may have open at once. */
export const PUBSUB_CLIENTS_MAX = 1000;

/** How long a stream without outstanding requests is kept before the server ends it, in milliseconds. */
export const SUBSCRIBE_IDLE_MS = 60_000;

/** How long a publish stream may be silent, in milliseconds; the proto file and the guide disagree. */
export const PUBLISH_STREAM_IDLE_MS = 70_000;

/** The refusal of one entity too many for change data capture. */
export const ENTITY_LIMIT_ERROR = {
  errorCode: "LIMIT_EXCEEDED",
  message: (max: number) =>
    `You've reached the maximum of ${max} entities that can be selected for Change Data Capture.`,
};

/** What is said of a channel or a selection that cannot be; code INVALID_INPUT unless said otherwise. */
export const CHANNEL_ERRORS = {
  badName: (name: string) => `The channel name ${name} isn't valid: it ends with __chn.`,
  /** Code DUPLICATE_DEVELOPER_NAME. */
  exists: (name: string) => `The channel ${name} exists already.`,
  unknown: (name: string) => `The channel ${name} doesn't exist.`,
  badEntity: (entity: string, channel: string) =>
    `The entity ${entity} can't be selected on the channel ${channel}.`,
  tooManyFields: (max: number) => `You can enrich at most ${max} fields.`,
  badFields: (names: string) => `The fields can't be enriched: ${names}.`,
  badFilter: (reason: string) => `The filter expression isn't valid: ${reason}`,
  moved: "The event channel and the selected entity of a member can't be changed.",
} as const;

/** The text beside `LIMIT_EXCEEDED` when the hourly publish allocation is used up. */
export const PUBLISH_LIMIT_ERROR = {
  errorCode: "LIMIT_EXCEEDED",
  message: "The hourly event publishing limit of the org has been exceeded.",
} as const;

/** The error for a `payloadFormat` of an event schema that does not exist; the status is documented. */
export const EVENT_SCHEMA_FORMAT_ERROR = {
  errorCode: "INVALID_INPUT",
  message: "The payloadFormat parameter has an invalid value:",
} as const;

/** Whether the refresh token is replaced at each use; a policy of the app, here always on. */
export const ROTATES_REFRESH_TOKENS = true;

/** Whether subrequests of one kind run together, out of their order, unless the client says otherwise. */
export const COLLATES_SUBREQUESTS = true;

/** Whether roll-ups, re-parenting and emptied lookups move `SystemModstamp` alone, not the last change. */
export const SYSTEM_CHANGES_KEEP_LAST_MODIFIED = true;

/** What undeleting a row answers whose owner (the master it went with, or another) is still deleted. */
export const UNDELETE_WITHOUT_PARENT = {
  errorCode: "UNDELETE_FAILED",
  message: "Cannot restore this record, because its parent record is deleted.",
} as const;

/** What a merge of records that may not be merged answers. */
export const MERGE_ERRORS = {
  notMergeable: "Entity type is not mergeable",
  losers: "A merge takes one or two records besides the master, each of them once.",
  personAccounts: "Cannot merge a person account with a business account.",
} as const;

/** What stands between the errors of a bulk row that has several; reports show rows with one. */
export const ROW_ERROR_SEPARATOR = ";";

/** Whether a byte order mark belongs to the first title of a bulk file, which then is no field (reported). */
export const BULK_READS_BOM_AS_DATA = true;

/** Records of a page of bulk query results when the client does not say how many it wants. */
export const BULK_QUERY_PAGE_ROWS = 50_000;

/** How query jobs refuse what they do not do; the first text is known from Data Loader's code alone. */
export const BULK_QUERY_REFUSALS = {
  errorCode: "API_ERROR",
  messages: {
    subquery: "Aggregate Relationships not supported in Bulk Query",
    function: "Aggregate functions and FIELDS() not supported in Bulk Query",
    typeOf: "TYPEOF not supported in Bulk Query",
    groupBy: "GROUP BY not supported in Bulk Query",
    compound: "Compound fields not supported in Bulk Query",
    offset: "OFFSET not supported in Bulk Query",
  },
} as const;

/** The error in the body of a 410; the status of a retired version is documented. */
export const RETIRED_VERSION_ERROR = {
  errorCode: "GONE",
  message: "The requested resource has been retired or removed.",
} as const;

/** The error in the body of a 415, before the type that was sent; the status is documented. */
export const UNSUPPORTED_MEDIA_TYPE_ERROR = {
  errorCode: "UNSUPPORTED_MEDIA_TYPE",
  message: "The request's entity is in a format that is not supported by the specified method:",
} as const;

/** The errors in the bodies of 414 and 431; the statuses and the 16,384 bytes are documented. */
export const URI_TOO_LONG_ERROR = {
  errorCode: "URI_TOO_LONG",
  message: "The length of the URI exceeds the 16,384-byte limit.",
} as const;
export const HEADERS_TOO_LONG_ERROR = {
  errorCode: "REQUEST_HEADER_FIELDS_TOO_LARGE",
  message: "The combined length of the URI and headers exceeds the 16,384-byte limit.",
} as const;

/** Whether rows that a user writes by the API count as recently used; documented are views only. */
export const WRITES_COUNT_AS_RECENT = true;

/** Characters that an error of a query shows on either side of the culprit, before whole words. */
export const SOQL_ERROR_CONTEXT = 30;

/** Whether GROUP BY puts texts together that differ in nothing but case. */
export const GROUPS_IGNORE_CASE = true;

/** Whether ORDER BY of an aggregate query understands the aliases of the select list. */
export const ORDERS_BY_ALIAS = true;

/** Whether a fiscal year that does not begin in January is named after the year in which it ends. */
export const FISCAL_YEAR_NAMED_BY_END = true;

/** What `convertCurrency()` says in an org with one currency, or of a field that is no amount. */
export const CONVERT_CURRENCY_ERROR =
  "convertCurrency is only supported for currency fields in multi-currency organizations";

/** What a literal such as `USD500` says where there is no such currency. */
export const CURRENCY_LITERAL_ERROR = "Invalid currency code";

/** What is said where `convertCurrency()` and literals such as `USD500` are documented not to work. */
export const CURRENCY_FILTER_ERRORS = {
  converted: "convertCurrency cannot be used in a WHERE clause",
  mixed: "Amounts with and without a currency code cannot be mixed",
  grouped: "Amounts with a currency code cannot be compared with aggregates",
  aggregated: "convertCurrency cannot be used with aggregate functions",
} as const;

/** Whether viewing a record sets `LastReferencedDate` as well as `LastViewedDate`. */
export const VIEWS_ARE_REFERENCES = true;

/** Whether `NOT IN (SELECT …)` passes over nulls, of the row and of the subquery, unlike SQL. */
export const ANTI_JOINS_PASS_OVER_NULLS = true;

/** What a query of too many levels of children says. */
export const CHILD_DEPTH_ERROR = (max: number): string =>
  `SOQL statements cannot query more than ${max} levels of parent-to-child relationships`;

/** How a query is refused that names too much. */
export const SOQL_LIMIT_ERRORS = {
  parents: (max: number): string =>
    `SOQL statements cannot query more than ${max} child-to-parent relationships`,
  children: (max: number): string =>
    `SOQL statements cannot query more than ${max} parent-to-child relationships`,
  string: (max: number): string =>
    `Strings in a WHERE clause cannot be longer than ${max} characters`,
  order: (max: number): string => `SOQL statements cannot order by more than ${max} fields`,
} as const;

/** The answer to a scope of `USING SCOPE` that the object does not offer. */
export const QUERY_SCOPE_ERROR = {
  errorCode: "INVALID_QUERY_SCOPE",
  message: (scope: string): string => `Invalid filter scope: ${scope}`,
} as const;

/** How the SOAP API refuses `login()`: from 65.0 on for everybody, before for a wrong password. */
export const SOAP_LOGIN_REFUSALS = {
  retired: {
    code: "UNSUPPORTED_API_VERSION",
    message: "SOAP API login() is not available in this version of the API",
  },
  wrong: {
    code: "INVALID_LOGIN",
    message: "Invalid username, password, security token; or user locked out.",
  },
} as const;

/** Whether an opportunity, quote or order without a price book takes that of its first line. */
export const LINES_BRING_THEIR_PRICE_BOOK = true;

/** What lines, quotes and orders answer where only the rule is documented, not its text. */
export const SALES_ERRORS = {
  zeroQuantity: "quantity must be nonzero",
  otherCurrency: "pricebook entry has a different currency",
  priceBookInUse: "the price book cannot be changed while there are products",
  priceAndTotal: "Specify either UnitPrice or TotalPrice, not both.",
  foreignQuote: "The synced quote must belong to the opportunity.",
  orderDates: "The order's end date must not be before its start date.",
  newOrderIsDraft: "A new order must be a draft.",
  orderWithoutProducts: "An order must have at least one product.",
  orderWithoutAccount: "An order must have an account before it is activated.",
  activatedOrder: "An activated order, its products and prices cannot be changed this way.",
} as const;

/** What people as accounts answer where only the rule is documented. */
export const PERSON_ACCOUNT_ERRORS = {
  parent: "A person account cannot have a parent account.",
  contactOfPerson: "The contact of a person account is changed through the account.",
} as const;

/**
 * Refusals of the Bulk API whose texts no source shows. Where a real org was seen to refuse in the same
 * way (`Aborting already Completed Job not allowed`), these follow its form.
 */
export const BULK_TEXTS = {
  closingNotAllowed: (state: string) => `Closing already ${state} Job not allowed`,
  deletingNotAllowed: (state: string) => `Deleting ${state} Job not allowed`,
  uploadingNotAllowed: (state: string) => `Uploading data to ${state} Job not allowed`,
  notComplete: (state: string) => `Job is not complete, its state is ${state}`,
  unknownProperty: (name: string) => `Unrecognized property: '${name}' found in the request body`,
  wrongMediaType: (type: string) => `Content-Type must be text/csv in UTF-8, not ${type}`,
  notUtf8: "InvalidBatch : Failed to parse CSV. The file is not UTF-8",
  fileTooLarge: "The file exceeds 150000000 bytes in base 64",
  multipartIncomplete: "A multipart request needs the parts 'job' and 'content'",
  multipartTooLarge: (max: number) =>
    `The content of a multipart request is limited to ${max} characters`,
  allocationSpent: "ExceededQuota : ApiBatchItems Limit exceeded.",
  tooManyCells: (columns: number, cells: number) =>
    `Too many columns in row: expected ${columns}, found ${cells}`,
  duplicateColumn: (title: string) => `InvalidBatch : Field name found twice : ${title}`,
  tooManyFields: (max: number) => `InvalidBatch : A record can have ${max} fields at most`,
  valueTooLong: (length: number, max: number) =>
    `Value too long: ${length} characters, the maximum is ${max}`,
  recordTooLong: (length: number, max: number) =>
    `Record too long: ${length} characters, the maximum is ${max}`,
  noLocator: (given: string) => `Invalid queryLocator: ${given}`,
  otherVersion: (made: string, asked: string) =>
    `The job was created in version ${made}, not ${asked}`,
  wrongLocator: (locator: string) => `Invalid locator: ${locator}`,
  faulted:
    "InternalServerError : Unable to process this request because an internal error occurred",
} as const;

/** From which likeness on two values match by a method of a matching rule, 0 to 100. */
export const MATCHING_THRESHOLDS = {
  CompanyName: 70,
  FirstName: 85,
  LastName: 90,
  Title: 50,
  City: 85,
  Phone: 80,
  Street: 80,
  Zip: 80,
} as const;

/** What a duplicate rule says whose author wrote no text; seen in answers of a standard rule. */
export const DEFAULT_ALERT_TEXT = "Use one of these records?";

/** How deep the JSON of a body may be nested, and what a deeper one answers; no figure is published. */
export const JSON_DEPTH = {
  max: 1000,
  message: "The request body is nested too deeply.",
} as const;

/** How a body is refused that names a member or a field twice, before the name and the place of a member. */
export const DUPLICATE_JSON_NAME_ERROR = "Duplicate field";

/** What a call answers that accepts XML alone; Salesforce offers XML beside JSON, the emulator does not. */
export const XML_NOT_OFFERED_ERROR = {
  errorCode: "NOT_ACCEPTABLE",
  message: "The emulator answers in JSON only, and the Accept header asks for XML.",
} as const;

/** How a save is refused whose validation rule cannot be worked out within the platform's bounds. */
export const FORMULA_TOO_COMPLICATED = {
  errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
  message: (rule: string, reason: string): string =>
    `The formula in the "${rule}" validation rule is invalid due to the following error: ${reason}`,
} as const;

/** Parentheses and negations within each other that a condition or a search may have. */
export const FILTER_NESTING_MAX = 500;

/** What an input of an invocable method answers that nobody registered code for: Apex does not run here. */
export const APEX_NOT_RUN = {
  errorCode: "UNKNOWN_EXCEPTION",
  message: (className: string) =>
    `The Apex of ${className} does not run in this emulator: register an action of that name.`,
} as const;

/** What a user name answers that another user has; the code is in the published list. */
export const DUPLICATE_USERNAME_TEXT =
  "Duplicate Username.<br>Another user has already selected this username.<br>Please select another.";

/** Refusals of composite resources: the limits are documented, their texts are not. */
export const COMPOSITE_TEXTS = {
  header: (name: string) => `Subrequests can't have the header ${name}`,
  tooMany: (what: string, max: number) => `The number of ${what} exceeds the limit of ${max}.`,
  otherType: (wanted: string, given: string) => `This call upserts ${wanted}, not ${given}.`,
  treeRecords: (max: number) => `A tree can have up to ${max} records.`,
  treeTypes: (max: number) => `A tree can have up to ${max} types of records.`,
  treeDepth: (max: number) => `Records can be nested up to ${max} levels deep.`,
} as const;
