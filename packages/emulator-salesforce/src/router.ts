import { methodNotAllowed, notFound } from "./api-error.ts";
import { bulkRoutes } from "./bulk/routes.ts";
import { identityUrl } from "./oauth/identity.ts";
import { empty, type EmulatorAnswer, json } from "./wire.ts";
import { actions } from "./rest/actions.ts";
import { layoutAnswer, quickActions, tabs, theme } from "./rest/app-resources.ts";
import type { Call } from "./rest/call.ts";
import { collections } from "./rest/collections.ts";
import { composite } from "./rest/composite.ts";
import { compositeBatch } from "./rest/composite-batch.ts";
import { compositeGraph } from "./rest/composite-graph.ts";
import { compositeTree } from "./rest/composite-tree.ts";
import { describeRoutes } from "./rest/describe-routes.ts";
import { eventSchemaById, eventSchemaByName } from "./rest/event-schemas.ts";
import { limits } from "./rest/limits.ts";
import { queryRoutes } from "./rest/query-routes.ts";
import { recent } from "./rest/recent.ts";
import { isRelationship, relatedRows } from "./rest/related.ts";
import { deletedRows, updatedRows } from "./rest/replication.ts";
import { deleteAddressedRow, patchRow, postRow, readRow } from "./rest/rows.ts";
import { parameterizedSearch, search } from "./rest/search-routes.ts";
import { tooling } from "./rest/tooling.ts";
import { isChannelResource, toolingChannels } from "./rest/tooling-channels.ts";
import { uiApi } from "./rest/ui-api.ts";

/** From an address under `/services/data/vNN.N` to the code that answers it. */
export function route(call: Call): EmulatorAnswer {
  if (call.request.method !== "HEAD") return resource(call);
  return { ...resource({ ...call, request: { ...call.request, method: "GET" } }), body: "" };
}

/** By the first name after the version. */
function resource(call: Call): EmulatorAnswer {
  const [name, second] = call.path;
  switch (name) {
    case undefined:
      if (call.request.method !== "GET") {
        throw methodNotAllowed(call.request.method, ["GET", "HEAD"]);
      }
      return json(200, resourceList(call));
    case "sobjects":
      return sobjects(call);
    case "query":
    case "queryAll":
      return queryRoutes(call);
    case "composite":
      return compositeResource(call, second);
    case "jobs":
      return bulkRoutes(call);
    case "limits":
      return limits(call);
    case "recent":
      return recent(call);
    case "event":
      return eventSchemaById(call);
    case "actions":
      return actions(call);
    case "quickActions":
      return quickActions(call);
    case "parameterizedSearch":
      return parameterizedSearch(call);
    case "search":
      return search(call);
    case "tabs":
      return tabs(call);
    case "theme":
      return theme(call);
    case "tooling":
      return isChannelResource(call) ? toolingChannels(call) : tooling(call);
    case "ui-api":
      return uiApi(call);
    default:
      throw notFound();
  }
}

/** Everything below `composite`. */
function compositeResource(call: Call, resource: string | undefined): EmulatorAnswer {
  switch (resource) {
    case undefined:
      return call.request.method === "GET"
        ? json(200, compositeList(call.base))
        : composite(call, route);
    case "batch":
      return compositeBatch(call, route);
    case "graph":
      return compositeGraph(call, route);
    case "tree":
      return compositeTree(call);
    default:
      return collections(call);
  }
}

/** `GET /composite` lists what is below it. */
function compositeList(base: string): Readonly<Record<string, string>> {
  const names = ["tree", "batch", "sobjects", "graph"];
  return Object.fromEntries(names.map((name) => [name, `${base}/composite/${name}`]));
}

/** What a version offers. */
const RESOURCES: readonly string[] = [
  "actions",
  "composite",
  "event",
  "jobs",
  "limits",
  "parameterizedSearch",
  "query",
  "queryAll",
  "quickActions",
  "recent",
  "search",
  "sobjects",
  "tabs",
  "theme",
  "tooling",
  "ui-api",
];

/** The resource list, which clients read to see what a version offers. */
function resourceList({ base, org, session }: Call): Readonly<Record<string, string>> {
  const resources = RESOURCES.map((name) => [name, `${base}/${name}`] as const);
  return { ...Object.fromEntries(resources), identity: identityUrl(org, session.userId) };
}

/** Everything below `sobjects`: describe, rows, replication. */
function sobjects(call: Call): EmulatorAnswer {
  const { method } = call.request;
  const [, objectName, first, second, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  const object = objectName === undefined ? undefined : call.org.schema.object(objectName);
  if (object !== undefined && isRelationship(object, call.path)) return relatedRows(call, object);
  const layout = object === undefined ? undefined : layoutAnswer(call, object);
  if (layout !== undefined) return layout;
  if (objectName === undefined || first === "describe") return describeRoutes(call);
  if (first === "eventSchema" && second === undefined) return eventSchemaByName(call, objectName);
  if (first === undefined) {
    if (method === "POST") return postRow(call, objectName);
    if (method === "GET") return describeRoutes(call);
    throw methodNotAllowed(method, ["GET", "HEAD", "POST"]);
  }
  if (first === "updated" && second === undefined) return updatedRows(call, objectName);
  if (first === "deleted" && second === undefined) return deletedRows(call, objectName);
  switch (method) {
    case "GET":
      return readRow(call);
    case "PATCH":
      return patchRow(call);
    case "POST":
      // `POST …/X/Id` with the literal word creates a row, the counterpart of an upsert by Id.
      return first === "Id" && second === undefined ? postRow(call, objectName) : patchRow(call);
    case "DELETE":
      deleteAddressedRow(call);
      return empty(204);
    default:
      throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH", "POST"]);
  }
}
