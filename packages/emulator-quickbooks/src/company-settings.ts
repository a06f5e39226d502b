import { DEFAULT_LIMITS, type RateLimitSizes } from "./metering/rate-limits.ts";
import { DEFAULT_START, type CompanyStart } from "./seed/company-start.ts";
import {
  REFRESH_TOKEN_GRACE_MS,
  REQUEST_ID_MEMORY_MS,
  REQUEST_ID_REUSE,
  REUSE_REVOKES_FAMILY,
} from "./not-evidenced.ts";

/** How this company and this emulator are set up. All times in milliseconds. */
export interface CompanySettings {
  /** The company's id in every address. Default `9341452700000001`. */
  readonly realmId: string;
  /** IANA name of the zone in which dates and MetaData times are written. Default `America/Los_Angeles`. */
  readonly timeZone: string;
  /** The company on its first day, and after a reset. Default: the one of the recordings. */
  readonly start: CompanyStart;
  /** Who makes changes, as the stale-object fault names them. Default `Company user`. */
  readonly userName: string;
  /** Words after `The name supplied already exists. : `. Default `null`, as recorded. */
  readonly duplicateNameReason: string;
  /** Days from TxnDate to DueDate when an invoice names neither terms nor a due date. Default 30. */
  readonly defaultTermDays: number;
  /** Whether a document number that is already used is refused (fault 6140). Default false. */
  readonly warnDuplicateDocNumber: boolean;
  /**
   * Whether UnitPrice × Qty takes the place of a line's Amount that differs, instead of fault 6070.
   * Default: outside the US only (documented).
   */
  readonly unitPriceWins?: boolean;
  /** How long the first answer to a `requestid` is given again. Default 24 hours. */
  readonly requestIdMemoryMs: number;
  /**
   * Up to this much more, drawn for each id: so a simulator meets memories that end at any moment. Default 0.
   */
  readonly requestIdSpreadMs: number;
  /** What a different request under a remembered id gets: the first answer, or fault 600. Default `replay`. */
  readonly requestIdReuse: "replay" | "refuse";
  /**
   * How far back change data reaches. Default 30 days (documented); in 2020 it reached nine years
   * (recorded).
   */
  readonly changeDataLookBackMs: number;
  /**
   * Objects that one answer of change data holds at most. Default 1000 (documented); fewer let a client that reads
   * full answers be tested with few records.
   */
  readonly changeDataObjectsMax: number;
  /**
   * Whether the company's subscription has ended: then every write is refused (6190) and reads go on
   * (documented). Default false.
   */
  readonly subscriptionEnded: boolean;
  /**
   * Whether the lists that the company's preferences have switched off, classes and departments, are
   * refused (5020). Default false: a trial company can try them without a switch.
   */
  readonly refuseSwitchedOff: boolean;
  /** Fault code of a change in a closed period. The list has a second one, 6200. Default `6210`. */
  readonly closedPeriodCode: "6200" | "6210";
  /** Whether the vendor's rate limits hold. Default true. */
  readonly rateLimits: boolean;
  /** How wide they are. Default: the published figures. */
  readonly limits: RateLimitSizes;
  /** Whether the bearer token `demo` is accepted from this machine. Default true. */
  readonly acceptDemoToken: boolean;
  /** The registered app. Default `demo`/`demo`. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Further apps with tokens and rate limits of their own. Default none. */
  readonly otherApps: readonly AppCredentials[];
  /** Where consent may lead back to, compared exactly. Absent: anywhere. */
  readonly redirectUris?: readonly string[];
  /** How long an access token lives. Default one hour (documented). */
  readonly accessTokenLifeMs: number;
  /**
   * When a refresh changes the refresh token. Documented is about once a day (`daily`); the default
   * `every-refresh` never lets a client live by an old value, so that one that loses a value is found at once.
   */
  readonly refreshTokenRotation: "every-refresh" | "daily";
  /** How long the old value lives on after the change. Default 0. */
  readonly refreshTokenGraceMs: number;
  /** Whether a refresh with a dead value revokes all tokens of the consent. Default false. */
  readonly refreshReuseRevokesFamily: boolean;
  /** Whom user info names, besides `userName`. Default `company.user@example.com`. */
  readonly userEmail: string;
  /** Absent: no app listens, and no notices are kept. */
  readonly webhooks?: WebhookSettings;
}

/** Id and secret of an app at the token endpoint. */
export interface AppCredentials {
  readonly id: string;
  readonly secret: string;
}

/** Only an app that listens makes the company keep notices. */
export interface WebhookSettings {
  /** Key of the `intuit-signature` header. */
  readonly verifierToken: string;
  /**
   * How long changes are gathered into one delivery. Default 200; production gathers for minutes.
   */
  readonly aggregateMs: number;
  /** CloudEvents, or the body that they replaced in 2026. Default `cloudevents`. */
  readonly format?: "cloudevents" | "legacy";
  /** Whether later events wait while an earlier delivery waits for its retry. Default false. */
  readonly holdDuringRetry?: boolean;
}

/** Sixteen digits like a real one; addresses and tokens are bound to it. */
export const DEFAULT_REALM_ID = "9341452700000001";

/** A US company, one app, every limit in force. */
export const DEFAULT_SETTINGS: CompanySettings = {
  realmId: DEFAULT_REALM_ID,
  timeZone: "America/Los_Angeles",
  start: DEFAULT_START,
  userName: "Company user",
  duplicateNameReason: "null",
  defaultTermDays: 30,
  warnDuplicateDocNumber: false,
  requestIdMemoryMs: REQUEST_ID_MEMORY_MS,
  requestIdSpreadMs: 0,
  requestIdReuse: REQUEST_ID_REUSE,
  changeDataLookBackMs: 30 * 24 * 3_600_000,
  changeDataObjectsMax: 1000,
  subscriptionEnded: false,
  refuseSwitchedOff: false,
  closedPeriodCode: "6210",
  rateLimits: true,
  limits: DEFAULT_LIMITS,
  acceptDemoToken: true,
  clientId: "demo",
  clientSecret: "demo",
  otherApps: [],
  accessTokenLifeMs: 3_600_000,
  refreshTokenRotation: "every-refresh",
  refreshTokenGraceMs: REFRESH_TOKEN_GRACE_MS,
  refreshReuseRevokesFamily: REUSE_REVOKES_FAMILY,
  userEmail: "company.user@example.com",
};
