import { methodNotAllowed, refuse } from "../api-error.ts";
import { type EmulatorAnswer, json, splitUrl } from "../wire.ts";
import type { Call } from "./call.ts";
import { bodyOf, flagOf } from "./request-body.ts";
import { runningOrder } from "./collation.ts";
import {
  halted,
  isFailure,
  readSubrequests,
  type Route,
  runSubrequest,
  type Subanswer,
  type Subrequest,
} from "./subrequest.ts";

/**
 * `POST /composite` (S1.4): up to 25 subrequests in one call and one transaction. A failing subrequest
 * undoes itself, and those that refer to it do not run; with `allOrNone` one failure undoes them all.
 */

const SUBREQUESTS_MAX = 25;
/** Of these, queries and collections together (D, resources_composite_composite). */
const QUERIES_MAX = 5;

/** Resources under a version that a composite cannot hold: other composites, and work that takes time. */
const NOT_IN_COMPOSITE: ReadonlySet<string> = new Set(["jobs", "chatter", "connect"]);

/** Runs the subrequests; answers stand in the order of the request, whatever order they ran in. */
export function composite(call: Call, route: Route): EmulatorAnswer {
  if (call.request.method !== "POST") throw methodNotAllowed(call.request.method, ["POST"]);
  const body = bodyOf(call);
  const subrequests = readSubrequests(body["compositeRequest"], SUBREQUESTS_MAX);
  limitQueries(subrequests);
  const isAllOrNone = flagOf(body, "allOrNone");
  const isCollated = flagOf(body, "collateSubrequests", true);
  const { store } = call.org;
  const beginning = store.savepoint();
  const results = new Map<string, unknown>();
  const answers = new Map<string, Subanswer>();
  for (const subrequest of runningOrder(subrequests, isCollated)) {
    const answer = runSubrequest(call, subrequest, results, { route, isAllowed });
    answers.set(subrequest.referenceId, answer);
    if (!isFailure(answer)) results.set(subrequest.referenceId, answer.body);
    else if (isAllOrNone) {
      store.rollbackTo(beginning);
      return json(200, { compositeResponse: halted(subrequests, answers) });
    }
  }
  const compositeResponse = subrequests.map(({ referenceId }) => answers.get(referenceId));
  return json(200, { compositeResponse });
}

/** Collections are the only composite resource that may stand in a composite. */
function isAllowed({ path: [resource = "", second] }: Call): boolean {
  return resource === "composite" ? second === "sobjects" : !NOT_IN_COMPOSITE.has(resource);
}

/** Refuses a request with too many subrequests that may each touch many rows. */
function limitQueries(subrequests: readonly Subrequest[]): void {
  const many = subrequests.filter(({ url }) => {
    const [, , , resource = ""] = splitUrl(url).segments;
    return ["query", "queryAll", "composite"].includes(resource);
  });
  if (many.length <= QUERIES_MAX) return;
  const message = `The number of query and sObject Collections subrequests exceeds the limit of ${QUERIES_MAX}.`;
  throw refuse(400, "LIMIT_EXCEEDED", message);
}
