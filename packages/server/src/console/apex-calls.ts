/** Carries a component's Apex call to the API's own handlers, as the signed-in operator. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { objectOfRecordId } from "../api/record-id.ts";
import { Refusal } from "../api/refusals.ts";
import type { ApiContext, ApiRoute, Caller } from "../api/route.ts";
import { API_ROUTES } from "../api/routes.ts";
import { APEX_METHODS, type ApexMethod, type Place } from "./apex-methods.ts";

type Values = Record<string, unknown>;

function routeOf({ method, path }: ApexMethod): ApiRoute | undefined {
  return API_ROUTES.find((route) => route.method === method && route.path === path);
}

/** Salesforce knows an id's object; here its key prefix tells, for the objects that have a fixed one. */
function recordParams(value: unknown): Values {
  const id = typeof value === "string" ? value : "";
  const type = objectOfRecordId(id);
  if (type === null) {
    throw new Refusal(operationalError("RECORD_UNKNOWN", { type: "record", id: id || "(none)" }));
  }
  return { type, id };
}

/** As Apex does: null and blank query values are left out, null body members too. */
function place(input: { params: Values; query: Values; body: Values }, to: Place, value: unknown) {
  if (to.in === "record") Object.assign(input.params, recordParams(value));
  else if (to.in === "path") input.params[to.name] = value;
  else if (value === null || value === undefined) return;
  else if (to.in === "body") input.body[to.name] = value;
  else if (typeof value !== "string" || value.trim() !== "") input.query[to.name] = value;
}

/** The API's answer, or a `Refusal` thrown. */
export async function callApexMethod(
  context: ApiContext,
  caller: Caller,
  name: string,
  given: Readonly<Values>,
): Promise<unknown> {
  const method = Object.hasOwn(APEX_METHODS, name) ? APEX_METHODS[name] : undefined;
  const route = method === undefined ? undefined : routeOf(method);
  if (method === undefined || route === undefined) {
    const detail = `AccordApi has no method ${name}`;
    throw new Refusal(operationalError("API_BAD_REQUEST", { detail }), { status: 404 });
  }
  const input = { params: {}, query: {}, body: {} };
  for (const [parameter, to] of Object.entries(method.parameters)) {
    place(input, to, given[parameter]);
  }
  return route.handle(context, caller, input);
}
