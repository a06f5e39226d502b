import { REFRESH_TOKEN_GRACE_MS, REUSE_REVOKES_FAMILY } from "../not-evidenced.ts";
import type { IdSource } from "../emulator-request.ts";
import type { Store } from "../store/store.ts";

const SECOND_MS = 1000;
const CODE_LIFE_MS = 10 * 60 * SECOND_MS;
export const ACCESS_TOKEN_LIFE_SECONDS = 3600;
/** 101 days at first, as the vendor's samples show; 100 days after a refresh. */
export const REFRESH_TOKEN_LIFE_SECONDS = 8_726_400;
/** Five years from consent, since January 2026. */
export const HARD_LIFE_SECONDS = 157_680_000;

/** Times in these records are epoch ms. */
export interface AuthorisationCode {
  /** The exchange must name the same address again. */
  readonly redirectUri: string;
  readonly realmId: string;
  readonly expiresAt: number;
}

/** Bound to one company; an hour long. */
export interface AccessToken {
  readonly realmId: string;
  readonly family: string;
  readonly expiresAt: number;
}

/** Kept after its replacement, so that a second use is told from an unknown token. */
export interface RefreshToken {
  readonly realmId: string;
  /** All tokens that descend from one consent. */
  readonly family: string;
  readonly expiresAt: number;
  /** When a person allowed the app; the five years run from here. */
  readonly consentedAt: number;
  /** Set once the token has been exchanged for a newer one. */
  readonly replacedAt?: number;
}

/** What an exchange or a refresh hands out. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the five-year end. */
  readonly hardExpiresIn: number;
}

/** Everything about tokens that needs the store. All methods run inside a transaction. */
export class TokenDesk {
  readonly #store: Store;
  readonly #ids: IdSource;
  readonly #now: number;

  constructor(store: Store, ids: IdSource, now: number) {
    this.#store = store;
    this.#ids = ids;
    this.#now = now;
  }

  issueCode(redirectUri: string, realmId: string): string {
    const code = this.#ids.token();
    this.#store.putState("code", code, {
      redirectUri,
      realmId,
      expiresAt: this.#now + CODE_LIFE_MS,
    });
    return code;
  }

  /** A code works once, for the address it was given to, for ten minutes. */
  exchangeCode(code: string, redirectUri: string): IssuedTokens | undefined {
    const known = this.#store.state("code", code);
    this.#store.removeState("code", code);
    if (known === undefined || known.expiresAt <= this.#now || known.redirectUri !== redirectUri)
      return undefined;
    return this.#issue(known.realmId, this.#ids.uuid(), this.#now);
  }

  /** Each refresh rotates: the token that was sent dies, a newer one is returned. */
  refresh(token: string): IssuedTokens | undefined {
    const known = this.#store.state("refreshToken", token);
    if (
      known === undefined ||
      known.expiresAt <= this.#now ||
      this.#hardExpiresIn(known.consentedAt) <= 0
    )
      return undefined;
    if (known.replacedAt !== undefined && known.replacedAt + REFRESH_TOKEN_GRACE_MS <= this.#now) {
      if (REUSE_REVOKES_FAMILY) this.#revokeFamily(known.family);
      return undefined;
    }
    this.#store.putState("refreshToken", token, { ...known, replacedAt: this.#now });
    return this.#issue(known.realmId, known.family, known.consentedAt);
  }

  /** Revoking either token ends the whole consent. False when the token is unknown. */
  revoke(token: string): boolean {
    const known =
      this.#store.state("refreshToken", token) ?? this.#store.state("accessToken", token);
    if (known === undefined) return false;
    this.#revokeFamily(known.family);
    return true;
  }

  #issue(realmId: string, family: string, consentedAt: number): IssuedTokens {
    const accessToken = this.#ids.token();
    const refreshToken = this.#ids.token();
    const accessEnds = this.#now + ACCESS_TOKEN_LIFE_SECONDS * SECOND_MS;
    this.#store.putState("accessToken", accessToken, { realmId, family, expiresAt: accessEnds });
    const refreshEnds = this.#now + REFRESH_TOKEN_LIFE_SECONDS * SECOND_MS;
    this.#store.putState("refreshToken", refreshToken, {
      realmId,
      family,
      expiresAt: refreshEnds,
      consentedAt,
    });
    return { accessToken, refreshToken, hardExpiresIn: this.#hardExpiresIn(consentedAt) };
  }

  #hardExpiresIn(consentedAt: number): number {
    return HARD_LIFE_SECONDS - Math.floor((this.#now - consentedAt) / SECOND_MS);
  }

  #revokeFamily(family: string): void {
    for (const name of ["accessToken", "refreshToken"] as const) {
      const tokens = [...this.#store.states(name)].filter(([, token]) => token.family === family);
      for (const [token] of tokens) this.#store.removeState(name, token);
    }
  }
}
