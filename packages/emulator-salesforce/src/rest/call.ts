import type { CallKind } from "../control/usage.ts";
import type { DmlContext, DuplicateOptions } from "../dml/context.ts";
import type { Session } from "../oauth/sessions.ts";
import type { Org } from "../org.ts";
import type { QueryWorld } from "../soql/scope.ts";
import { type EmulatorRequest, splitUrl, type UrlQuery } from "../wire.ts";

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
  readonly query: UrlQuery;
  /** For changing rows. */
  readonly dml: DmlContext;
  /** For reading them. */
  readonly world: QueryWorld;
}

/** Takes a request apart. The version and the path are not checked here. */
export function callOf(org: Org, request: EmulatorRequest, session: Session, now: number): Call {
  const { segments, query } = splitUrl(request.url);
  const version = /^v(.*)$/.exec(segments[2] ?? "")?.[1] ?? "";
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
    dml: {
      store,
      schema,
      ids,
      now,
      access,
      actor: { userId: session.userId, changeOrigin },
      locks: org.locks,
      duplicates: duplicateOptionsOf(request),
      outbox: org.outbox,
    },
    world: { store, schema, now, access, userId: session.userId, includeDeleted: false },
  };
}

/** Clients that cannot send PATCH say `POST …?_HttpMethod=PATCH`. */
function methodOverride(request: EmulatorRequest, query: UrlQuery): EmulatorRequest {
  const method = query.get("_HttpMethod");
  return request.method === "POST" && method !== null ? { ...request, method } : request;
}

/** The client that a request names in its call options. */
export function clientOf(request: EmulatorRequest): string | undefined {
  const options = request.headers["sforce-call-options"] ?? "";
  return /(?:^|[,;\s])client=([^,;]+)/.exec(options)?.[1]?.trim();
}

const NOTHING_SAID: DuplicateOptions = {
  allowSave: false,
  includeRecordDetails: false,
  runAsCurrentUser: false,
};

/** What the request says about duplicates: `allowSave=true; includeRecordDetails=true` (S1.7). */
export function duplicateOptionsOf(request: EmulatorRequest): DuplicateOptions {
  const given = request.headers["sforce-duplicate-rule-header"];
  if (given === undefined) return NOTHING_SAID;
  const header = given.toLowerCase();
  const says = (name: string): boolean => new RegExp(`(?:^|[;,\\s])${name}=true`).test(header);
  return {
    allowSave: says("allowsave"),
    includeRecordDetails: says("includerecorddetails"),
    runAsCurrentUser: says("runascurrentuser"),
  };
}

/** How change events name this way of changing data; the client comes from the call options (S2.1). */
export function changeOriginOf(request: EmulatorRequest, version: string): string {
  const client = clientOf(request);
  const origin = `com/salesforce/api/rest/${version}`;
  return client === undefined ? origin : `${origin};client=${client}`;
}

/** Resources that are counted as a kind of their own, by their first name. */
const KINDS: ReadonlyMap<string, CallKind> = new Map([
  ["actions", "action"],
  ["jobs", "bulk"],
  ["parameterizedSearch", "search"],
  ["query", "query"],
  ["queryAll", "query"],
  ["search", "search"],
]);

/** The kind under which a call is counted, by its address and method alone. */
export function kindOf(given: EmulatorRequest): CallKind {
  const { segments, query } = splitUrl(given.url);
  const { method } = methodOverride(given, query);
  if (segments[1]?.toLowerCase() === "soap") return "soap";
  const [resource = "", object, first, second] = segments.slice(3);
  const kind = KINDS.get(resource);
  if (kind !== undefined) return kind;
  if (resource === "composite") return object === "sobjects" ? "collections" : "composite";
  if (resource !== "sobjects" && !(resource === "ui-api" && object === "records")) {
    return resource === "ui-api" ? "read" : "other";
  }
  if (method === "GET" || method === "HEAD") return "read";
  if (method === "DELETE") return "delete";
  if (resource === "ui-api") return method === "POST" ? "create" : "update";
  if (method === "POST") return first === undefined ? "create" : "upsert";
  return second === undefined ? "update" : "upsert";
}
