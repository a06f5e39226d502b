import { methodNotAllowed, refuse } from "../api-error.ts";
import { COMPOSITE_TEXTS } from "../not-evidenced.ts";
import { type EmulatorAnswer, isObject, json, splitUrl } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf } from "./request-body.ts";
import { referencesOf, runningOrder } from "./collation.ts";
import {
  halted,
  haltedAnswer,
  isFailure,
  readSubrequests,
  type Route,
  runSubrequest,
  type Subanswer,
  type Subrequest,
} from "./subrequest.ts";

/**
 * `POST /composite/graph` (D, resources_composite_graph and _limits): several graphs of subrequests on
 * rows. Each graph is done whole or not at all, independently of the others.
 */

const GRAPHS_MAX = 75;
/** In one graph, and in all graphs of a payload together. */
const NODES_MAX = 500;
const DEPTH_MAX = 15;
/** Kinds of nodes in a graph: version, method and object. */
const KINDS_MAX = 15;
/** After this many failed graphs the rest is not attempted. */
const FAILED_MAX = 14;

interface Graph {
  readonly graphId: string;
  readonly nodes: readonly Subrequest[];
}

/** Runs the graphs in order; the answer is 200 however many fail. */
export function compositeGraph(call: Call, route: Route): EmulatorAnswer {
  if (call.request.method !== "POST") throw methodNotAllowed(call.request.method, ["POST"]);
  const graphs = readGraphs(bodyOf(call)["graphs"]);
  let failed = 0;
  const answers = graphs.map((graph) => {
    const responses = failed > FAILED_MAX ? undefined : runGraph(call, graph, route);
    const isSuccessful = responses !== undefined && !responses.some(isFailure);
    if (!isSuccessful) failed += 1;
    const compositeResponse =
      responses ?? graph.nodes.map(({ referenceId }) => haltedAnswer(referenceId));
    return { graphId: graph.graphId, graphResponse: { compositeResponse }, isSuccessful };
  });
  return json(200, { graphs: answers });
}

/** One graph, in one piece. */
function runGraph(call: Call, { nodes }: Graph, route: Route): readonly Subanswer[] {
  const { store } = call.org;
  const beginning = store.savepoint();
  const results = new Map<string, unknown>();
  const answers = new Map<string, Subanswer>();
  for (const node of runningOrder(nodes, true)) {
    const answer = runSubrequest(call, node, results, { route, isAllowed });
    answers.set(node.referenceId, answer);
    if (isFailure(answer)) {
      store.rollbackTo(beginning);
      return halted(nodes, answers);
    }
    results.set(node.referenceId, answer.body);
  }
  return nodes.map(({ referenceId }) => answers.get(referenceId) ?? haltedAnswer(referenceId));
}

/** Nodes are rows: by id or by external id. */
const isAllowed = ({ path }: Call): boolean => path[0] === "sobjects" && path.length >= 2;

/** Refuses a payload that breaks a limit before any of it runs. */
function readGraphs(value: unknown): readonly Graph[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw refuse(400, "JSON_PARSER_ERROR", "graphs must be a list of graphs");
  }
  if (value.length > GRAPHS_MAX) throw limitExceeded("graphs in a payload", GRAPHS_MAX);
  const graphs = value.map((entry): Graph => {
    const graphId = isObject(entry) ? entry["graphId"] : undefined;
    if (!isObject(entry) || typeof graphId !== "string") {
      throw refuse(400, "JSON_PARSER_ERROR", "a graph needs graphId and compositeRequest");
    }
    return { graphId, nodes: readSubrequests(entry["compositeRequest"], NODES_MAX) };
  });
  const nodes = graphs.reduce((sum, graph) => sum + graph.nodes.length, 0);
  if (nodes > NODES_MAX) throw limitExceeded("nodes in a payload", NODES_MAX);
  if (new Set(graphs.map((graph) => graph.graphId)).size < graphs.length) {
    throw refuse(400, "JSON_PARSER_ERROR", "Duplicate graphId provided in the request");
  }
  graphs.forEach(checkGraph);
  return graphs;
}

/** Depth and kinds of one graph. */
function checkGraph({ nodes }: Graph): void {
  const kinds = new Set(nodes.map(({ method, url }) => `${method} ${kindOfUrl(url)}`));
  if (kinds.size > KINDS_MAX) throw limitExceeded("different nodes in a graph", KINDS_MAX);
  const depths = new Map<string, number>();
  for (const node of runningOrder(nodes, true)) {
    const depth = 1 + Math.max(0, ...referencesOf(node).map((id) => depths.get(id) ?? 0));
    if (depth > DEPTH_MAX) throw limitExceeded("levels in a graph", DEPTH_MAX);
    depths.set(node.referenceId, depth);
  }
}

/** The version and the object of an address. */
function kindOfUrl(url: string): string {
  const [, , version, , object = ""] = splitUrl(url).segments;
  return `${version}/${object.toLowerCase()}`;
}

const limitExceeded = (what: string, max: number) =>
  refuse(400, "LIMIT_EXCEEDED", COMPOSITE_TEXTS.tooMany(what, max));
