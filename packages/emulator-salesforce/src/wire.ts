/** The shapes that cross the handler's border, and the small helpers that build them. */

/** A request, read to its end. */
export interface EmulatorRequest {
  readonly method: string;
  /** Path and query, without scheme and host. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** False when the bytes of the body were no UTF-8, so that `body` holds replacement characters. */
  readonly isUtf8?: boolean;
  /**
   * Whether the peer is this machine. Only then do the bearer token `demo` and `/_emulator/…` work.
   * Default true: callers in the same process are local.
   */
  readonly fromLoopback?: boolean;
}

/** What a fault does to the way an answer travels; the shell, or a simulator, carries it out. */
export interface Transport {
  /** `hang`: never answer, leave the connection open. `close`: close it without an answer. */
  readonly loss?: "hang" | "close";
  /** Milliseconds to wait before the answer goes out. */
  readonly delayMs?: number;
}

/** An answer, complete; names of headers in lower case. */
export interface EmulatorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly transport?: Transport;
}

export const JSON_TYPE = "application/json;charset=UTF-8";

/** An answer with a JSON body. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): EmulatorAnswer {
  return {
    status,
    headers: { "content-type": JSON_TYPE, ...headers },
    body: JSON.stringify(value),
  };
}

/** An answer without a body. */
export function empty(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): EmulatorAnswer {
  return { status, headers, body: "" };
}

/** What a URL asks for, to be read. */
export type UrlQuery = Omit<URLSearchParams, "append" | "delete" | "set" | "sort">;

/** The parts of a request URL. Shared among all who ask for the same: nobody changes them. */
export interface SplitUrl {
  readonly segments: readonly string[];
  readonly query: UrlQuery;
}

/** Several parts of a request's way look at its URL, and at those of its subrequests, each by itself. */
const splits = new Map<string, SplitUrl>();
const SPLITS_MAX = 64;

/** Splits a request URL; double slashes, which the `sf` CLI sends, count as one (S1.1). */
export function splitUrl(url: string): SplitUrl {
  const known = splits.get(url);
  if (known !== undefined) return known;
  if (splits.size >= SPLITS_MAX) splits.clear();
  const split = splitNew(url);
  splits.set(url, split);
  return split;
}

function splitNew(url: string): SplitUrl {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const segments = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeSegment);
  return { segments, query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)) };
}

/** Undoes the escapes of one part of a path. */
function decodeSegment(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A stray per cent sign is a name that exists nowhere, not a crash.
  }
}

/** Type guard for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
