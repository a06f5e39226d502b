/** The two systems that this service joins, whether emulated or real: where they are and how to get in. */
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { FreshTokens } from "@accord-sync/engine/token-keeper.ts";
import type { OAuthClient } from "@accord-sync/quickbooks/oauth.ts";
import type { OAuthClient as SalesforceClient } from "@accord-sync/salesforce/oauth.ts";
import type { OrgKeySource } from "../app-parts.ts";

export interface Systems {
  readonly salesforce: {
    readonly orgId: string;
    readonly instanceUrl: string;
    /** Host and port of the Pub/Sub API. */
    readonly pubSubEndpoint: string;
    readonly isPlaintext: boolean;
    /** Opens a session: the app signs in as itself, or renews what a person granted. */
    readonly signIn: (refreshToken: string | null) => Promise<Result<FreshTokens>>;
    /** The app that a person grants access to; null where the app signs in as itself. */
    readonly consent: SalesforceClient | null;
    readonly orgKeys: OrgKeySource;
  };
  readonly quickbooks: {
    readonly realmId: string;
    readonly baseUrl: string;
    readonly appUrl: string;
    readonly client: OAuthClient;
    /** New tokens for the refresh token, which is null before anybody has connected. */
    readonly refresh: (refreshToken: string | null) => Promise<Result<FreshTokens>>;
  };
}

export interface SystemParts {
  readonly http: Http;
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
