/**
 * `@salesforce/apex/Class.method`: callable, and a wire adapter at once, as on the platform. The platform
 * rejects with `{body:{message}, status}`, and so does this.
 */
import { currentHost } from "../host/host-config.ts";

type Params = Readonly<Record<string, unknown>>;

/** Longer than the proxy's own ten seconds, so that its clearer message wins. */
const TIMEOUT_MS = 15_000;

function problem(message: string, status: number): Error {
  return Object.assign(new Error(message), { body: { message }, status, ok: false });
}

async function callApex(className: string, method: string, params: Params): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${currentHost().apexEndpoint}/${className}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw problem("This page has lost its connection to the server.", 0);
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const { message } = (body ?? {}) as { message?: unknown };
  throw problem(
    typeof message === "string" ? message : `The server answered with status ${response.status}.`,
    response.status,
  );
}

interface WireValue {
  readonly data: unknown;
  readonly error: unknown;
}

/** The adapter behind each value that was emitted, for `refreshApex`. */
const emitters = new WeakMap<WireValue, { refresh(): Promise<void> }>();

export function createApexMethod(className: string, method: string): unknown {
  const call = (params?: Params): Promise<unknown> => callApex(className, method, params ?? {});

  class Adapter {
    private config: Params = {};
    private readonly emit: (value: WireValue) => void;

    constructor(emit: (value: WireValue) => void) {
      this.emit = emit;
      emit({ data: undefined, error: undefined });
    }

    connect(): void {}
    disconnect(): void {}

    /** The platform makes no call while any parameter is undefined. */
    update(config: Params): void {
      if (Object.values(config).includes(undefined)) return;
      this.config = config;
      void this.refresh();
    }

    async refresh(): Promise<void> {
      const value = await call(this.config).then(
        (data): WireValue => ({ data, error: undefined }),
        (error: unknown): WireValue => ({ data: undefined, error }),
      );
      emitters.set(value, this);
      this.emit(value);
    }
  }

  return Object.assign(call, { adapter: Adapter });
}

export function refreshApex(value: WireValue): Promise<void> {
  return emitters.get(value)?.refresh() ?? Promise.resolve();
}

export function getSObjectValue(
  record: Params | undefined,
  field: string | { readonly fieldApiName: string },
): unknown {
  return record?.[typeof field === "string" ? field : field.fieldApiName];
}
