import type { Company } from "../company.ts";
import type { EmulatorRequest } from "../emulator-request.ts";
import { ACCOUNTING_SCOPE } from "./scopes.ts";

/** What a valid bearer token stands for. */
export interface BearerGrant {
  readonly realmId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** The token of `Authorization: Bearer …`; empty when there is none. */
export function bearerToken(request: EmulatorRequest): string {
  return /^Bearer\s+(.+)$/i.exec(request.headers["authorization"] ?? "")?.[1] ?? "";
}

/**
 * Whose token a request carries; undefined when it is unknown, expired or revoked. The token `demo`, from
 * this machine only, stands for the first app with every scope.
 */
export function bearerGrant(
  request: EmulatorRequest,
  { settings, store }: Company,
  now: number,
): BearerGrant | undefined {
  const token = bearerToken(request);
  if (token === "demo" && settings.acceptDemoToken && request.isLoopback !== false) {
    const scopes = [ACCOUNTING_SCOPE, "openid", "profile", "email", "phone", "address"];
    return { realmId: settings.realmId, clientId: settings.clientId, scopes };
  }
  const known = store.state("accessToken", token);
  if (known === undefined || known.expiresAt <= now) return undefined;
  return {
    realmId: known.realmId,
    clientId: known.clientId ?? settings.clientId,
    scopes: (known.scope ?? ACCOUNTING_SCOPE).split(" "),
  };
}
