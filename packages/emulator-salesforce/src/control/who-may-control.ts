import type { EmulatorRequest } from "../wire.ts";

/** The names by which this machine calls itself, with any port. */
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * Why a request may not control the emulator; undefined when it may. A browser on this machine also
 * carries what other sites' pages send: they are known by their `Origin` and `Sec-Fetch-Site`, and those
 * whose name was pointed at this machine by the `Host`. Callers in the same process name no host.
 */
export function refusalOf(request: EmulatorRequest): string | undefined {
  if (request.fromLoopback === false) return "control is answered to this machine only";
  const { host, origin } = request.headers;
  if (host !== undefined && !LOOPBACK_HOST.test(host)) {
    return `control is answered under the name localhost only, not ${host}`;
  }
  const site = request.headers["sec-fetch-site"];
  const isOwnSite = site === undefined || site === "same-origin" || site === "none";
  const isOwnOrigin =
    origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  return isOwnSite && isOwnOrigin ? undefined : "control is not answered to pages of other sites";
}
