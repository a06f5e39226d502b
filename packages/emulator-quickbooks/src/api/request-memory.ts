/**
 * The memory of request ids. A POST with `requestid` leaves its answer under that id
 * in the same transaction as its work; the same id again gets the first answer and writes nothing.
 *
 * A batch is remembered item by item as well, because there request id and bId count together (D): an item
 * whose bId was answered under this id is answered so again, an item with another bId is performed.
 */

import { createHash } from "node:crypto";
import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { fault } from "../faults/api-fault.ts";
import { invalidRequestId, reusedRequestId } from "../faults/service-faults.ts";
import { objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { REQUEST_ID_COVERS_QUERIES } from "../not-evidenced.ts";
import type { StoredAnswer } from "../store/state-tables.ts";
import type { ApiCall } from "./routes.ts";

/** Documented; a batch has less room because its items carry ids of their own. */
const LENGTH_MAX = 50;
const BATCH_LENGTH_MAX = 36;
export const BATCH_ITEM_ID_LENGTH_MAX = 10;
/** Two for each that is added: the backlog shrinks. */
const FORGOTTEN_PER_WRITE = 2;
/** Say nothing about what is written, and may differ between a request and its repetition. */
const IGNORED_PARAMETERS = ["requestid", "minorversion", "format"];

/**
 * The id under which a call is remembered; undefined when it is not. An empty `requestid=` is sent by real
 * clients and means none (recorded). Throws fault 2130 for one that is too long.
 */
export function requestIdOf({ request, query, segments }: ApiCall): string | undefined {
  const requestId = query.get("requestid") ?? "";
  const route = segments[0]?.toLowerCase();
  if (request.method !== "POST" || requestId === "") return undefined;
  if (route === "query" && !REQUEST_ID_COVERS_QUERIES) return undefined;
  const longest = route === "batch" ? BATCH_LENGTH_MAX : LENGTH_MAX;
  if (requestId.length > longest) throw fault(invalidRequestId("Request Id", longest));
  return requestId;
}

/**
 * The first answer under this id, as long as it is remembered. A different request gets it too, or fault 600
 * (setting `requestIdReuse`); a different batch is performed, but for its known items.
 */
export function rememberedAnswer(
  key: string,
  call: ApiCall,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const stored = livingAnswer(key, company, now);
  if (stored === undefined) return undefined;
  const isSame = stored.request === undefined || stored.request === fingerprint(call);
  if (!isSame && company.settings.requestIdReuse === "refuse") throw fault(reusedRequestId());
  if (!isSame && isBatch(call) && answeredItems(stored) !== undefined) return undefined;
  const headers = { "content-type": "application/json;charset=utf-8" };
  return { status: stored.status, headers, body: stored.body };
}

/** The answered items of an earlier batch under this id, by bId; faults are not among them. */
export function rememberedItems(
  call: ApiCall,
  company: Company,
  now: number,
): ReadonlyMap<string, JsonObject> {
  const key = requestIdOf(call);
  const stored = key === undefined ? undefined : livingAnswer(key, company, now);
  return (stored && answeredItems(stored)) ?? new Map();
}

function isBatch({ segments }: ApiCall): boolean {
  return segments[0]?.toLowerCase() === "batch";
}

/** What batches under one id have answered, by bId and but for faults; undefined when it was no batch. */
function answeredItems({
  body,
  earlierItems = [],
}: Pick<StoredAnswer, "body" | "earlierItems">): ReadonlyMap<string, JsonObject> | undefined {
  const answer = JSON.parse(body) as JsonObject;
  if (answer["BatchItemResponse"] === undefined) return undefined;
  const items = new Map<string, JsonObject>();
  for (const item of [...earlierItems, ...objectsOf(answer, "BatchItemResponse")]) {
    const bId = textOf(item, "bId");
    if (bId !== undefined && item["Fault"] === undefined) items.set(bId, item);
  }
  return items;
}

/** Leaves an answer under its id; must run inside the transaction of the work itself. */
export function rememberAnswer(
  key: string,
  call: ApiCall,
  answer: { readonly status: number; readonly body: string },
  { company, now }: { readonly company: Company; readonly now: number },
): void {
  const known = isBatch(call) ? rememberedItems(call, company, now) : undefined;
  forgetOldAnswers(company, now);
  const { requestIdSpreadMs } = company.settings;
  const spread = requestIdSpreadMs > 0 ? { draw: company.ids.draw() } : {};
  const { status, body } = answer;
  // Request id and bId count together: what an earlier batch did must not be done again after this one.
  const answered = known === undefined ? undefined : answeredItems({ body });
  const left = [...(known ?? [])].filter(([bId]) => answered?.has(bId) !== true);
  const earlier = left.length === 0 ? {} : { earlierItems: left.map(([, item]) => item) };
  company.store.putState("answer", key, {
    at: now,
    status,
    body,
    request: fingerprint(call),
    ...earlier,
    ...spread,
  });
}

function livingAnswer(key: string, company: Company, now: number): StoredAnswer | undefined {
  const stored = company.store.state("answer", key);
  return stored === undefined || endOf(stored, company) <= now ? undefined : stored;
}

function endOf({ at, draw = 0 }: StoredAnswer, { settings }: Company): number {
  return at + settings.requestIdMemoryMs + draw * settings.requestIdSpreadMs;
}

/** Drops a few answers whose time is over; the oldest come first, so the memory stays bounded. */
function forgetOldAnswers(company: Company, now: number): void {
  const over: string[] = [];
  for (const [key, answer] of company.store.states("answer")) {
    if (endOf(answer, company) > now || over.length === FORGOTTEN_PER_WRITE) break;
    over.push(key);
  }
  for (const key of over) company.store.removeState("answer", key);
}

/** Tells requests apart that are meant to do different things. */
function fingerprint({ request, path, query }: ApiCall): string {
  const parameters = new URLSearchParams(query);
  for (const name of IGNORED_PARAMETERS) parameters.delete(name);
  parameters.sort();
  const hash = createHash("sha256").update(`${path}?${parameters.toString()}\n`);
  // The parts of a form are divided by words that a client draws anew for each attempt.
  const isForm = request.headers["content-type"]?.startsWith("multipart/") === true;
  return hash
    .update(isForm ? "" : request.body)
    .digest("base64url")
    .slice(0, 22);
}
