/** One HTTP exchange as adapters see it. The port adds no headers of its own and follows no redirect. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none. */
  readonly body: string | null;
  /** After this time without an answer the exchange ends as `timeout`. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The bytes were no text of their charset, and `body` has replacement characters. Default false. */
  readonly isLossy?: boolean;
}

/**
 * How an exchange can end. `refused` means that the request certainly never arrived (no connection
 * could be made); `lost` and `timeout` leave its outcome unknown.
 */
export type HttpOutcome =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "timeout"; readonly reason: string };

/** The only door to the network for adapters. Never rejects. */
export interface Http {
  exchange(request: HttpRequest): Promise<HttpOutcome>;
}
