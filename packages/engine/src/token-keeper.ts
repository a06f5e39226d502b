/**
 * Token keeper: one refresher per connection (F14). QuickBooks replaces the refresh token, and two
 * refreshes with the same one can revoke both; so there is one refresh at a time, and what it brings
 * is durable and encrypted before anybody uses it (I20). One process holds the ledger, and a process
 * that was thought dead can no longer write to it: so no two refresh side by side.
 *
 * What a death at each step leaves behind:
 *   before the vendor is asked    nothing happened
 *   while it answers              the old token, which is good unless the vendor replaced it just then
 *                                 (about once a day); then a person connects again (Q16)
 *   the ledger does not take it   kept in memory, and stored before anything else is asked
 *   after the commit              the new token
 */
import {
  dispositionOf,
  messageOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { AuthorisationEnds } from "@accord-sync/core/authorisation/authorisation-ends.ts";
import { type Clock, isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import {
  type ConnectionRow,
  updateConnectionSettings,
  updateConnectionState,
} from "@accord-sync/ledger/connections.ts";
import type { Db, Ledger } from "@accord-sync/ledger/ledger.ts";
import { readSecret, saveSecret } from "@accord-sync/ledger/secrets.ts";

export interface FreshTokens {
  readonly accessToken: string;
  /** Null where the vendor gives none, for example Salesforce's client credentials. */
  readonly refreshToken: string | null;
  /** Lifetime of the access token in milliseconds; null when it is not told. */
  readonly expiresInMs: number | null;
  /** Milliseconds until the authorisation itself ends; see `AuthorisationEnds`. Default: not told. */
  readonly endsInMs?: { readonly unused: number | null; readonly final: number | null };
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
  /** Absent in what an earlier version stored. */
  readonly ends?: AuthorisationEnds;
}

const SECRET = "tokens";
const ENDS = "authorisationEnds";
const NONE: AuthorisationEnds = { unusedEndsAt: null, finalEndsAt: null };
/** A token this near its end is renewed before it is used. */
const RENEW_BEFORE_MS = 60_000;

type Doors = Pick<TokenKeeperOptions, "ledger" | "cipher" | "connectionId" | "clock">;

/** Keeps the tokens of a new consent: they replace whatever was held. */
export async function storeTokens(options: Doors, tokens: FreshTokens): Promise<void> {
  const stored = storedForm(tokens, options.clock.now());
  await options.ledger.transaction((tx) => keep(tx, options, stored));
}

/**
 * Keeps what a refresh with `used` brought, unless somebody connected again meanwhile: then the tokens
 * of that consent stay. Answers with what is durable now.
 */
async function storeRefreshed(
  options: Doors,
  stored: Stored,
  used: string | null,
): Promise<Stored> {
  return options.ledger.transaction(async (tx) => {
    const held = await readStored(tx, options);
    if (held !== null && held.refreshToken !== used) return held;
    const durable = withFinalEnd(stored, held);
    await keep(tx, options, durable);
    return durable;
  });
}

async function readStored(db: Db, { cipher, connectionId }: Doors): Promise<Stored | null> {
  const text = await readSecret(db, cipher, connectionId, SECRET);
  return text === null ? null : (JSON.parse(text) as Stored);
}

function storedForm(tokens: FreshTokens, now: number): Stored {
  const at = (ms: number | null) => (ms === null ? null : isoSeconds(now + ms));
  const { accessToken, refreshToken, expiresInMs } = tokens;
  const { unused, final } = tokens.endsInMs ?? { unused: null, final: null };
  return {
    accessToken,
    refreshToken,
    expiresAt: expiresInMs === null ? null : now + expiresInMs,
    ends: { unusedEndsAt: at(unused), finalEndsAt: at(final) },
  };
}

/** The final end belongs to the consent: a refresh that does not tell it again does not lift it. */
function withFinalEnd(stored: Stored, held: Stored | null): Stored {
  const ends = stored.ends ?? NONE;
  const finalEndsAt = ends.finalEndsAt ?? held?.ends?.finalEndsAt ?? null;
  return { ...stored, ends: { ...ends, finalEndsAt } };
}

async function keep(tx: Db, { cipher, connectionId }: Doors, stored: Stored): Promise<void> {
  await saveSecret(tx, cipher, connectionId, SECRET, JSON.stringify(stored));
  await updateConnectionState(tx, connectionId, "connected", null);
  // Beside the secret, because a screen shows it and has no key.
  await updateConnectionSettings(tx, connectionId, { [ENDS]: JSON.stringify(stored.ends ?? NONE) });
}

/**
 * Whether there was a session with this system at some time. The name of the account tells it of
 * connections that an earlier version made: until it was read, the id stands in its place.
 */
export function wasConnected({ settings, name, accountId }: ConnectionRow): boolean {
  return ENDS in settings || name !== accountId;
}

/** When the authorisation of a connection ends by itself, as far as its vendor told. */
export function authorisationEnds({ settings }: ConnectionRow): AuthorisationEnds {
  return JSON.parse(settings[ENDS] ?? JSON.stringify(NONE)) as AuthorisationEnds;
}

export function createTokenKeeper(options: TokenKeeperOptions): TokenSource {
  const { ledger, connectionId, clock } = options;
  let refreshing: Promise<Result<string>> | null = null;

  const read = (): Promise<Stored | null> => readStored(ledger.db, options);

  /** `used` was refused. Somebody may have connected again while we asked: then there is another now. */
  const rejected = async (
    error: OperationalError,
    used: string | null,
  ): Promise<Result<string>> => {
    const other = await ledger.transaction(async (tx) => {
      const held = await readStored(tx, options);
      if (held !== null && held.refreshToken !== used) return held;
      await updateConnectionState(tx, connectionId, "needsReconnect", messageOf(error));
      return null;
    });
    if (other !== null) return succeed(other.accessToken);
    options.onRejected?.(error);
    return fail(error);
  };

  const isFresh = (held: Stored): boolean =>
    held.expiresAt === null || held.expiresAt - RENEW_BEFORE_MS > clock.now();

  /** What the vendor gave and the ledger did not take: the vendor may have forgotten the one before. */
  let unsaved: { readonly stored: Stored; readonly used: string | null } | null = null;

  const save = async (given: NonNullable<typeof unsaved>): Promise<Stored> => {
    const durable = await storeRefreshed(options, given.stored, given.used);
    unsaved = null;
    return durable;
  };

  // Reads again what is stored: whoever waited for an earlier refresh holds what that one replaced.
  const refreshOnce = async (used: string | null): Promise<Result<string>> => {
    if (unsaved !== null) await save(unsaved);
    const held = await read();
    if (held !== null && held.accessToken !== used && isFresh(held)) {
      return succeed(held.accessToken);
    }
    const refreshToken = held?.refreshToken ?? null;
    const fresh = await options.refresh(refreshToken);
    if (fresh.ok) {
      const value = { ...fresh.value, refreshToken: fresh.value.refreshToken ?? refreshToken };
      unsaved = { stored: storedForm(value, clock.now()), used: refreshToken };
      return succeed((await save(unsaved)).accessToken);
    }
    return dispositionOf(fresh.error) === "reauthorise"
      ? rejected(fresh.error, refreshToken)
      : fail(fresh.error);
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
