/** Who uses the pages: the administrator, until a person switches. */
import type { PageHost, PageRequest, PageUser } from "../../page-host.ts";

const COOKIE = "lightning_user";

function cookieOf(headers: PageRequest["headers"]): string | undefined {
  const cookies = (headers["cookie"] ?? "").split(";").map((part) => part.trim().split("="));
  return cookies.find(([name]) => name === COOKIE)?.[1];
}

/** The host as the request's person sees it; an unknown or inactive person falls back. */
export function hostFor(host: PageHost, request: PageRequest): PageHost {
  const id = cookieOf(request.headers);
  if (id === undefined || id === host.user.id) return host;
  const user = host.users().find((each) => each.id === id);
  return user === undefined ? host : { ...host, user, org: host.orgAs(user.id) };
}

/** Kept until the browser closes; scripts cannot read it. */
export const sessionCookie = (user: PageUser): string =>
  `${COOKIE}=${user.id}; Path=/; HttpOnly; SameSite=Strict`;
