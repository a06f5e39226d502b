import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { UPLOAD_BYTES_MAX } from "../documents/upload-parts.ts";
import type { EmulatorAnswer, EmulatorRequest } from "../emulator-request.ts";

/** Larger bodies are refused; the vendor's own limit is not known, its largest documents are smaller. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
/** An upload is cut here and goes on: the emulator refuses it in the vendor's words. */
const UPLOAD_KEPT_BYTES = UPLOAD_BYTES_MAX + 1;
const UPLOAD_PATH = /^\/v3\/company\/[^/]+\/upload\/?(?:\?|$)/i;
/** As Node reports the peers of IPv4, IPv6 and dual-stack sockets. */
const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Answers one request; given synchronously, so that a request is whole or not at all. */
export type Answerer = (request: EmulatorRequest) => EmulatorAnswer;

/** Hears of an error of the emulator's own and makes the answer that its client gets. */
export type ErrorAnswerer = (error: unknown) => EmulatorAnswer;

/** An HTTP server around a pure answerer. An answer's fate (lost, closed, slow) is acted out here. */
export function createHttpShell(answer: Answerer, onError: ErrorAnswerer): Server {
  return createServer((incoming, outgoing) => {
    readBody(incoming)
      .then((body) => {
        if (body === undefined)
          return send(outgoing, { status: 413, headers: {}, body: "The body is too large." });
        return deliver(outgoing, answer(toRequest(incoming, body)));
      })
      .catch((error: unknown) => {
        // A client that went away in the middle of its body is no error, and hears no answer.
        if (incoming.destroyed && !incoming.complete) return;
        const failure = onError(error);
        if (!outgoing.headersSent) send(outgoing, failure);
      });
  });
}

/** Repeated headers are joined as HTTP allows. */
function toRequest(incoming: IncomingMessage, body: Buffer): EmulatorRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers,
    body,
    isLoopback: LOOPBACK.has(incoming.socket.remoteAddress ?? ""),
  };
}

/** Undefined when the body is too large. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const isUpload = UPLOAD_PATH.test(incoming.url ?? "");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer;
    if (isUpload && size >= UPLOAD_KEPT_BYTES) continue;
    size += bytes.length;
    if (!isUpload && size > BODY_BYTES_MAX) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Acts out the fate that a fault rule has put on the answer. */
function deliver(outgoing: ServerResponse, answer: EmulatorAnswer): void {
  switch (answer.fate?.kind) {
    case undefined:
      return send(outgoing, answer);
    case "slow": {
      const timer = setTimeout(() => send(outgoing, answer), answer.fate.delayMs);
      outgoing.on("close", () => clearTimeout(timer));
      return undefined;
    }
    case "closed":
      outgoing.destroy();
      return undefined;
    case "lost":
      // The connection stays open with no answer, until the client gives up or the emulator stops.
      return undefined;
  }
}

function send(outgoing: ServerResponse, answer: EmulatorAnswer): void {
  // A stated length lets head and body leave in one write.
  const length = { "content-length": Buffer.byteLength(answer.body) };
  outgoing.writeHead(answer.status, { ...answer.headers, ...length });
  outgoing.end(answer.body);
}
