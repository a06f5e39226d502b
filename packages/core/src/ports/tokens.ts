import type { Result } from "../records/result.ts";

/**
 * Hands out the access token of one connection. There is one refresher per connection (F14): callers
 * that meet an expired token name the one they used, and all wait for the same refresh.
 */
export interface TokenSource {
  current(): Promise<Result<string>>;
  /** Called after a 401: a token other than `used`, refreshed once for all callers. */
  renew(used: string): Promise<Result<string>>;
}
