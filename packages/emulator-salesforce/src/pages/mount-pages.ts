/**
 * The Lightning-like pages of the org. Every page address answers the same document, whose app reads
 * `/lightning/api/…`; every address that starts with none of ours is left to the API.
 */
import type { PageAnswer, PageHandler, PageHost, PageRequest } from "../page-host.ts";
import { API_BASE, answerApi } from "./api/api-routes.ts";
import { worldOf } from "./api/request-world.ts";
import { type ApexPorts, callApex } from "./apex/apex-endpoint.ts";
import { type AppMetadata, readAppMetadata } from "./app-metadata.ts";
import { jsonAnswer, redirect } from "./http/answers.ts";
import { ASSETS_BASE, assetAnswer } from "./http/assets.ts";
import { CLIENT_BASE, clientAnswer } from "./http/client-files.ts";
import { isSameOrigin } from "./http/same-origin.ts";
import { hostFor, sessionCookie } from "./http/session.ts";
import { changeEvents } from "./routes/change-events.ts";
import { pageAt } from "./routes/page-titles.ts";
import { networkApexPorts } from "./runtime/apex-ports.ts";
import { renderShell } from "./views/shell.ts";

const HOME = "/lightning/o/Account/list";
const PLAIN = { "content-type": "text/plain" };
const PLAIN_404 = { status: 404, headers: PLAIN, body: "Not found" };
const HOME_PATHS = /^\/(?:lightning(?:\/page\/home)?)?\/?$/;
const APEX_PATH = /^\/apex\/(?<className>\w+)\/(?<method>\w+)$/;

const isPagePath = (pathname: string): boolean =>
  pathname === "/" ||
  pathname.startsWith("/lightning") ||
  pathname.startsWith("/apex/") ||
  pathname.startsWith(ASSETS_BASE);

const isRead = (method: string): boolean => method === "GET" || method === "HEAD";

/** `ports` is for tests; the pages reach the service over the network. */
export function mountPages(host: PageHost, ports: ApexPorts = networkApexPorts()): PageHandler {
  const app = readAppMetadata(host.appFolder);
  return async (request) => {
    const url = new URL(request.url, "http://org");
    if (!isPagePath(url.pathname)) return undefined;
    const file = fileAnswer(host, request, url.pathname);
    if (file !== undefined) return file;
    if (!isRead(request.method) && !isSameOrigin(request)) {
      return { status: 403, headers: PLAIN, body: "This request came from another site." };
    }
    return answerPage({ host: hostFor(host, request), app, ports }, request, url);
  };
}

/** Built files and our own style sheet need no person. */
function fileAnswer(
  host: PageHost,
  request: PageRequest,
  pathname: string,
): PageAnswer | undefined {
  if (pathname.startsWith(ASSETS_BASE)) {
    const answer = assetAnswer(host.assetsFolder, pathname, request.headers["if-none-match"]);
    return answer ?? PLAIN_404;
  }
  return pathname.startsWith(CLIENT_BASE) ? (clientAnswer(pathname) ?? PLAIN_404) : undefined;
}

interface Mounted {
  readonly host: PageHost;
  readonly app: AppMetadata;
  readonly ports: ApexPorts;
}

function answerPage(
  { host, app, ports }: Mounted,
  request: PageRequest,
  url: URL,
): PageAnswer | Promise<PageAnswer> {
  const { pathname } = url;
  const apex = APEX_PATH.exec(pathname)?.groups;
  if (apex !== undefined) {
    if (request.method !== "POST") return notAllowed("POST");
    const { className = "", method = "" } = apex;
    return callApex(host, ports, { className, method, body: request.body });
  }
  if (pathname === `${API_BASE}session`) return switchUser(host, request);
  const world = worldOf(host, app);
  if (pathname.startsWith(API_BASE)) {
    return answerApi(world, { method: request.method, url, body: request.body });
  }
  if (!isRead(request.method)) return notAllowed("GET");
  if (HOME_PATHS.test(pathname)) return redirect(HOME);
  if (pathname === "/lightning/events") return changeEvents(host);
  return renderShell(host, pageAt(world, pathname));
}

const notAllowed = (allow: string): PageAnswer => ({ status: 405, headers: { allow }, body: "" });

/** `POST …/session` with `{"userId"}`: logs another person in. */
function switchUser(host: PageHost, request: PageRequest): PageAnswer {
  if (request.method !== "POST") return notAllowed("POST");
  const user = host.users().find(({ id }) => request.body.includes(`"${id}"`));
  if (user === undefined) {
    const message = "This person cannot log in.";
    return jsonAnswer({ errors: [{ message, errorCode: "INVALID_LOGIN" }] }, 400);
  }
  const answer = jsonAnswer(user);
  return { ...answer, headers: { ...answer.headers, "set-cookie": sessionCookie(user) } };
}
