/**
 * The client library (jsforce), driven over this adapter's own exchange: the session, the timeout, our
 * name in the change events, the daily usage and the classification of what comes back stay ours. The
 * library knows the addresses and forms of describe and of Bulk API jobs, and is used for these. What it
 * would do with a clock, a timer or a retry of its own is never called (docs/adr/0006).
 */
import { PassThrough } from "node:stream";
import { Connection } from "@jsforce/jsforce-node/lib/connection.js";
import { Transport } from "@jsforce/jsforce-node/lib/transport.js";
import { StreamPromise } from "@jsforce/jsforce-node/lib/util/promise.js";
import { must } from "@accord-sync/core/errors/assert.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Answer, Exchange, OrgApi, OrgRequest } from "../api/org-api.ts";
import { unreadable } from "../api/org-api.ts";
import { classifyRefusal, readErrors } from "../faults/classify-error.ts";

/** The library's own form of a request, as far as it is used here. */
interface ClientRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A change of a request on its way, and of its answer. Default: none. */
export interface Passage {
  headers?(): Readonly<Record<string, string>>;
  answer?(answer: Answer): Answer;
}

/**
 * Runs one call of the library; it must make one exchange. Never rejects: what Salesforce refused, and
 * what did not come back, is told by the exchange itself and not by the library's errors.
 */
export async function callClient<T>(
  api: OrgApi,
  run: (client: Connection) => Promise<T>,
  passage: Passage = {},
): Promise<ClientEnd<T>> {
  let ended: Exchange | null = null;
  const client = createClient(api, async (request) => {
    ended = await exchange(api, request, passage);
    return ended;
  });
  try {
    const value = await run(client);
    return { exchange: must(endedOf(ended), "a call of the client makes an exchange"), value };
  } catch (thrown) {
    const told = endedOf(ended);
    // Thrown before anything was sent: ours, or the library's, and no answer of Salesforce's.
    if (told === null) throw thrown;
    return { exchange: told, value: null };
  }
}

/** What became of the request, and what the library read out of the answer; null when it could not. */
export interface ClientEnd<T> {
  readonly exchange: Exchange;
  readonly value: T | null;
}

/** The value, or the error that the exchange amounts to. A good answer without the value is no answer. */
export function resultOf<T>({ exchange: ended, value }: ClientEnd<T>): Result<NonNullable<T>> {
  if (ended.kind !== "answer") return fail(ended.error);
  const { answer } = ended;
  const { status } = answer;
  if (status >= 200 && status < 300) return succeedWith(value);
  // Read here alone: the library has read a good answer, and a describe takes as long again to read twice.
  return fail(classifyRefusal({ status, errors: readErrors(answer.body) }, null));
}

function succeedWith<T>(value: T): Result<NonNullable<T>> {
  return value === null || value === undefined ? fail(unreadable()) : succeed(value);
}

/** Reads a variable that a callback sets, which the compiler cannot follow. */
const endedOf = (ended: Exchange | null): Exchange | null => ended;

async function exchange(api: OrgApi, request: ClientRequest, passage: Passage): Promise<Exchange> {
  const path = pathOf(api, request.url);
  const { "content-length": _counted, ...headers } = request.headers ?? {};
  const ended = await api.exchange({
    method: request.method as OrgRequest["method"],
    path,
    headers: { ...headers, ...passage.headers?.() },
    body: typeof request.body === "string" ? request.body : null,
  });
  if (ended.kind !== "answer" || passage.answer === undefined) return ended;
  return { kind: "answer", answer: passage.answer(ended.answer) };
}

function pathOf(api: OrgApi, url: string): string {
  return url.startsWith(api.instanceUrl) ? url.slice(api.instanceUrl.length) : url;
}

/** No session of its own: the exchange adds it. */
function createClient(
  api: OrgApi,
  send: (request: ClientRequest) => Promise<Exchange>,
): Connection {
  const client = new Connection({
    instanceUrl: api.instanceUrl,
    version: api.apiVersion,
    logLevel: "NONE",
  });
  class ExchangeTransport extends Transport {
    override httpRequest(request: ClientRequest) {
      return StreamPromise.create(() => ({
        // Nothing is streamed: a request has its whole body, and an answer is read whole.
        stream: new PassThrough(),
        promise: send(request).then(asClientAnswer),
      }));
    }
  }
  client._transport = new ExchangeTransport();
  return client;
}

function asClientAnswer(ended: Exchange) {
  // The library takes this for a refusal and throws, which ends its call; `callClient` knows better.
  if (ended.kind !== "answer") return { statusCode: 503, headers: {}, body: "" };
  const { status, headers, text } = ended.answer;
  return { statusCode: status, headers: { ...headers }, body: text ?? "" };
}
