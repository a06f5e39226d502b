/** The status and first title of an address; the app shows the page itself, errors included. */
import { objectOfId, type World } from "../api/request-world.ts";
import { SETUP_PAGES } from "../lwc/shared/setup-pages.ts";
import type { ShellPage } from "../views/shell.ts";

const NOT_FOUND: ShellPage = { title: "Page not found", status: 404 };
const found = (title: string): ShellPage => ({ title, status: 200 });

interface PageRoute {
  readonly pattern: RegExp;
  readonly page: (world: World, groups: Readonly<Record<string, string>>) => ShellPage;
}

function objectPage(world: World, name: string): ShellPage {
  const object = world.describe(name);
  return object.ok ? found(object.value.labelPlural) : NOT_FOUND;
}

function recordPage(world: World, objectName: string | undefined, id: string): ShellPage {
  const object = objectOfId(world, id);
  if (!object.ok) return NOT_FOUND;
  if (objectName !== undefined && objectName !== object.value.name) return NOT_FOUND;
  return world.org.read(object.value.name, id).ok ? found(object.value.label) : NOT_FOUND;
}

const ROUTES: readonly PageRoute[] = [
  {
    pattern: /^\/lightning\/o\/(?<object>\w+)\/(?:list|home|new)\/?$/,
    page: (world, { object = "" }) => objectPage(world, object),
  },
  {
    pattern: /^\/lightning\/r\/(?<id>\w+)\/view\/?$/,
    page: (world, { id = "" }) => recordPage(world, undefined, id),
  },
  {
    pattern: /^\/lightning\/r\/(?<object>\w+)\/(?<id>\w+)\/(?:view|edit|delete)\/?$/,
    page: (world, { object, id = "" }) => recordPage(world, object, id),
  },
  {
    pattern: /^\/lightning\/r\/(?<object>\w+)\/(?<id>\w+)\/related\/\w+\/view\/?$/,
    page: (world, { object, id = "" }) => recordPage(world, object, id),
  },
  {
    pattern: /^\/lightning\/n\/(?<name>\w+)\/?$/,
    page: (world, { name = "" }) => {
      const tab = world.app.customTabs.find((each) => each.name === name);
      return tab === undefined ? NOT_FOUND : found(tab.label);
    },
  },
  {
    pattern: /^\/lightning\/setup\/(?<name>\w+)\/home\/?$/,
    page: (_, { name = "" }) => {
      const page = SETUP_PAGES.find((each) => each.name === name);
      return page === undefined ? NOT_FOUND : found(page.label);
    },
  },
  { pattern: /^\/lightning\/search\/?$/, page: () => found("Search") },
  { pattern: /^\/lightning\/recycle-bin\/?$/, page: () => found("Recycle Bin") },
  { pattern: /^\/lightning\/merge\/?$/, page: () => found("Merge Accounts") },
];

export function pageAt(world: World, pathname: string): ShellPage {
  for (const { pattern, page } of ROUTES) {
    const match = pattern.exec(pathname);
    if (match !== null) return page(world, match.groups ?? {});
  }
  return NOT_FOUND;
}
