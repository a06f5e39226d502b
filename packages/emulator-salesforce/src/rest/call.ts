import type { CallKind } from "../control/usage.ts";
import type { DmlContext } from "../dml/context.ts";
import type { Session } from "../oauth/sessions.ts";
import type { Org } from "../org.ts";
import type { QueryWorld } from "../soql/scope.ts";
import { refuse } from "../api-error.ts";
import { type EmulatorRequest, isObject, splitUrl } from "../wire.ts";

/** One request to the REST API, taken apart. */
export interface Call {
  readonly org: Org;
  readonly request: EmulatorRequest;
  readonly session: Session;
  /** Epoch milliseconds. */
  readonly now: number;
  /** For example `66.0`. */
  readonly version: string;
  /** `/services/data/v66.0`. */
  readonly base: string;
  /** What follows the version. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** For changing rows. */
  readonly dml: DmlContext;
  /** For reading them. */
  readonly world: QueryWorld;
}

const FIRST_VERSION = 60;
const SEASONS: readonly string[] = ["Spring", "Summer", "Winter"];

/** `GET /services/data`: versions 60.0 to 68.0 (S1.1). */
export function versionList(): readonly {
  readonly label: string;
  readonly url: string;
  readonly version: string;
}[] {
  return Array.from({ length: 9 }, (_, index) => {
    const season = SEASONS[index % 3] ?? "";
    const year = 24 + Math.floor(index / 3) + (season === "Winter" ? 1 : 0);
    const version = `${FIRST_VERSION + index}.0`;
    return { label: `${season} '${year}`, url: `/services/data/v${version}`, version };
  });
}

/**
 * Versions outside the list do not exist; the platform keeps older ones, this emulator does not.
 */
export function isKnownVersion(version: string): boolean {
  return versionList().some((each) => each.version === version);
}

/** Takes a request apart. The version and the path are not checked here. */
export function callOf(org: Org, request: EmulatorRequest, session: Session, now: number): Call {
  const { segments, query } = splitUrl(request.url);
  const version = (segments[2] ?? "").replace(/^v/, "");
  const { store, schema, ids } = org;
  const changeOrigin = changeOriginOf(request, version);
  const access = org.accessOf(session.userId);
  return {
    org,
    request: methodOverride(request, query),
    session,
    now,
    version,
    base: `/services/data/v${version}`,
    path: segments.slice(3),
    query,
    dml: { store, schema, ids, now, access, actor: { userId: session.userId, changeOrigin } },
    world: { store, schema, now, access, includeDeleted: false },
  };
}

/** Clients that cannot send PATCH say `POST …?_HttpMethod=PATCH`. */
function methodOverride(request: EmulatorRequest, query: URLSearchParams): EmulatorRequest {
  const method = query.get("_HttpMethod");
  return request.method === "POST" && method !== null ? { ...request, method } : request;
}

/** The client that a request names in its call options. */
export function clientOf(request: EmulatorRequest): string | undefined {
  const options = request.headers["sforce-call-options"] ?? "";
  return /(?:^|[,;\s])client=([^,;]+)/.exec(options)?.[1]?.trim();
}

/** How change events name this way of changing data; the client comes from the call options (S2.1). */
export function changeOriginOf(request: EmulatorRequest, version: string): string {
  const client = clientOf(request);
  const origin = `com/salesforce/api/rest/${version}`;
  return client === undefined ? origin : `${origin};client=${client}`;
}

/** The body as a JSON object. */
export function bodyOf(call: Call): Record<string, unknown> {
  const value = jsonOf(call.request.body);
  if (isObject(value)) return value;
  throw refuse(400, "JSON_PARSER_ERROR", "The body must be a JSON object");
}

/** A body as JSON. @throws JSON_PARSER_ERROR with the place of the mistake */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(400, "JSON_PARSER_ERROR", `Unexpected input: ${reason}`);
  }
}

/** The kind under which a call is counted, by its address and method alone. */
export function kindOf(request: EmulatorRequest): CallKind {
  const { segments } = splitUrl(request.url);
  const [resource, object, first, second] = segments.slice(3);
  if (resource === "query" || resource === "queryAll") return "query";
  if (resource === "jobs") return "bulk";
  if (resource === "composite") return object === "sobjects" ? "collections" : "composite";
  if (resource === "ui-api") return "read";
  if (resource !== "sobjects") return "other";
  if (request.method === "GET" || request.method === "HEAD") return "read";
  if (request.method === "DELETE") return "delete";
  if (request.method === "POST") return first === undefined ? "create" : "upsert";
  return second === undefined ? "update" : "upsert";
}
