import type grpc from "@grpc/grpc-js";
import { type PubSubError, pubSubError } from "../feed/errors.ts";
import { type Session, sessionOf } from "../oauth/sessions.ts";
import type { Org } from "../org.ts";
import { toLongId } from "../store/record-id.ts";
import { isLoopbackAddress } from "./http-shell.ts";

/** Who calls: every call carries `accesstoken`, `instanceurl` and `tenantid` in its metadata (S2.2). */

/** A call as far as its caller goes. */
export interface Caller {
  readonly metadata: grpc.Metadata;
  getPeer(): string;
}

/** The caller's session, or why there is none. */
export function authorise(org: Org, call: Caller, now: number): Session | PubSubError {
  const value = (name: string): string => String(call.metadata.get(name)[0] ?? "");
  for (const name of ["accesstoken", "instanceurl", "tenantid"]) {
    if (value(name).trim() === "") return pubSubError("service.auth.headers.invalid", `(${name})`);
  }
  const tenant = value("tenantid");
  const isTenant = toLongId(tenant.slice(0, 15)) === org.settings.organizationId;
  if (!isTenant) return pubSubError("service.auth.error", "The tenantid names another org.");
  const session = tokenSession(org, call, value("accesstoken"), now);
  return session ?? pubSubError("service.auth.error", "The access token is not valid.");
}

/** The session of a token that came with a call; undefined when it has ended or never was. */
export function tokenSession(
  org: Org,
  call: Pick<Caller, "getPeer">,
  token: string,
  now: number,
): Session | undefined {
  const fromLoopback = isLoopbackAddress(call.getPeer().replace(/^\[|\]?:\d+$/g, ""));
  return sessionOf(org, token, { now, fromLoopback });
}
