/** The tokens of both adapters in the form that the token keeper stores. */
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { FreshTokens } from "@accord-sync/engine/token-keeper.ts";
import type { Tokens } from "@accord-sync/quickbooks/oauth.ts";
import type { SalesforceTokens } from "@accord-sync/salesforce/oauth.ts";

export function freshFromQuickbooks(result: Result<Tokens>): Result<FreshTokens> {
  if (!result.ok) return result;
  const { accessToken, refreshToken, expiresInSeconds } = result.value;
  const { refreshExpiresInSeconds, authorisationExpiresInSeconds } = result.value;
  const inMs = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
  return succeed({
    accessToken,
    refreshToken,
    expiresInMs: expiresInSeconds * 1000,
    endsInMs: {
      unused: inMs(refreshExpiresInSeconds),
      final: inMs(authorisationExpiresInSeconds),
    },
  });
}

/** Salesforce does not tell how long a session lasts: it is used until it is refused. */
export function freshFromSalesforce(result: Result<SalesforceTokens>): Result<FreshTokens> {
  if (!result.ok) return result;
  const { accessToken, refreshToken } = result.value;
  return succeed({ accessToken, refreshToken, expiresInMs: null });
}
