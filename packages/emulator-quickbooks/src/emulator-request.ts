/** One HTTP request, with nothing of the transport left but what the answer may depend on. */
export interface EmulatorRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query, e.g. `/v3/company/9341452700000001/customer?requestid=a1`. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as they came, or text in tests. */
  readonly body: string | Uint8Array;
  /** False when the caller is not on this machine; control and the `demo` token are then refused. Default true. */
  readonly isLoopback?: boolean;
}

/** What becomes of an answer on its way, by an injected fault. Absent: it arrives at once. */
export type AnswerFate =
  | { readonly kind: "lost" }
  | { readonly kind: "closed" }
  | { readonly kind: "slow"; readonly delayMs: number };

/** A whole answer; headers are in lower case. */
export interface EmulatorAnswer {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text for everything but files and PDFs, which are bytes. */
  readonly body: string | Uint8Array;
  /** Only ever set by a fault rule. */
  readonly fate?: AnswerFate;
}

/** The only source of ids and tokens; a test or the simulator supplies a predictable one. */
export interface IdSource {
  /** A fresh token of letters and digits, unguessable in production. */
  token(): string;
  /** A fresh id in the form of a UUID, for traces, events and deliveries. */
  uuid(): string;
  /** A draw from [0, 1), for fault rules with a probability. */
  draw(): number;
}

/** Path and query of a request, decoded as forms are. */
export interface ParsedUrl {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Never throws: an odd query is simply an odd query. */
export function parseUrl(url: string): ParsedUrl {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  return { path, query: new URLSearchParams(at < 0 ? "" : url.slice(at + 1)) };
}

/** The body as text; undefined when its bytes are not UTF-8. */
export function bodyText(request: EmulatorRequest): string | undefined {
  if (typeof request.body === "string") return request.body;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(request.body);
  } catch {
    return undefined;
  }
}

/** An answer's body as text; bytes are read as UTF-8. */
export function answerText(answer: Pick<EmulatorAnswer, "body">): string {
  return typeof answer.body === "string" ? answer.body : new TextDecoder().decode(answer.body);
}

/** For OAuth, control and health; the API has envelopes of its own. */
export function jsonAnswer(status: number, value: unknown): EmulatorAnswer {
  const headers = { "content-type": "application/json;charset=utf-8", "cache-control": "no-store" };
  return { status, headers, body: JSON.stringify(value) };
}
