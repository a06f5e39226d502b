import { methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { runSearch } from "../soql/run-search.ts";
import { type EmulatorAnswer, isObject, json, type UrlQuery } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf } from "./request-body.ts";

/** `/search?q=` with a SOSL statement, and `/parameterizedSearch`, which builds one (D, resources_search). */

/** What a parameterized search asks for, from an address or a body. */
interface Parameters {
  readonly q: string;
  /** `ALL`, `NAME`, `EMAIL`, `PHONE` or `SIDEBAR`. */
  readonly in: string;
  readonly sobjects: readonly ReturnSpec[];
  readonly overallLimit: number | undefined;
}

interface ReturnSpec {
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: string | undefined;
  readonly limit: number | undefined;
}

/** `GET /search?q=FIND {…}`. */
export function search(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  if (call.path.length > 1) throw notFound();
  return json(200, runSearch(call.world, call.query.get("q") ?? "", call.base));
}

/** GET with the parameters in the address, POST with them in the body. */
export function parameterizedSearch(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (call.path.length > 1) throw notFound();
  if (method !== "GET" && method !== "POST") throw methodNotAllowed(method, ["GET", "POST"]);
  const parameters = method === "GET" ? fromAddress(call.query) : fromBody(bodyOf(call));
  if (parameters.q.trim() === "") {
    throw refuse(400, "MISSING_ARGUMENT", "The q parameter is required.");
  }
  return json(200, runSearch(call.world, soslOf(parameters), call.base));
}

/** `?q=&in=&fields=&sobject=&Account.fields=&Account.limit=…`: `sobject` may come several times. */
function fromAddress(query: UrlQuery): Parameters {
  const fields = namesIn(query.get("fields") ?? "");
  const limit = numberOf(query.get("defaultLimit"));
  const sobjects = query.getAll("sobject").map((name) => ({
    name,
    fields: query.has(`${name}.fields`) ? namesIn(query.get(`${name}.fields`) ?? "") : fields,
    where: query.get(`${name}.where`) ?? undefined,
    limit: numberOf(query.get(`${name}.limit`)) ?? limit,
  }));
  return {
    q: query.get("q") ?? "",
    in: query.get("in") ?? "ALL",
    sobjects,
    overallLimit: numberOf(query.get("overallLimit")),
  };
}

const namesIn = (text: string): readonly string[] =>
  text.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));

function numberOf(value: unknown): number | undefined {
  const number = value === null || value === undefined ? Number.NaN : Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** `{q, in, fields, sobjects: [{name, fields, where, limit}], defaultLimit, overallLimit}`. */
function fromBody(body: Readonly<Record<string, unknown>>): Parameters {
  const textOf = (value: unknown): string | undefined =>
    typeof value === "string" ? value : undefined;
  const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const fields = listOf(body["fields"]).map(String);
  const sobjects = listOf(body["sobjects"]).map((entry): ReturnSpec => {
    const spec = isObject(entry) ? entry : {};
    const own = listOf(spec["fields"]).map(String);
    return {
      name: textOf(spec["name"]) ?? "",
      fields: own.length > 0 ? own : fields,
      where: textOf(spec["where"]),
      limit: numberOf(spec["limit"]) ?? numberOf(body["defaultLimit"]),
    };
  });
  return {
    q: textOf(body["q"]) ?? "",
    in: textOf(body["in"]) ?? "ALL",
    sobjects,
    overallLimit: numberOf(body["overallLimit"]),
  };
}

/** The same as a statement. Reserved characters of the words are taken literally, wildcards are not. */
function soslOf({ q, in: group, sobjects, overallLimit }: Parameters): string {
  const words = q.replace(/[&|!{}[\]()^~:\\'+-]/g, String.raw`\$&`);
  const returning = sobjects.map(({ name, fields, where, limit }) => {
    const condition = where === undefined ? "" : ` WHERE ${where}`;
    const bound = limit === undefined ? "" : ` LIMIT ${limit}`;
    const list = fields.length === 0 ? "Id" : fields.join(", ");
    return `${name}(${list}${condition}${bound})`;
  });
  const objects = returning.length === 0 ? "" : ` RETURNING ${returning.join(", ")}`;
  const end = overallLimit === undefined ? "" : ` LIMIT ${overallLimit}`;
  return `FIND {${words}} IN ${group.replace(/\s*FIELDS$/i, "")} FIELDS${objects}${end}`;
}
