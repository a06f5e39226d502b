import { methodNotAllowed, notFound } from "../api-error.ts";
import type { EmulatorAnswer } from "../wire.ts";
import type { Call } from "./call.ts";
import { describeRoutes } from "./describe-routes.ts";
import { queryAnswer } from "./query-routes.ts";

/**
 * The part of the Tooling API that tools ask of any org: queries over what the org is made of
 * (EntityDefinition, FieldDefinition, PlatformEventChannel, PlatformEventChannelMember, …), and the
 * describe of these objects. Read only but for channels (`tooling-channels.ts`): the rest is changed by the SFDX
 * project.
 */
export function tooling(call: Call): EmulatorAnswer {
  const { method } = call.request;
  if (method !== "GET") throw methodNotAllowed(method, ["GET", "HEAD"]);
  const [, resource, name, action] = call.path;
  const inner = { ...call, base: `${call.base}/tooling`, path: call.path.slice(1) };
  if (resource === "query" && name === undefined) {
    return queryAnswer(inner, call.query.get("q") ?? "", call.world);
  }
  const isDescribe = name === undefined || (action === "describe" && call.path.length === 4);
  if (resource === "sobjects" && isDescribe) return describeRoutes(inner);
  throw notFound();
}
