import { ownText } from "../own-text.ts";

/** The last calls, for people who wonder what a client sent. Tokens and secrets are not kept. */

export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  /** The client of `Sforce-Call-Options`, if it named itself. */
  readonly client: string | null;
  readonly status: number;
  readonly body: string;
}

const KEPT_MAX = 500;
const BODY_LENGTH_MAX = 4_000;

/** A ring of the last calls: 500 of them, 4,000 characters of each body. In memory only. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    const body = withoutSecrets(request.body.slice(0, BODY_LENGTH_MAX));
    this.#requests.push({ ...request, body: ownText(body) });
    if (this.#requests.length > KEPT_MAX) this.#requests.shift();
  }

  /** The newest `limit` requests, newest last. */
  last(limit: number): readonly LoggedRequest[] {
    return this.#requests.slice(-limit);
  }

  clear(): void {
    this.#requests = [];
  }
}

/** The SOAP API takes its session, and a login its password, in the message. */
const withoutSecrets = (body: string): string =>
  body.replace(/(<(?:[\w.-]+:)?(?:sessionId|password)\b[^<>]*>)[^<]*/gi, "$1…");
