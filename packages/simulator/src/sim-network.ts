/**
 * The network between a process and the emulators' handlers. The handler runs atomically when the
 * request arrives; everything around it may go wrong. A request that is on its way arrives even if
 * its process dies; an answer to a dead process is never heard.
 */
import type { Http, HttpAnswer, HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { KeyedRandom } from "./keyed-random.ts";
import { mark } from "./marks.ts";
import type { OwnChange } from "./own-changes.ts";
import type { SimClock } from "./sim-clock.ts";

/** What stands behind an address: an emulator's pure handler. */
export type Server = (request: HttpRequest, now: number) => HttpAnswer;

export interface NetworkParts {
  readonly clock: SimClock;
  readonly random: KeyedRandom;
  /** The server of an origin, or null when nothing listens there now. */
  serverOf(origin: string): Server | null;
  faults(): FaultPlan;
  /** What a request is to change, as the records stand now. */
  changesOf(request: HttpRequest): readonly OwnChange[];
  /** Told of each request that has just left. */
  left(owner: object): void;
  /** Where every request is noted, for whoever judges the run. */
  /** Loses the answers that a test chooses, besides those that are drawn. Default: none. */
  readonly losesAnswer?: (seen: Exchange) => boolean;
  readonly traffic: Exchange[];
}

/** One request of a process, as the network saw it. */
export interface Exchange {
  readonly owner: object;
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly isWrite: boolean;
  /** The system that it looks through for changes; null for any other request. */
  readonly sweeps: SystemName | null;
  readonly sentAt: number;
  /** What the server answered, heard or not; null when the request never arrived. */
  status: number | null;
  /** When the server carried it out or refused it; null when it never arrived. */
  doneAt: number | null;
  /** When the process heard the answer; null when it never did. */
  heardAt: number | null;
  /** When the process heard that no connection could be made, so that it never arrived; null otherwise. */
  refusedAt: number | null;
  /** Whether the process waits for nothing more of it: an answer, a refusal, or that none came in time. */
  isOver: boolean;
  /** What it is to change, with what was held when it left. */
  readonly changes: readonly OwnChange[];
  /**
   * The values that records took on as it arrived, with what was held just before. None when it never arrived,
   * was refused, or was answered from the memory of a requestid; deletions are not among them.
   */
  made: readonly OwnChange[];
  /** What the server answered to a request that only looks; null for any other, and where it never arrived. */
  shown: string | null;
}

const THROTTLED: HttpAnswer = {
  status: 429,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    fault: {
      error: [
        {
          message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
          detail: "The request limit was reached.  Try again later",
          code: "3001",
        },
      ],
      type: "SERVICE",
    },
  }),
};

/** How Salesforce refuses by a limit: the day's, or that of long requests at one time; it names no time to wait. */
export function refusal(message: string): HttpAnswer {
  const headers = { "content-type": "application/json;charset=UTF-8" };
  const body = JSON.stringify([{ message, errorCode: "REQUEST_LIMIT_EXCEEDED" }]);
  return { status: 403, headers, body };
}

const BUSY = refusal("ConcurrentRequests (Concurrent API Requests) Limit exceeded.");

const FAILING: HttpAnswer = { status: 503, headers: {}, body: "Service Unavailable" };

/** The network as one process sees it. */
export function networkFor(parts: NetworkParts, owner: object): Http {
  return { exchange: (request) => exchange(parts, owner, request) };
}

async function exchange(
  parts: NetworkParts,
  owner: object,
  request: HttpRequest,
): Promise<HttpOutcome> {
  const { clock, random } = parts;
  const { origin, path } = partsOf(request.url);
  const [pathname = ""] = path.split("?", 1);
  const faults = parts.faults();
  const key = `${request.method} ${origin}${pathname}`;
  const draw = (most: number) => 1 + Math.round(random.fraction("latency", key) * most);
  const { latencyMs, requestMs } = faults;
  // The mean of a whole trip is the same either way: twice the half of what is drawn from.
  const there = () => draw(requestMs ?? latencyMs);
  const back = () => draw(requestMs === null ? latencyMs : 2 * latencyMs - requestMs);
  const seen = departure(parts, owner, request);
  parts.traffic.push(seen);
  parts.left(owner);
  const tooMuch = drawRefusal(parts, seen, key);

  return new Promise((resolve) => {
    const reply = (outcome: HttpOutcome, after: number) =>
      clock.at(clock.now() + after, `answer ${key}`, owner, () => {
        seen.isOver = true;
        if (outcome.kind === "answer") {
          seen.status = outcome.answer.status;
          seen.heardAt = clock.now();
        }
        if (outcome.kind === "refused") seen.refusedAt = clock.now();
        resolve(outcome);
      });
    const lost = () => reply({ kind: "timeout", reason: "no answer came" }, request.timeoutMs);

    if (random.happens(faults.lostRequest, "lost request", key)) {
      mark("lost request");
      lost();
      return;
    }
    clock.at(clock.now() + there(), `arrive ${key}`, null, () => {
      const server = parts.serverOf(origin);
      if (server === null) {
        reply({ kind: "refused", reason: "nothing listens there" }, back());
        return;
      }
      const isFailing = tooMuch === null && random.happens(faults.serverError, "5xx", key);
      // A 5xx may come after the work was done (S13, Q14).
      const isDone = !isFailing || random.happens(0.5, "5xx after the work", key);
      if (tooMuch !== null || !isDone) {
        mark(tooMuch?.mark ?? "server error");
        reply({ kind: "answer", answer: tooMuch?.answer ?? FAILING }, back());
        return;
      }
      const answer = handOver(parts, { server, request, seen });
      clock.note(`${key} -> ${answer.status}`);
      noteMarks(parts.traffic, seen, { request, answer });
      if (isFailing) {
        mark(seen.isWrite ? "server error after a write" : "server error");
        reply({ kind: "answer", answer: FAILING }, back());
        return;
      }
      const isLost = random.happens(faults.lostAnswer, "lost answer", key);
      if (isLost || (parts.losesAnswer?.(seen) ?? false)) {
        const isTokens = seen.path.includes("/oauth2/");
        const kind = seen.isWrite ? "of a write" : "of a read";
        mark(`lost answer ${isTokens ? "with new tokens" : kind}`);
        lost();
        return;
      }
      reply({ kind: "answer", answer }, back());
    });
  });
}

/** Too many requests, as either system says it; null when it does not. */
function drawRefusal(parts: NetworkParts, { origin, path }: Exchange, key: string) {
  const { random } = parts;
  const { salesforceBusy, throttle } = parts.faults();
  const isOfApi = path.startsWith("/services/data/");
  if (isOfApi && random.happens(salesforceBusy, "busy", key)) {
    return { answer: BUSY, mark: "Salesforce was busy" };
  }
  const isThrottled = origin.includes("quickbooks") && random.happens(throttle, "429", key);
  return isThrottled ? { answer: THROTTLED, mark: "throttled" } : null;
}

/** An absolute address, which every request has: what stands before its path, and the path with its query. */
export function partsOf(url: string): { readonly origin: string; readonly path: string } {
  const at = url.indexOf("/", url.indexOf("//") + 2);
  return at < 0 ? { origin: url, path: "/" } : { origin: url.slice(0, at), path: url.slice(at) };
}

/** The request as it leaves. */
function departure(parts: NetworkParts, owner: object, request: HttpRequest): Exchange {
  const { origin, path } = partsOf(request.url);
  const sweeps = sweptBy(request, path);
  const writes = sweeps === null && isWrite(request);
  return {
    owner,
    origin,
    method: request.method,
    path,
    isWrite: writes,
    sweeps,
    sentAt: parts.clock.now(),
    status: null,
    doneAt: null,
    heardAt: null,
    refusedAt: null,
    isOver: false,
    changes: writes ? parts.changesOf(request) : [],
    made: [],
    shown: null,
  };
}

interface Arrival {
  readonly server: Server;
  readonly request: HttpRequest;
  readonly seen: Exchange;
}

/** The request as it arrives. */
function handOver(parts: NetworkParts, { server, request, seen }: Arrival): HttpAnswer {
  const now = parts.clock.now();
  const before = seen.isWrite ? parts.changesOf(request) : [];
  const answer = server(request, now);
  seen.status = answer.status;
  seen.doneAt = now;
  if (!seen.isWrite) seen.shown = answer.body;
  const after = before.length === 0 ? [] : parts.changesOf(request);
  seen.made = before.filter(({ id, field, held }) =>
    after.some((each) => each.id === id && each.field === field && each.held !== held),
  );
  return answer;
}

/** A composite that only looks is a read, as asking for tokens is, whatever its method. */
export function isWrite({
  method,
  url,
  body,
}: Pick<HttpRequest, "method" | "url" | "body">): boolean {
  if (method === "GET" || url.includes("/oauth2/")) return false;
  if (!url.endsWith("/composite")) return true;
  const { compositeRequest } = JSON.parse(body ?? "{}") as {
    compositeRequest?: readonly { readonly method: string }[];
  };
  return (compositeRequest ?? []).some((part) => part.method !== "GET");
}

/** Only a sweep asks for what was stamped from a time on. */
function sweptBy({ body }: HttpRequest, path: string): SystemName | null {
  if (path.includes("/cdc?")) return "quickbooks";
  const isOfOrg = path.endsWith("/composite") && body?.includes("SystemModstamp%20%3E%3D%20");
  return isOfOrg === true ? "salesforce" : null;
}

/** Situations that show on the wire. */
function noteMarks(
  traffic: readonly Exchange[],
  seen: Exchange,
  { request, answer }: { readonly request: HttpRequest; readonly answer: HttpAnswer },
): void {
  const { status, body } = answer;
  const isStale = () => /"code": ?"5010"|"httpStatusCode": ?412/.test(body);
  if (seen.path.includes("LastUpdatedTime")) mark("full window of change data");
  if (seen.path.includes("CreateTime")) mark("looked for an old doubtful create");
  if (
    request.body?.includes("SystemModstamp%20%3E%20") ||
    request.body?.includes("SystemModstamp+%3E+")
  ) {
    mark("full page of a sweep of the org");
  }
  if (seen.isWrite && isStale()) mark("refused as stale");
  if (!seen.isWrite || !seen.path.includes("requestid=") || status >= 300) return;
  const isRepeated = traffic.some(
    (each) => each !== seen && each.path === seen.path && each.status !== null && each.status < 300,
  );
  if (isRepeated) mark("requestid replayed");
}
