/** Calls of the pages' own JSON addresses. */
import type {
  ApiErrorItem,
  AppContext,
  DeletedRecord,
  ListPage,
  LookupMatch,
  ObjectInfo,
  ProductChoice,
  RecordPage,
  Refusal,
  RelatedPage,
  SearchGroup,
} from "../../api/shapes.ts";

const BASE = "/lightning/api/";
const LOST = "This page has lost its connection to the server.";

/** A call that was refused, or not answered (status 0). The message joins those of all errors. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly ApiErrorItem[];

  constructor(status: number, errors: readonly ApiErrorItem[]) {
    super(errors.map(({ message }) => message).join(" "));
    this.status = status;
    this.errors = errors;
  }
}

/** Whatever was thrown, as a problem to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Problem(0, [{ message, errorCode: "UNKNOWN_EXCEPTION" }]);
}

type Query = Readonly<Record<string, string | number | undefined>>;

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(BASE + path, init).catch(() => null);
  if (response === null) throw new Problem(0, [{ message: LOST, errorCode: "NETWORK" }]);
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer as T;
  const errors = (answer as Refusal | null)?.errors;
  throw new Problem(
    response.status,
    errors ?? [
      { message: `The server answered with status ${response.status}.`, errorCode: "HTTP" },
    ],
  );
}

function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return `${path}?${new URLSearchParams(given).toString()}`;
}

export const readContext = (): Promise<AppContext> => call("GET", "context");
export const switchUser = (userId: string): Promise<unknown> => call("POST", "session", { userId });

const infos = new Map<string, Promise<ObjectInfo>>();

/** An object's fields and layout, asked for once per load of the app. */
export function readObject(name: string): Promise<ObjectInfo> {
  const known = infos.get(name);
  if (known !== undefined) return known;
  const asked = call<ObjectInfo>("GET", `objects/${encodeURIComponent(name)}`);
  infos.set(name, asked);
  // A failure is no answer to keep.
  asked.catch(() => infos.delete(name));
  return asked;
}

export interface PageWish {
  readonly sort?: string;
  readonly dir?: "asc" | "desc";
  readonly offset?: number;
  readonly limit?: number;
}

export const readList = (
  object: string,
  wish: PageWish & { readonly view: string; readonly q: string; readonly columns: string },
): Promise<ListPage> => call("GET", withQuery(`objects/${object}/list`, { ...wish }));

export const readRelated = (
  id: string,
  relationship: string,
  wish: PageWish,
): Promise<RelatedPage> =>
  call("GET", withQuery(`records/${id}/related/${relationship}`, { ...wish }));

/** @param isSilent reads again what is open, which is no new view of it */
export const readRecordPage = (id: string, isSilent: boolean): Promise<RecordPage> =>
  call("GET", withQuery(`records/${encodeURIComponent(id)}`, { silent: isSilent ? 1 : undefined }));

type Values = Readonly<Record<string, unknown>>;

export const createRecord = (
  object: string,
  fields: Values,
  allowDuplicates: boolean,
): Promise<{ readonly id: string }> =>
  call("POST", `objects/${object}/records`, { fields, allowDuplicates });

export const updateRecord = (id: string, fields: Values, allowDuplicates = false): Promise<null> =>
  call("PATCH", `records/${id}`, { fields, allowDuplicates });

export const deleteRecord = (id: string): Promise<null> => call("DELETE", `records/${id}`);

export const findForLookup = (object: string, q: string): Promise<readonly LookupMatch[]> =>
  call("GET", withQuery(`lookup/${object}`, { q }));

export const search = (q: string, object = "", limit?: number): Promise<readonly SearchGroup[]> =>
  call("GET", withQuery("search", { q, object, limit }));

export const readRecycleBin = (): Promise<readonly DeletedRecord[]> => call("GET", "recycle-bin");

export const undelete = (id: string): Promise<null> => call("POST", `records/${id}/undelete`, {});

export const readProducts = (id: string, book: string, q: string): Promise<ProductChoice> =>
  call("GET", withQuery(`records/${id}/products`, { book, q }));

export const addProducts = (
  id: string,
  book: string,
  lines: readonly Values[],
): Promise<{ readonly ids: readonly string[] }> =>
  call("POST", `records/${id}/products`, { book, lines });

/** @param section as in the table of `api/setup.ts` */
export const readSetup = <T>(section: string): Promise<T> => call("GET", `setup/${section}`);

export const saveFaults = (rules: readonly unknown[]): Promise<readonly Values[]> =>
  call("PUT", "setup/faults", { rules });

export interface MergeRequest {
  readonly masterId: string;
  readonly loserIds: readonly string[];
  /** What the master has afterwards where it differs from its own values. */
  readonly fields: Values;
}

export const mergeRecords = (object: string, request: MergeRequest): Promise<null> =>
  call("POST", `objects/${object}/merge`, request);
