/** Turns a call of the proxy into the request it makes, as `AccordRequest.cls` does. */
import type { AccordApiRoute } from "./accord-api-routes.ts";

export interface ServiceRequest {
  readonly verb: string;
  /** Path and query, from `/api/v1` on. */
  readonly path: string;
  /** Undefined for GET. */
  readonly body: string | undefined;
}

export type Params = Readonly<Record<string, unknown>>;

/** A parameter that the proxy refuses, in its words. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";

function fill(path: string, name: string, value: string): string {
  if (value.trim() === "") throw new ProxyRefusal(`The ${name} is missing.`);
  return path.replace(`{${name}}`, encodeURIComponent(value));
}

/** `typeOfId` answers the object that a record id belongs to, or undefined. */
export function serviceRequest(
  route: AccordApiRoute,
  params: Params,
  typeOfId: (id: string) => string | undefined,
): ServiceRequest {
  let { path } = route;
  if (route.record !== null) {
    const id = textOf(params[route.record]);
    const type = typeOfId(id);
    if (type === undefined)
      throw new ProxyRefusal(id === "" ? "Name the record." : `Invalid id: ${id}`);
    path = fill(fill(path, "type", type), "id", id);
  }
  for (const [name, parameter] of Object.entries(route.pathParameters)) {
    path = fill(path, name, textOf(params[parameter]));
  }
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(route.query)) {
    const value = textOf(params[parameter]);
    if (value.trim() !== "") query.set(name, value);
  }
  const members = Object.entries(route.body)
    .map(([name, parameter]) => [name, params[parameter]] as const)
    .filter(([, value]) => value !== null && value !== undefined);
  return {
    verb: route.verb,
    path: `/api/v1${path}${query.size > 0 ? `?${query.toString()}` : ""}`,
    body: route.verb === "GET" ? undefined : JSON.stringify(Object.fromEntries(members)),
  };
}
