/**
 * The Lightning-like pages of the org: lists, records, the app's tabs, and what their components need
 * from a server. Every address that starts with none of ours is left to the API.
 */
import type { PageAnswer, PageHandler, PageHost } from "../page-host.ts";
import { type ApexPorts, callApex } from "./apex/apex-endpoint.ts";
import { readLightningApp } from "./app-metadata.ts";
import { redirect } from "./http/answers.ts";
import { ASSETS_BASE, assetAnswer } from "./http/assets.ts";
import { CLIENT_BASE, clientAnswer } from "./http/client-scripts.ts";
import { isSameOrigin } from "./http/same-origin.ts";
import { changeEvents } from "./routes/change-events.ts";
import { listRoute } from "./routes/list-routes.ts";
import { bareRecordRoute, recordRoute } from "./routes/record-routes.ts";
import type { Answer, RouteContext } from "./routes/route.ts";
import { networkApexPorts } from "./runtime/apex-ports.ts";
import { problemPage, renderPage } from "./views/shell.ts";
import { tabView } from "./views/tab-view.ts";

interface Route {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
  readonly answer: (context: RouteContext, groups: Readonly<Record<string, string>>) => Answer;
}

const HOME = "/lightning/o/Account/list";
const PLAIN_404 = { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };

function tabPage({ host, app }: RouteContext, name: string): PageAnswer {
  const tab = app.customTab(name);
  if (tab === undefined) return notFound({ host, app });
  return renderPage(host, app, { title: tab.label, body: tabView(tab), nav: name });
}

function notFound({ host, app }: Pick<RouteContext, "host" | "app">): PageAnswer {
  const text = "The address leads nowhere in this org.";
  return problemPage(host, app, { status: 404, title: "Page not found", text });
}

function routes(ports: ApexPorts): readonly Route[] {
  const read = ["GET"];
  return [
    {
      methods: read,
      pattern: /^\/(?:lightning(?:\/page\/home)?)?\/?$/,
      answer: () => redirect(HOME),
    },
    {
      methods: read,
      pattern: /^\/lightning\/o\/(?<object>\w+)\/(?:list|home)\/?$/,
      answer: (context, { object = "" }) => listRoute(context, object, "list"),
    },
    {
      methods: ["GET", "POST"],
      pattern: /^\/lightning\/o\/(?<object>\w+)\/new\/?$/,
      answer: (context, { object = "" }) => listRoute(context, object, "new"),
    },
    {
      methods: read,
      pattern: /^\/lightning\/r\/(?<id>\w+)\/view\/?$/,
      answer: (context, { id = "" }) => bareRecordRoute(context, id),
    },
    {
      methods: read,
      pattern: /^\/lightning\/r\/(?<object>\w+)\/(?<id>\w+)\/view\/?$/,
      answer: (context, { object = "", id = "" }) =>
        recordRoute(context, { object, id, action: "view" }),
    },
    {
      methods: ["GET", "POST"],
      pattern: /^\/lightning\/r\/(?<object>\w+)\/(?<id>\w+)\/(?<action>edit|delete)\/?$/,
      answer: (context, { object = "", id = "", action = "" }) =>
        recordRoute(context, { object, id, action }),
    },
    {
      methods: read,
      pattern: /^\/lightning\/n\/(?<name>\w+)\/?$/,
      answer: (context, { name = "" }) => tabPage(context, name),
    },
    { methods: read, pattern: /^\/lightning\/events$/, answer: changeEvents },
    {
      methods: ["POST"],
      pattern: /^\/apex\/(?<className>\w+)\/(?<method>\w+)$/,
      answer: ({ host, request }, { className = "", method = "" }) =>
        callApex(host, ports, { className, method, body: request.body }),
    },
  ];
}

const isPagePath = (pathname: string): boolean =>
  pathname === "/" ||
  pathname.startsWith("/lightning") ||
  pathname.startsWith("/apex/") ||
  pathname.startsWith(ASSETS_BASE);

/** `ports` is for tests; the pages reach the service over the network. */
export function mountPages(host: PageHost, ports: ApexPorts = networkApexPorts()): PageHandler {
  const app = readLightningApp(host.appFolder);
  const table = routes(ports);
  return async (request) => {
    const url = new URL(request.url, "http://org");
    const { pathname } = url;
    if (!isPagePath(pathname)) return undefined;
    if (pathname.startsWith(ASSETS_BASE)) {
      const answer = assetAnswer(host.assetsFolder, pathname, request.headers["if-none-match"]);
      return answer ?? PLAIN_404;
    }
    if (pathname.startsWith(CLIENT_BASE)) return clientAnswer(pathname) ?? PLAIN_404;
    if (request.method === "POST" && !isSameOrigin(request)) {
      const headers = { "content-type": "text/plain" };
      return { status: 403, headers, body: "This request came from another site." };
    }
    for (const { methods, pattern, answer } of table) {
      const match = pattern.exec(pathname);
      if (match === null) continue;
      if (!methods.includes(request.method === "HEAD" ? "GET" : request.method)) {
        return { status: 405, headers: { allow: methods.join(", ") }, body: "" };
      }
      return answer({ host, app, request, url }, match.groups ?? {});
    }
    return notFound({ host, app });
  };
}
