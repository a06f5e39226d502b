/** Joins the adapters to the ledger's tokens: both remotes, the event stream, the way to reconnect. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { ChangeFeed } from "@accord-sync/core/ports/change-feed.ts";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { QuickbooksRemote, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { CONNECTION_ID } from "@accord-sync/engine/engine.ts";
import { createTokenKeeper, storeTokens } from "@accord-sync/engine/token-keeper.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import type { Ledger } from "@accord-sync/ledger/ledger.ts";
import { authorizeUrl, exchangeCode } from "@accord-sync/quickbooks/oauth.ts";
import { createQuickbooksRemote } from "@accord-sync/quickbooks/quickbooks-remote.ts";
import {
  authorizeUrl as salesforceAuthorizeUrl,
  exchangeCode as exchangeSalesforceCode,
} from "@accord-sync/salesforce/oauth.ts";
import { createPubSubFeed } from "@accord-sync/salesforce/runtime/pubsub-feed.ts";
import { createSalesforceRemote } from "@accord-sync/salesforce/salesforce-remote.ts";
import type { QuickbooksAuthorisation, SalesforceAuthorisation } from "../app-parts.ts";
import { quickbooksCallbackUrl } from "../oauth/quickbooks-callback.ts";
import { salesforceCallbackUrl } from "../oauth/salesforce-callback.ts";
import { freshFromQuickbooks, freshFromSalesforce } from "./fresh-tokens.ts";
import type { Systems } from "./systems.ts";

export interface ConnectParts {
  readonly ledger: Ledger;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly http: Http;
}

export interface Remotes {
  readonly salesforce: SalesforceRemote;
  readonly quickbooks: QuickbooksRemote;
  readonly feed: ChangeFeed;
}

export function connectRemotes(systems: Systems, parts: ConnectParts): Remotes {
  const { salesforce, quickbooks } = systems;
  const { http } = parts;
  const salesforceTokens = createTokenKeeper({
    ...parts,
    connectionId: CONNECTION_ID.salesforce,
    refresh: (refreshToken) => salesforce.signIn(refreshToken),
  });
  const quickbooksTokens = createTokenKeeper({
    ...parts,
    connectionId: CONNECTION_ID.quickbooks,
    refresh: quickbooks.refresh,
  });
  const { orgId, instanceUrl, pubSubEndpoint, isPlaintext } = salesforce;
  return {
    salesforce: createSalesforceRemote({ orgId, instanceUrl, http, tokens: salesforceTokens }),
    quickbooks: createQuickbooksRemote({ ...quickbooks, http, tokens: quickbooksTokens }),
    feed: createPubSubFeed({
      endpoint: pubSubEndpoint,
      isPlaintext,
      orgId,
      instanceUrl,
      tokens: salesforceTokens,
    }),
  };
}

/** The authorisation-code flow; `onConnected` wakes what waited for it. */
export function quickbooksAuthorisation(
  { quickbooks }: Systems,
  parts: ConnectParts & { readonly publicUrl: string; readonly onConnected: () => void },
): QuickbooksAuthorisation {
  const callbackUrl = quickbooksCallbackUrl(parts.publicUrl);
  return {
    authorizeUrl: (state) => authorizeUrl(quickbooks.client, callbackUrl, state),
    complete: async (code, realmId) => {
      if (realmId !== quickbooks.realmId) {
        const detail = `the company chosen in QuickBooks is ${realmId}, but this service is set up for ${quickbooks.realmId} (ACCORD_INTUIT_REALM_ID)`;
        return fail(operationalError("SETTINGS_INVALID", { detail }));
      }
      const fresh = freshFromQuickbooks(await exchangeCode(quickbooks.client, code, callbackUrl));
      if (!fresh.ok) return fresh;
      await storeTokens({ ...parts, connectionId: CONNECTION_ID.quickbooks }, fresh.value);
      parts.onConnected();
      return succeed(null);
    },
  };
}

/** A person's consent in Salesforce; null where the app signs in as itself. */
export function salesforceAuthorisation(
  { salesforce }: Systems,
  parts: ConnectParts & { readonly publicUrl: string; readonly onConnected: () => void },
): SalesforceAuthorisation | null {
  const { consent, orgId } = salesforce;
  if (consent === null) return null;
  const redirectUri = salesforceCallbackUrl(parts.publicUrl);
  return {
    authorizeUrl: (state, codeChallenge) =>
      salesforceAuthorizeUrl(consent, { redirectUri, state, codeChallenge }),
    complete: async (code, codeVerifier) => {
      const tokens = await exchangeSalesforceCode(consent, { code, redirectUri, codeVerifier });
      if (!tokens.ok) return tokens;
      const chosen = tokens.value.orgId ?? "";
      // Ids of 15 and of 18 characters name the same org.
      if (chosen.slice(0, 15) !== orgId.slice(0, 15)) {
        const detail = `the org that was signed in to is ${chosen || "not told"}, but this service is set up for ${orgId} (ACCORD_SALESFORCE_ORG_ID)`;
        return fail(operationalError("SETTINGS_INVALID", { detail }));
      }
      const fresh = freshFromSalesforce(tokens);
      if (!fresh.ok) return fresh;
      await storeTokens({ ...parts, connectionId: CONNECTION_ID.salesforce }, fresh.value);
      parts.onConnected();
      return succeed(null);
    },
  };
}
