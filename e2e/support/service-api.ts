/** The service's API as the operator calls it (docs/spec/api.md). */
import { operatorToken } from "./bare-programs.ts";
import { pause, type Place } from "./product.ts";

export interface RecordView {
  readonly status: string;
  readonly busy: boolean;
  readonly quickbooks: { readonly id: string } | null;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly action: string;
  } | null;
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
}

export async function callService<T>(
  place: Place,
  method: string,
  path: string,
  body?: object,
): Promise<ApiAnswer<T>> {
  const answer = await fetch(`${place.service}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${operatorToken(place)}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

export async function viewRecord(place: Place, type: string, id: string): Promise<RecordView> {
  return (await callService<RecordView>(place, "GET", `/records/${type}/${id}`)).body;
}

/** The record's view once no work on it is under way. */
export async function untilSettled(
  place: Place,
  type: string,
  id: string,
  timeoutMs = 20_000,
): Promise<RecordView> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const view = await viewRecord(place, type, id);
    if (!view.busy && view.status !== "syncing" && view.status !== "waiting") return view;
    if (Date.now() > deadline) {
      throw new Error(
        `${type} ${id} is not settled after ${timeoutMs} ms: ${JSON.stringify(view)}`,
      );
    }
    await pause(50);
  }
}
