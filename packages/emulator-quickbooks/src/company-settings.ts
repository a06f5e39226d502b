import { REQUEST_ID_MEMORY_MS } from "./not-evidenced.ts";

/** How this company and this emulator are set up. All times in milliseconds. */
export interface CompanySettings {
  /** The company's id in every address. Default `9341452700000001`. */
  readonly realmId: string;
  /** IANA name of the zone in which dates and MetaData times are written. Default `America/Los_Angeles`. */
  readonly timeZone: string;
  /** Who makes changes, as the stale-object fault names them. Default `Company user`. */
  readonly userName: string;
  /** Words after `The name supplied already exists. : `. Default `null`, as recorded. */
  readonly duplicateNameReason: string;
  /** Days from TxnDate to DueDate when an invoice names neither terms nor a due date. Default 30. */
  readonly defaultTermDays: number;
  /** Whether a document number that is already used is refused (fault 6140). Default false. */
  readonly warnDuplicateDocNumber: boolean;
  /** How long the first answer to a `requestid` is given again. Default 24 hours. */
  readonly requestIdMemoryMs: number;
  /** Whether the vendor's rate limits hold. Default true. */
  readonly rateLimits: boolean;
  /** Whether the bearer token `demo` is accepted from this machine. Default true. */
  readonly acceptDemoToken: boolean;
  /** The one registered app. Default `demo`/`demo`. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: no app listens, and no notices are kept. */
  readonly webhooks?: WebhookSettings;
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
  userName: "Company user",
  duplicateNameReason: "null",
  defaultTermDays: 30,
  warnDuplicateDocNumber: false,
  requestIdMemoryMs: REQUEST_ID_MEMORY_MS,
  rateLimits: true,
  acceptDemoToken: true,
  clientId: "demo",
  clientSecret: "demo",
};
