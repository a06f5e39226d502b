import type { EmulatorRequest } from "../emulator-request.ts";

/** A form may only come from the pages themselves: browsers name the origin of every form post. */
export function isSameOrigin(request: EmulatorRequest): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
