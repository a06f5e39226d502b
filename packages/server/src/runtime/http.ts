/**
 * The network for the adapters: Node's own fetch behind the port. Its work is to tell honestly how an
 * exchange ended, because a write whose outcome is unknown is settled in another way than one that
 * certainly never arrived.
 *
 * Besides the request's own headers fetch sends only those of the transport (accept-encoding,
 * connection, user-agent and the like).
 */
import type { Http, HttpAnswer, HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";

/**
 * Failures before anything was sent: no name, no route, nobody listening, no agreement on encryption.
 * Whatever is not listed may have happened in the middle of an exchange.
 */
const NEVER_SENT: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "ERR_INVALID_URL",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

export function createHttp(): Http {
  return { exchange };
}

async function exchange(request: HttpRequest): Promise<HttpOutcome> {
  const { method, url, headers, body, timeoutMs } = request;
  // The time counts until the last byte of the answer: a body that trickles in is no answer either.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
    return { kind: "answer", answer: await readAnswer(response) };
  } catch (thrown) {
    if (signal.aborted) {
      return { kind: "timeout", reason: `no answer within ${timeoutMs} ms` };
    }
    // The words of this error quote the header, which may be a token.
    if (thrown instanceof TypeError && /header value|ByteString/.test(thrown.message)) {
      return { kind: "refused", reason: "a header holds what HTTP does not allow" };
    }
    const { code, reason } = causeOf(thrown);
    return { kind: NEVER_SENT.has(code) ? "refused" : "lost", reason };
  }
}

async function readAnswer(response: Response): Promise<HttpAnswer> {
  const headers = Object.fromEntries(response.headers);
  const bytes = await response.arrayBuffer();
  return {
    status: response.status,
    headers,
    ...decode(bytes, response.headers.get("content-type")),
  };
}

/** The text of an answer in its stated charset, UTF-8 where none is stated or known. */
function decode(
  bytes: ArrayBuffer,
  contentType: string | null,
): Pick<HttpAnswer, "body" | "isLossy"> {
  const stated = /;\s*charset="?([^\s";]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  const charset = isKnown(stated) ? stated : "utf-8";
  try {
    return { body: new TextDecoder(charset, { fatal: true }).decode(bytes) };
  } catch {
    return { body: new TextDecoder(charset).decode(bytes), isLossy: true };
  }
}

function isKnown(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== "";
  } catch {
    return false;
  }
}

/** Code and words of the innermost cause; fetch wraps what happened into "fetch failed". */
function causeOf(thrown: unknown): { readonly code: string; readonly reason: string } {
  let cause = thrown;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  // A host with several addresses fails with one error for each; the first speaks for them.
  if (cause instanceof AggregateError) cause = (cause.errors as readonly unknown[])[0];
  if (!(cause instanceof Error)) return { code: "", reason: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return { code, reason: cause.message === "" ? code : cause.message };
}
