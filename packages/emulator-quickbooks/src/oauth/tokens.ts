/**
 * Codes and tokens.
 *
 *   code ──exchange──▶ access (1 h) + refresh ──refresh──▶ access + refresh ──▶ …
 *                                             └─ the old value dies when the value changes
 *
 * All tokens that descend from one consent are a family: revoked together, ended together after five years.
 */

import type { CompanySettings } from "../company-settings.ts";
import type { IdSource } from "../emulator-request.ts";
import { AUTHORIZATION_CODE_LIFE_MS } from "../not-evidenced.ts";
import type { Store } from "../store/store.ts";
import { ACCOUNTING_SCOPE } from "./scopes.ts";

const SECOND_MS = 1000;
const DAY_MS = 24 * 3600 * SECOND_MS;
/** 101 days, as the vendor's samples of a first exchange show. */
const FIRST_REFRESH_LIFE_SECONDS = 8_726_400;
/** 100 days for each later value. */
const REFRESH_LIFE_SECONDS = 8_640_000;
/** Five years from consent, since January 2026. */
const HARD_LIFE_SECONDS = 157_680_000;

/** What a person allowed, and to which app. Folders of earlier versions hold tokens without app and scope. */
interface Grant {
  readonly realmId: string;
  /** Absent: the first app. */
  readonly clientId?: string;
  /** Words with spaces between. Absent: accounting. */
  readonly scope?: string;
}

/** Times in these records are epoch ms. */
export interface AuthorisationCode extends Grant {
  /** The exchange must name the same address again. */
  readonly redirectUri: string;
  readonly expiresAt: number;
}

/** Bound to one company; an hour long. */
export interface AccessToken extends Grant {
  readonly family: string;
  readonly expiresAt: number;
}

/** Kept after its replacement, so that a second use is told from an unknown token. */
export interface RefreshToken extends Grant {
  /** All tokens that descend from one consent. */
  readonly family: string;
  readonly expiresAt: number;
  /** When a person allowed the app; the five years run from here. */
  readonly consentedAt: number;
  /** When this value was first given out; a daily rotation counts from here. */
  readonly issuedAt?: number;
  /** Set once the token has been exchanged for a newer one. */
  readonly replacedAt?: number;
}

/** What an exchange or a refresh hands out; lives in seconds. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly accessExpiresIn: number;
  readonly refreshToken: string;
  readonly refreshExpiresIn: number;
  /** Seconds until the five-year end. */
  readonly hardExpiresIn: number;
  readonly scope: string;
}

/** Why a refresh was refused; each has words of its own at the token endpoint. */
export type RefreshRefusal = "invalid" | "of another app";

/** Everything about tokens that needs the store. All methods run inside a transaction. */
export class TokenDesk {
  readonly #store: Store;
  readonly #ids: IdSource;
  readonly #settings: CompanySettings;
  readonly #now: number;

  constructor(store: Store, ids: IdSource, settings: CompanySettings, now: number) {
    this.#store = store;
    this.#ids = ids;
    this.#settings = settings;
    this.#now = now;
  }

  issueCode(redirectUri: string, clientId: string, scope: string): string {
    const code = this.#ids.token();
    const { realmId } = this.#settings;
    const expiresAt = this.#now + AUTHORIZATION_CODE_LIFE_MS;
    this.#store.putState("code", code, { redirectUri, realmId, clientId, scope, expiresAt });
    return code;
  }

  /** A code works once, for the app and the address it was given to, for ten minutes. */
  exchangeCode(code: string, redirectUri: string, clientId: string): IssuedTokens | undefined {
    const known = this.#store.state("code", code);
    if (known === undefined || this.#clientOf(known) !== clientId) return undefined;
    this.#store.removeState("code", code);
    if (known.expiresAt <= this.#now || known.redirectUri !== redirectUri) return undefined;
    const { realmId, scope } = known;
    const family = this.#ids.uuid();
    const grant = { realmId, clientId, scope: scope ?? ACCOUNTING_SCOPE, family };
    const refresh = { ...grant, consentedAt: this.#now };
    return this.#issue(refresh, this.#newValue(refresh, FIRST_REFRESH_LIFE_SECONDS));
  }

  /**
   * A refresh hands out a new access token, and a new refresh token where the value changes (setting
   * `refreshTokenRotation`); the value that was sent then dies, at once or after `refreshTokenGraceMs`.
   */
  refresh(token: string, clientId: string): IssuedTokens | RefreshRefusal {
    const known = this.#store.state("refreshToken", token);
    if (known === undefined) return "invalid";
    if (this.#clientOf(known) !== clientId) return "of another app";
    if (known.expiresAt <= this.#now || this.#hardExpiresIn(known.consentedAt) <= 0)
      return "invalid";
    const { refreshTokenGraceMs, refreshReuseRevokesFamily } = this.#settings;
    if (known.replacedAt !== undefined && known.replacedAt + refreshTokenGraceMs <= this.#now) {
      if (refreshReuseRevokesFamily) this.#revokeFamily(known.family);
      return "invalid";
    }
    if (!this.#changesValue(known)) return this.#issue(known, token);
    this.#store.putState("refreshToken", token, { ...known, replacedAt: this.#now });
    return this.#issue(known, this.#newValue(known, REFRESH_LIFE_SECONDS));
  }

  /** Revoking either token ends the whole consent. False when the token is none of this app's. */
  revoke(token: string, clientId: string): boolean {
    const known =
      this.#store.state("refreshToken", token) ?? this.#store.state("accessToken", token);
    if (known === undefined || this.#clientOf(known) !== clientId) return false;
    this.#revokeFamily(known.family);
    return true;
  }

  /** As when the company's owner disconnects the app: every token is dead. Returns how many there were. */
  revokeAll(): number {
    const count = this.#store.count("accessToken") + this.#store.count("refreshToken");
    for (const name of ["accessToken", "refreshToken", "code"] as const)
      for (const [token] of this.#store.states(name)) this.#store.removeState(name, token);
    return count;
  }

  #clientOf(grant: Grant): string {
    return grant.clientId ?? this.#settings.clientId;
  }

  #changesValue({ issuedAt, replacedAt }: RefreshToken): boolean {
    const isDaily = this.#settings.refreshTokenRotation === "daily";
    if (!isDaily || issuedAt === undefined || replacedAt !== undefined) return true;
    return issuedAt + DAY_MS <= this.#now;
  }

  /** Stores a new value; it ends with its family at the latest. */
  #newValue(
    grant: Grant & { readonly family: string; readonly consentedAt: number },
    lifeSeconds: number,
  ): string {
    const token = this.#ids.token();
    const { realmId, clientId, scope, family, consentedAt } = grant;
    const life = Math.min(lifeSeconds, this.#hardExpiresIn(consentedAt));
    this.#store.putState("refreshToken", token, {
      realmId,
      ...(clientId === undefined ? {} : { clientId }),
      ...(scope === undefined ? {} : { scope }),
      family,
      consentedAt,
      issuedAt: this.#now,
      expiresAt: this.#now + life * SECOND_MS,
    });
    return token;
  }

  #issue(
    grant: Grant & { readonly family: string; readonly consentedAt: number },
    refreshToken: string,
  ): IssuedTokens {
    const accessToken = this.#ids.token();
    const { realmId, family, consentedAt, scope = ACCOUNTING_SCOPE } = grant;
    this.#forgetExpired(family);
    const expiresAt = this.#now + this.#settings.accessTokenLifeMs;
    const clientId = this.#clientOf(grant);
    this.#store.putState("accessToken", accessToken, {
      realmId,
      clientId,
      scope,
      family,
      expiresAt,
    });
    const refreshEnds = this.#store.state("refreshToken", refreshToken)?.expiresAt ?? this.#now;
    return {
      accessToken,
      accessExpiresIn: Math.floor(this.#settings.accessTokenLifeMs / SECOND_MS),
      refreshToken,
      refreshExpiresIn: Math.floor((refreshEnds - this.#now) / SECOND_MS),
      hardExpiresIn: this.#hardExpiresIn(consentedAt),
      scope,
    };
  }

  #hardExpiresIn(consentedAt: number): number {
    return HARD_LIFE_SECONDS - Math.floor((this.#now - consentedAt) / SECOND_MS);
  }

  /** Keeps a family that is refreshed for years from growing; expired and unknown tokens are refused alike. */
  #forgetExpired(family: string): void {
    this.#removeTokens((token) => token.family === family && token.expiresAt <= this.#now);
  }

  #revokeFamily(family: string): void {
    this.#removeTokens((token) => token.family === family);
  }

  #removeTokens(isOver: (token: AccessToken | RefreshToken) => boolean): void {
    for (const name of ["accessToken", "refreshToken"] as const) {
      const over = [...this.#store.states(name)].filter(([, token]) => isOver(token));
      for (const [token] of over) this.#store.removeState(name, token);
    }
  }
}
