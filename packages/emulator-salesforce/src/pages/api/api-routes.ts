/** `/lightning/api/…`: the JSON addresses of the pages, for their own scripts alone. */
import type { PageAnswer, PageResult, SaveOptions } from "../../page-host.ts";
import { jsonAnswer } from "../http/answers.ts";
import { addProducts, productChoice } from "./add-products.ts";
import { appContext } from "./app-context.ts";
import { createRecord, updateRecord, type Values } from "./change-records.ts";
import { globalSearch, lookupMatches } from "./find-records.ts";
import { LIST_PAGE_MAX, listRows } from "./list-rows.ts";
import { objectInfo } from "./object-info.ts";
import { readRecord } from "./record-data.ts";
import { deletedRecords } from "./recycle-bin.ts";
import { relatedRows } from "./related-rows.ts";
import { failed, objectOfId, type World } from "./request-world.ts";
import { setFaults, setupSection } from "./setup.ts";
import type { RecordPage } from "./shapes.ts";
import { uiRecord } from "./ui-record.ts";

export const API_BASE = "/lightning/api/";

/** A call on an address: what its path and query say, and its body as JSON. */
export interface ApiCall {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly body: Values;
  /** Parts of the path that stand for names and ids. */
  readonly parts: readonly string[];
}

interface ApiRoute {
  readonly method: string;
  /** `objects, a star, list`: a star stands for one part. */
  readonly pattern: string;
  readonly answer: (call: ApiCall) => PageResult<unknown>;
}

const ROUTES: readonly ApiRoute[] = [
  {
    method: "GET",
    pattern: "context",
    answer: ({ world }) => ({ ok: true, value: appContext(world) }),
  },
  {
    method: "GET",
    pattern: "objects/*",
    answer: ({ world, parts: [object = ""] }) => objectInfo(world, object),
  },
  { method: "GET", pattern: "objects/*/list", answer: list },
  { method: "POST", pattern: "objects/*/records", answer: create },
  { method: "GET", pattern: "records/*", answer: recordPage },
  { method: "PATCH", pattern: "records/*", answer: update },
  { method: "DELETE", pattern: "records/*", answer: remove },
  { method: "POST", pattern: "records/*/undelete", answer: undelete },
  { method: "POST", pattern: "objects/*/merge", answer: merge },
  { method: "GET", pattern: "records/*/related/*", answer: related },
  {
    method: "GET",
    pattern: "lookup/*",
    answer: ({ world, query, parts: [object = ""] }) =>
      lookupMatches(world, object, textOf(query, "q")),
  },
  {
    method: "GET",
    pattern: "search",
    answer: ({ world, query }) =>
      globalSearch(world, {
        text: textOf(query, "q"),
        object: textOf(query, "object"),
        limit: numberOf(query, "limit"),
      }),
  },
  {
    method: "GET",
    pattern: "records/*/products",
    answer: ({ world, query, parts: [id = ""] }) =>
      productChoice(world, id, { book: textOf(query, "book"), text: textOf(query, "q") }),
  },
  {
    method: "POST",
    pattern: "records/*/products",
    answer: ({ world, body, parts: [id = ""] }) => addProducts(world, id, body),
  },
  {
    method: "GET",
    pattern: "setup/*",
    answer: ({ world, parts: [section = ""] }) => setupSection(world, section),
  },
  {
    method: "PUT",
    pattern: "setup/faults",
    answer: ({ world, body }) => setFaults(world, body),
  },
  { method: "GET", pattern: "recycle-bin", answer: ({ world }) => deletedRecords(world) },
  {
    method: "GET",
    pattern: "ui/records/*",
    answer: ({ world, query, parts: [id = ""] }) =>
      uiRecord(world, id, {
        fields: listOf(query, "fields"),
        optionalFields: listOf(query, "optionalFields"),
      }),
  },
];

const textOf = (query: URLSearchParams, name: string): string => query.get(name)?.trim() ?? "";
const listOf = (query: URLSearchParams, name: string): string[] =>
  textOf(query, name)
    .split(",")
    .filter((part) => part !== "");

/** A whole number from 0; anything else counts as 0. */
function numberOf(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name));
  return Number.isInteger(value) && value > 0 ? value : 0;
}

const pageOf = (query: URLSearchParams) => ({
  sort: textOf(query, "sort"),
  descending: query.get("dir") === "desc",
  offset: numberOf(query, "offset"),
  limit: numberOf(query, "limit") || LIST_PAGE_MAX,
});

function list({ world, query, parts: [name = ""] }: ApiCall): PageResult<unknown> {
  const object = world.describe(name);
  if (!object.ok) return object;
  return listRows(world, object.value, {
    ...pageOf(query),
    view: textOf(query, "view"),
    search: textOf(query, "q"),
    columns: listOf(query, "columns"),
  });
}

function related({ world, query, parts: [id = "", relationship = ""] }: ApiCall) {
  return relatedRows(world, id, { ...pageOf(query), relationship });
}

/** What the record's page needs, in one answer; `silent` reads again without counting as a view. */
function recordPage({ world, query, parts: [id = ""] }: ApiCall): PageResult<RecordPage> {
  const object = objectOfId(world, id);
  if (!object.ok) return object;
  const info = objectInfo(world, object.value.name);
  if (!info.ok) return info;
  const record = readRecord(world, object.value, id);
  if (!record.ok) return record;
  if (!query.has("silent")) world.org.noteViewed(record.value.id);
  const regions = world.app.recordPage(object.value.name);
  return { ok: true, value: { info: info.value, record: record.value, regions } };
}

const valuesOf = (body: Values): Values => {
  const { fields } = body;
  return typeof fields === "object" && fields !== null ? (fields as Values) : {};
};
const optionsOf = (body: Values): SaveOptions => ({
  allowDuplicates: body["allowDuplicates"] === true,
});

function create({ world, body, parts: [name = ""] }: ApiCall): PageResult<unknown> {
  const object = world.describe(name);
  if (!object.ok) return object;
  return createRecord(world, object.value, valuesOf(body), optionsOf(body));
}

function update({ world, body, parts: [id = ""] }: ApiCall): PageResult<unknown> {
  const object = objectOfId(world, id);
  if (!object.ok) return object;
  return updateRecord(world, { object: object.value, id }, valuesOf(body), optionsOf(body));
}

function remove({ world, parts: [id = ""] }: ApiCall): PageResult<unknown> {
  const object = objectOfId(world, id);
  return object.ok ? world.org.remove(object.value.name, id) : object;
}

function undelete({ world, parts: [id = ""] }: ApiCall): PageResult<unknown> {
  return world.org.undelete(id);
}

function merge({ world, body, parts: [name = ""] }: ApiCall): PageResult<unknown> {
  const { masterId, loserIds } = body;
  const isComplete =
    typeof masterId === "string" &&
    Array.isArray(loserIds) &&
    loserIds.every((id): id is string => typeof id === "string");
  if (!isComplete) return failed(400, "INVALID_INPUT", "Name a master and the records to merge.");
  return world.org.merge(name, { masterId, loserIds, values: valuesOf(body) });
}

/** The parts that stand at the stars; undefined when the path is another one. */
function partsAt(pattern: string, path: readonly string[]): string[] | undefined {
  const wanted = pattern.split("/");
  const isSame =
    wanted.length === path.length &&
    wanted.every((part, index) => part === "*" || part === path[index]);
  return isSame ? path.filter((_, index) => wanted[index] === "*") : undefined;
}

function readBody(text: string): Values | undefined {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Values) : undefined;
  } catch {
    return undefined;
  }
}

/** A path whose escapes are broken leads nowhere. */
function pathOf(pathname: string): string[] {
  try {
    return pathname.slice(API_BASE.length).split("/").map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Answers a call as JSON: the value, or `{"errors":[…]}` with the platform's status. */
export function answerApi(
  world: World,
  request: { readonly method: string; readonly url: URL; readonly body: string },
): PageAnswer {
  return toAnswer(run(world, request));
}

function run(world: World, request: Parameters<typeof answerApi>[1]): PageResult<unknown> {
  const path = pathOf(request.url.pathname);
  const matching = ROUTES.flatMap((route) => {
    const parts = partsAt(route.pattern, path);
    return parts === undefined ? [] : [{ route, parts }];
  });
  if (matching.length === 0) {
    return failed(404, "NOT_FOUND", "The requested resource does not exist");
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = matching.find(({ route }) => route.method === method);
  if (found === undefined) {
    const text = `HTTP Method '${request.method}' not allowed.`;
    return failed(405, "METHOD_NOT_ALLOWED", text);
  }
  const body = readBody(request.body);
  if (body === undefined) {
    return failed(400, "JSON_PARSER_ERROR", "The body is not a JSON object.");
  }
  return found.route.answer({ world, query: request.url.searchParams, body, parts: found.parts });
}

function toAnswer(result: PageResult<unknown>): PageAnswer {
  if (result.ok) return jsonAnswer(result.value);
  return jsonAnswer({ errors: result.errors }, result.status);
}
