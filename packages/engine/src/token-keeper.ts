/**
 * Token keeper: one refresher per connection (F14). QuickBooks replaces the refresh token, and two
 * refreshes with the same one can revoke both; so there is one refresh at a time, and what it brings
 * is durable and encrypted before anybody uses it (I20).
 */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import { updateConnectionState } from "@accord-sync/ledger/connections.ts";
import type { Ledger } from "@accord-sync/ledger/ledger.ts";
import { readSecret, saveSecret } from "@accord-sync/ledger/secrets.ts";

export interface FreshTokens {
  readonly accessToken: string;
  /** Null where the vendor gives none, for example Salesforce's client credentials. */
  readonly refreshToken: string | null;
  /** Lifetime of the access token in milliseconds; null when it is not told. */
  readonly expiresInMs: number | null;
}

export interface TokenKeeperOptions {
  readonly ledger: Ledger;
  readonly cipher: Cipher;
  readonly connectionId: string;
  readonly clock: Clock;
  /** Asks the vendor for new tokens. The refresh token is null where none is stored. */
  refresh(refreshToken: string | null): Promise<Result<FreshTokens>>;
  /** Told when the vendor refuses and a person must connect again. */
  onRejected?(error: OperationalError): void;
}

interface Stored {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: number | null;
}

const SECRET = "tokens";
/** A token this near its end is renewed before it is used. */
const RENEW_BEFORE_MS = 60_000;

export async function storeTokens(
  options: Pick<TokenKeeperOptions, "ledger" | "cipher" | "connectionId" | "clock">,
  tokens: FreshTokens,
): Promise<void> {
  const { ledger, cipher, connectionId, clock } = options;
  const stored: Stored = {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    expiresAt: tokens.expiresInMs === null ? null : clock.now() + tokens.expiresInMs,
  };
  await ledger.transaction(async (tx) => {
    await saveSecret(tx, cipher, connectionId, SECRET, JSON.stringify(stored));
    await updateConnectionState(tx, connectionId, "connected", null);
  });
}

export function createTokenKeeper(options: TokenKeeperOptions): TokenSource {
  const { ledger, cipher, connectionId, clock } = options;
  let refreshing: Promise<Result<string>> | null = null;

  const read = async (): Promise<Stored | null> => {
    const text = await readSecret(ledger.db, cipher, connectionId, SECRET);
    return text === null ? null : (JSON.parse(text) as Stored);
  };

  const rejected = async (error: OperationalError): Promise<Result<string>> => {
    await ledger.transaction((tx) =>
      updateConnectionState(tx, connectionId, "needsReconnect", error.code),
    );
    options.onRejected?.(error);
    return fail(error);
  };

  const isFresh = (held: Stored): boolean =>
    held.expiresAt === null || held.expiresAt - RENEW_BEFORE_MS > clock.now();

  // Reads again what is stored: whoever waited for an earlier refresh holds what that one replaced.
  const refreshOnce = async (used: string | null): Promise<Result<string>> => {
    const held = await read();
    if (held !== null && held.accessToken !== used && isFresh(held)) {
      return succeed(held.accessToken);
    }
    const fresh = await options.refresh(held?.refreshToken ?? null);
    if (fresh.ok) {
      const refreshToken = fresh.value.refreshToken ?? held?.refreshToken ?? null;
      await storeTokens(options, { ...fresh.value, refreshToken });
      return succeed(fresh.value.accessToken);
    }
    if (fresh.error.code !== "AUTH_REFRESH_REJECTED") return fail(fresh.error);
    // Somebody may have connected again while we asked: then there is another token now.
    const now = await read();
    if (now !== null && now.refreshToken !== held?.refreshToken) return succeed(now.accessToken);
    return rejected(fresh.error);
  };

  const refresh = (used: string | null): Promise<Result<string>> => {
    refreshing ??= refreshOnce(used).finally(() => {
      refreshing = null;
    });
    return refreshing;
  };

  return {
    current: async () => {
      const held = await read();
      if (held !== null && isFresh(held)) return succeed(held.accessToken);
      return refresh(held?.accessToken ?? null);
    },
    renew: (used) => refresh(used),
  };
}
