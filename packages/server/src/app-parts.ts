/** Everything the HTTP surface is made of. Production and tests each supply one set. */
import type { KeyObject } from "node:crypto";
import type { Clock, Random } from "@accord-sync/core/ports/clock.ts";
import type { Log } from "@accord-sync/core/ports/log.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { EngineApi, WebhookNotice } from "@accord-sync/engine/engine-api.ts";
import type { BugsView } from "./health/bug-count.ts";

/** What the grammar of the query language made of a filter. `at` counts from 0 in the text given. */
export type FilterReading =
  | { readonly ok: true; readonly filter: string }
  | { readonly ok: false; readonly message: string; readonly at: number; readonly length: number };

/** The public key of the org's certificate, by which its tokens are checked. */
export interface OrgKeySource {
  /** Null while no certificate is known. */
  current(): KeyObject | null;
  /** Looks for a newer certificate, where there is a place to look; null when there is none. */
  renew(): Promise<KeyObject | null>;
}

export interface AuthParts {
  /** Also the password of the console. */
  readonly operatorToken: string;
  /** The only issuer whose tokens are taken. */
  readonly orgId: string;
  readonly orgKeys: OrgKeySource;
  /** False when this token id was used before. Durable, so that a restart opens no gap. */
  useOnce(issuer: string, tokenId: string, expiresAtMs: number): Promise<boolean>;
}

/** What a verified body tells. One event that makes no sense takes nothing from the others. */
export interface WebhookReading {
  readonly notices: readonly WebhookNotice[];
  /** How many events, or whole bodies, could not be read. */
  readonly unreadable: number;
}

export interface WebhookParts {
  /** True when the signature fits these exact bytes. */
  verify(body: Uint8Array, signature: string | undefined): boolean;
  read(body: Uint8Array): WebhookReading;
}

/** The authorisation-code flow with QuickBooks. */
export interface QuickbooksAuthorisation {
  authorizeUrl(state: string): string;
  /** Exchanges the code, stores the tokens encrypted and marks the connection connected. */
  complete(code: string, realmId: string): Promise<Result<null>>;
}

/** The consent of a person in Salesforce, with PKCE. */
export interface SalesforceAuthorisation {
  authorizeUrl(state: string, codeChallenge: string): string;
  /** Exchanges the code, stores the tokens encrypted and marks the connection connected. */
  complete(code: string, codeVerifier: string): Promise<Result<null>>;
}

export interface AppParts {
  readonly engine: EngineApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What the service has met of its own bugs since it started. */
  readonly bugs: () => BugsView;
  /** What an operator should look at in the settings, one sentence each. */
  readonly warnings: readonly string[];
  readonly version: string;
  /** Where people and the remote systems reach this service, without a trailing slash. */
  readonly publicUrl: string;
  /** Where people open the org's records, without a trailing slash. */
  readonly salesforceUrl: string;
  /** True once the ledger is open. A remote system that is down does not count. */
  isReady(): boolean;
  /** On a demonstration the metrics need no token. */
  readonly isDemo: boolean;
  readonly auth: AuthParts;
  readonly webhooks: WebhookParts;
  readonly readFilter: (object: string, text: string) => FilterReading;
  readonly quickbooks: QuickbooksAuthorisation;
  /** Null where the service signs in to Salesforce by itself. */
  readonly salesforce: SalesforceAuthorisation | null;
  /** The built Lightning components; null when the service runs without its console. */
  readonly assetsFolder: string | null;
}
