/** Addresses of the pages, and going from one to another without loading the document again. */

import { isAnythingUnsaved, mayLeave, startUnsavedGuard } from "./unsaved.ts";

/** What an address leads to. `key` changes when the page must be drawn anew. */
export type Route =
  | {
      readonly page: "list";
      readonly key: string;
      readonly object: string;
      readonly view: string;
      readonly search: string;
      readonly isNew: boolean;
    }
  | {
      readonly page: "record";
      readonly key: string;
      readonly object: string;
      readonly recordId: string;
      readonly action: "view" | "edit" | "delete";
    }
  | {
      readonly page: "related";
      readonly key: string;
      readonly object: string;
      readonly recordId: string;
      readonly relationship: string;
    }
  | { readonly page: "tab"; readonly key: string; readonly name: string }
  | { readonly page: "search"; readonly key: string; readonly text: string }
  | { readonly page: "setup"; readonly key: string; readonly name: string }
  | { readonly page: "recycleBin"; readonly key: string }
  | { readonly page: "merge"; readonly key: string; readonly recordId: string }
  | { readonly page: "unknown"; readonly key: string };

const LIST = /^\/lightning\/o\/(\w+)\/(list|home|new)\/?$/;
const RECORD = /^\/lightning\/r\/(?:(\w+)\/)?(\w+)\/(view|edit|delete)\/?$/;
const RELATED = /^\/lightning\/r\/(\w+)\/(\w+)\/related\/(\w+)\/view\/?$/;
const SETUP = /^\/lightning\/setup\/(\w+)\/home\/?$/;
const TAB = /^\/lightning\/n\/(\w+)\/?$/;

export function routeOf({ pathname, search }: { pathname: string; search: string }): Route {
  const query = new URLSearchParams(search);
  const list = LIST.exec(pathname);
  if (list !== null) {
    const [, object = "", action] = list;
    const view = query.get("filterName") ?? "";
    const text = query.get("q") ?? "";
    const key = `list ${object}`;
    return { page: "list", key, object, view, search: text, isNew: action === "new" };
  }
  const related = RELATED.exec(pathname);
  if (related !== null) {
    const [, object = "", recordId = "", relationship = ""] = related;
    return {
      page: "related",
      key: `related ${recordId} ${relationship}`,
      object,
      recordId,
      relationship,
    };
  }
  const record = RECORD.exec(pathname);
  if (record !== null) {
    const [, object = "", recordId = "", action = "view"] = record;
    return {
      page: "record",
      key: `record ${recordId}`,
      object,
      recordId,
      action: action as "view",
    };
  }
  const tab = TAB.exec(pathname);
  if (tab !== null) return { page: "tab", key: `tab ${tab[1] ?? ""}`, name: tab[1] ?? "" };
  if (/^\/lightning\/search\/?$/.test(pathname)) {
    const text = query.get("q") ?? "";
    return { page: "search", key: `search ${text}`, text };
  }
  const setup = SETUP.exec(pathname);
  if (setup !== null) return { page: "setup", key: "setup", name: setup[1] ?? "" };
  if (/^\/lightning\/recycle-bin\/?$/.test(pathname))
    return { page: "recycleBin", key: "recycleBin" };
  if (/^\/lightning\/merge\/?$/.test(pathname)) {
    const recordId = query.get("recordId") ?? "";
    return { page: "merge", key: `merge ${recordId}`, recordId };
  }
  return { page: "unknown", key: pathname };
}

const listeners = new Set<(route: Route) => void>();
/** The address of the page that is open. */
let shownUrl = "";

const tell = (): void => {
  const route = routeOf(window.location);
  for (const listener of listeners) listener(route);
};

/** Calls back at each change of the address; returns the way to stop. */
export function followRoute(listener: (route: Route) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks first where something typed would be lost. */
export function navigate(url: string): void {
  if (isAnythingUnsaved()) void mayLeave().then((isLeaving) => (isLeaving ? go(url) : undefined));
  else go(url);
}

function go(url: string): void {
  window.history.pushState(null, "", url);
  shownUrl = url;
  window.scrollTo(0, 0);
  tell();
}

/** Back or Forward: the address has moved already, and moves back while the person is asked. */
function handlePop(): void {
  const url = window.location.pathname + window.location.search;
  if (!isAnythingUnsaved()) {
    shownUrl = url;
    tell();
    return;
  }
  window.history.pushState(null, "", shownUrl);
  void mayLeave().then((isLeaving) => (isLeaving ? go(url) : undefined));
}

/** Another address for the page that is open; nothing is drawn anew and Back does not stop at it. */
export function rename(url: string): void {
  window.history.replaceState(null, "", url);
  shownUrl = url;
}

/** Leads to another page in place of this one. */
export function replaceRoute(url: string): void {
  rename(url);
  tell();
}

/** Our own addresses; anything else (assets, the API, other sites) is loaded as usual. */
const isOurs = (url: URL): boolean =>
  url.origin === window.location.origin &&
  url.pathname.startsWith("/lightning/") &&
  !url.pathname.startsWith("/lightning/api/");

/** Follows Back, Forward and every plain click on a link to a page. */
export function startRouter(): void {
  shownUrl = window.location.pathname + window.location.search;
  startUnsavedGuard();
  window.addEventListener("popstate", handlePop);
  document.addEventListener("click", (event) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    const link = event
      .composedPath()
      .find((each): each is HTMLAnchorElement => each instanceof HTMLAnchorElement);
    const href = link?.getAttribute("href") ?? "";
    if (link === undefined || href === "" || href.startsWith("#")) return;
    const url = new URL(href, window.location.href);
    // Base components give their links a target; inside the app a click stays in it.
    if (!isOurs(url)) return;
    event.preventDefault();
    navigate(url.pathname + url.search);
  });
}

export const listUrl = (object: string): string => `/lightning/o/${object}/list`;
export const recordUrl = (object: string, id: string): string =>
  `/lightning/r/${object}/${id}/view`;
export const relatedUrl = (object: string, id: string, relationship: string): string =>
  `/lightning/r/${object}/${id}/related/${relationship}/view`;
export const searchUrl = (text: string): string =>
  `/lightning/search?q=${encodeURIComponent(text)}`;
