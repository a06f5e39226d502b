/** The frame around each page: global header, app navigation, scripts. */
import type { PageAnswer, PageHost } from "../../page-host.ts";
import type { LightningApp, NavItem } from "../app-metadata.ts";
import { htmlAnswer } from "../http/answers.ts";
import { contentSecurityPolicy, importMapText, readManifest } from "../http/assets.ts";
import { CLIENT_BASE } from "../http/client-scripts.ts";
import { html, Html } from "../http/html.ts";
import { describeObject } from "../record/find-object.ts";
import { utilityIcon } from "./icons.ts";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The navigation item that the page belongs to: an object or tab name. */
  readonly nav?: string;
  readonly status?: number;
}

export function navItems(host: PageHost, app: LightningApp): NavItem[] {
  return app.tabs.flatMap((tab): NavItem[] => {
    if (tab.startsWith("standard-")) {
      const name = tab.slice("standard-".length);
      const object = describeObject(host, name);
      if (object === undefined) return [];
      return [{ name, label: object.labelPlural, url: `/lightning/o/${name}/list` }];
    }
    const custom = app.customTab(tab);
    return custom === undefined
      ? []
      : [{ name: tab, label: custom.label, url: `/lightning/n/${tab}` }];
  });
}

function navigation(
  items: readonly NavItem[],
  app: LightningApp,
  current: string | undefined,
): Html {
  const entries = items.map((item) => {
    const isCurrent = item.name === current;
    return html`<li class="slds-context-bar__item ${isCurrent ? "slds-is-active" : ""}">
      <a class="slds-context-bar__label-action" href="${item.url}" ${isCurrent ? new Html('aria-current="page"') : ""}>
        <span class="slds-truncate">${item.label}</span></a></li>`;
  });
  return html`<div class="slds-context-bar app-bar">
    <div class="slds-context-bar__primary">
      <a class="app-name" href="/"><span class="waffle" aria-hidden="true"></span><span>${app.label}</span></a>
    </div>
    <nav class="slds-context-bar__secondary" aria-label="${app.label}"><ul class="slds-grid">${entries}</ul></nav>
  </div>`;
}

function header(host: PageHost): Html {
  return html`<div class="global-header">
    <span class="org">${utilityIcon("salesforce1", "cloud")}<span>${host.organization.name}</span>
      <span class="emulator">Salesforce emulator</span></span>
    <span class="user"><span class="avatar" aria-hidden="true">${initials(host.user.name)}</span>${host.user.name}</span>
  </div>`;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");

const NOT_BUILT = html`<p class="not-built" role="alert">The Lightning components are not built yet.
  Build them with <code>node tools/lwc-build/src/main.ts</code>, then load this page again.</p>`;

/** Renders a page in the frame. */
export function renderPage(host: PageHost, app: LightningApp, page: Page): PageAnswer {
  const manifest = readManifest(host.assetsFolder);
  const importMap = manifest === undefined ? "{}" : importMapText(manifest);
  const styles = (manifest?.styles ?? []).map(
    (href) => html`<link rel="stylesheet" href="${href}">`,
  );
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} | Salesforce</title>
<link rel="icon" href="data:,">
${styles}
<link rel="stylesheet" href="${CLIENT_BASE}page.css">
<script type="importmap">${new Html(importMap)}</script>
<script type="module" src="${CLIENT_BASE}main.ts"></script>
</head>
<body class="slds-scope">
<a class="slds-assistive-text slds-assistive-text_focus" href="#content">Skip to content</a>
<header>${header(host)}
${navigation(navItems(host, app), app, page.nav)}</header>
<main id="content" class="page" tabindex="-1">${manifest === undefined ? NOT_BUILT : ""}${page.body}</main>
</body>
</html>`;
  return htmlAnswer(body, {
    status: page.status ?? 200,
    headers: { "content-security-policy": contentSecurityPolicy(importMap) },
  });
}

/** An error state as a page: what is wrong, and a way on. */
export function problemPage(
  host: PageHost,
  app: LightningApp,
  problem: { readonly status: number; readonly title: string; readonly text: string },
): PageAnswer {
  const { status, title, text } = problem;
  const body = html`<article class="slds-card problem">
    <div class="slds-illustration slds-illustration_small slds-p-around_x-large">
      <h1 class="slds-text-heading_medium">${title}</h1>
      <p class="slds-text-body_regular slds-m-vertical_small">${text}</p>
      <a class="slds-button slds-button_neutral" href="/">Go to the home page</a>
    </div></article>`;
  return renderPage(host, app, { title, body, status });
}
