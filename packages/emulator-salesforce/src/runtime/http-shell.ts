import { isUtf8 } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { constants, gzip } from "node:zlib";
import { refuse } from "../api-error.ts";
import type { Org } from "../org.ts";
import type { PageAnswer, PageHandler } from "../page-host.ts";
import type { EmulatorAnswer } from "../wire.ts";
import { requestText, type RequestText, unpacked } from "./request-text.ts";

/** HTTP around the org: reads requests, carries answers and their faults; decides nothing itself. */

/** The greatest body taken, in bytes; the platform's own limits are lower for every call modelled. */
const BODY_MAX = 50 * 1024 * 1024;
/** Files of bulk jobs, and no other bodies, may be larger (S1.8). */
const BULK_BODY_MAX = 150_000_000;
/** The org itself answers 414 and 431 above 16,384 bytes; what is longer than this, Node answers. */
const HEADERS_MAX = 131_072;

/** A server that is not listening yet, and its end. */
export interface HttpShell {
  readonly server: Server;
  close(): Promise<void>;
}

/** @param pages answers what is neither the API nor control */
export function httpShell(org: Org, now: () => number, pages: PageHandler): HttpShell {
  const server = createServer({ maxHeaderSize: HEADERS_MAX }, (request, response) => {
    serve(org, now, pages, { request, response }).catch((error: unknown) => {
      if (!request.complete && request.destroyed) return; // The client left before its request was whole.
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) {
        response.writeHead(500, { "content-type": "application/json;charset=UTF-8" });
      }
      response.end('[{"message":"An unexpected error occurred.","errorCode":"UNKNOWN_EXCEPTION"}]');
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, close };
}

/** A request and where its answer goes. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Sorts a request to health, org or pages. */
async function serve(
  org: Org,
  now: () => number,
  pages: PageHandler,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  const method = request.method ?? "GET";
  const url = request.url ?? "/";
  if (url === "/healthz") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    return;
  }
  const isFile = method === "PUT" && /\/jobs\/ingest\/[^/]+\/batches/.test(url);
  const bytes = await readBody(request, isFile ? BULK_BODY_MAX : BODY_MAX);
  if (bytes === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const headers = flatHeaders(request);
  const decoded = isFile ? fileText(bytes, headers) : requestText(bytes, headers, BODY_MAX);
  if ("problem" in decoded) {
    send(exchange, refuse(400, "JSON_PARSER_ERROR", decoded.problem).answer());
    return;
  }
  const path = url.replace(/^\/+/, "/");
  if (/^\/(?:services|_emulator|id)\//.test(path)) {
    const answer = org.handle(
      {
        method,
        url,
        headers,
        body: decoded.text,
        isUtf8: decoded.isUtf8,
        fromLoopback: isLocal(request),
      },
      now(),
    );
    send(exchange, answer);
    return;
  }
  const page = await pages({ method, url, headers, body: decoded.text });
  if (page !== undefined) sendPage(response, page);
  else response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
}

/** A file of a bulk job: bytes that are no text are the job's own business. */
function fileText(given: Buffer, headers: Readonly<Record<string, string>>): RequestText {
  const bytes = unpacked(given, headers, BULK_BODY_MAX);
  if (!Buffer.isBuffer(bytes)) return bytes;
  return { text: bytes.toString(), isUtf8: isUtf8(bytes) };
}

/** The whole body; undefined when it is longer than `bytesMax`. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One text per header, names in lower case as Node gives them. */
function flatHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

/**
 * Whether the peer is this machine and means this machine: a web page elsewhere that has its own name
 * resolve to 127.0.0.1 sends that name as the host, and gets none of the local privileges.
 */
function isLocal(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  return (
    isLoopbackAddress(request.socket.remoteAddress) &&
    /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(host)
  );
}

/** IPv4, IPv6 and IPv4 within IPv6. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return /^(?:::ffff:)?127\.|^::1$/.test(address ?? "");
}

/** Shorter bodies are not packed: it would make them longer. */
const PACKED_MIN = 1024;

/**
 * Writes an answer, or does not, as its transport says; packed with gzip when the client takes that
 * (D REST guide, "Using Compression").
 */
function send({ request, response }: Exchange, answer: EmulatorAnswer): void {
  const { transport } = answer;
  if (transport?.loss === "hang") return;
  if (transport?.loss === "close") {
    response.socket?.destroy();
    return;
  }
  const plain = (): void => {
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  };
  const finish = (): void => {
    if (answer.body.length < PACKED_MIN || !takesGzip(request)) {
      plain();
      return;
    }
    gzip(answer.body, { level: constants.Z_BEST_SPEED }, (error, packed) => {
      if (error !== null) plain();
      else {
        const headers = { ...answer.headers, "content-encoding": "gzip", vary: "Accept-Encoding" };
        response.writeHead(answer.status, headers).end(packed);
      }
    });
  };
  if (transport?.delayMs === undefined) finish();
  else setTimeout(finish, transport.delayMs).unref();
}

/** Whether `Accept-Encoding` names gzip, and not with a weight of 0. */
function takesGzip({ headers }: IncomingMessage): boolean {
  return (headers["accept-encoding"] ?? "")
    .toLowerCase()
    .split(",")
    .map((each) => each.replaceAll(" ", ""))
    .some((each) => /^(?:x-)?gzip(?:;|$)/.test(each) && !/;q=0(?:\.0*)?$/.test(each));
}

/** Bytes that wait for the reader of a streaming page. */
const STREAM_WAITING_MAX = 4 * 1024 * 1024;

/** Writes a page; a streaming one is told when its reader has gone, or has stopped reading for too long. */
function sendPage(response: ServerResponse, page: PageAnswer): void {
  response.writeHead(page.status, { ...page.headers });
  if (typeof page.body !== "function") {
    response.end(page.body);
    return;
  }
  const write = (chunk: string): void => {
    // A tab that sleeps would be kept supplied in our memory; it connects again when it wakes.
    if (response.writableLength > STREAM_WAITING_MAX) response.destroy();
    else response.write(chunk);
  };
  const stop = page.body(write, () => response.end());
  response.on("close", stop);
}
