/** The service's API (docs/spec/api.md), as the commands call it. */
import type { Http, HttpRequest } from "@accord-sync/core/ports/http.ts";
import { CliFailure } from "./cli-failure.ts";
import { EXIT, exitCodeOfRefusal } from "./exit-code.ts";

const TIMEOUT_MS = 15_000;

export interface ErrorWords {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface ServiceRefusal {
  readonly status: number;
  readonly error: ErrorWords;
}

export interface ServiceClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  patch<T>(path: string, body: object): Promise<T>;
}

/** Each call resolves with the answer or rejects with a `CliFailure`. */
export function createServiceClient(http: Http, url: string, token: string): ServiceClient {
  async function call<T>(method: HttpRequest["method"], path: string, body?: object): Promise<T> {
    const outcome = await http.exchange({
      method,
      url: `${url}/api/v1${path}`,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
    });
    if (outcome.kind !== "answer") throw unreachable(url, outcome.reason);
    const { status, body: text } = outcome.answer;
    const answer = parseJson(text);
    if (status >= 200 && status < 300 && answer !== undefined) return answer as T;
    throw refused(url, status, answer);
  }
  return {
    get: (path) => call("GET", path),
    post: (path, body = {}) => call("POST", path, body),
    patch: (path, body) => call("PATCH", path, body),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(url: string, reason: string): CliFailure {
  return new CliFailure(EXIT.unreachable, {
    code: "SERVICE_UNREACHABLE",
    message: `The service does not answer at ${url} (${reason}).`,
    action: "Start it with npm start, or name another address with --url.",
  });
}

function refused(url: string, status: number, answer: unknown): CliFailure {
  const { error } = (answer ?? {}) as { error?: ErrorWords };
  if (typeof error?.message !== "string") {
    return new CliFailure(EXIT.unreachable, {
      code: "NOT_THE_SERVICE",
      message: `What answers at ${url} is not Accord Sync (status ${status}).`,
      action: "Name the service's address with --url or PORT.",
    });
  }
  if (status === 401) {
    return new CliFailure(EXIT.error, {
      code: error.code,
      message: `The service at ${url} does not take this operator token.`,
      action: "Set ACCORD_DATA to the data folder of that service.",
    });
  }
  return new CliFailure(exitCodeOfRefusal({ status, error }), error);
}
