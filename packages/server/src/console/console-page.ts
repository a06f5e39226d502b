/** One page of the console: the header, its tabs and the tab's component. */
import { type ConsoleAssets, scriptHash } from "./assets.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";

export interface ConsoleTab {
  readonly path: string;
  readonly label: string;
  readonly component: string;
}

export const CONSOLE_TABS: readonly ConsoleTab[] = [
  { path: "/", label: "Accord Admin", component: "c:accordAdmin" },
  { path: "/log", label: "Accord Log Viewer", component: "c:accordLogViewer" },
];

const START_SCRIPT = `import { mountApp } from "/host.js";
await mountApp({ apexEndpoint: "/apex" });`;

function header(current: ConsoleTab): Html {
  const tabs = CONSOLE_TABS.map((tab) =>
    tab === current
      ? html`<a href="${tab.path}" aria-current="page">${tab.label}</a>`
      : html`<a href="${tab.path}">${tab.label}</a>`,
  );
  return html`<header class="accord-header">
<a class="accord-brand" href="/">Accord Sync</a>
<nav class="accord-tabs" aria-label="Accord Sync">${{ html: tabs.map((tab) => tab.html).join("") }}</nav>
<form method="post" action="/sign-out"><button class="accord-quiet" type="submit">Sign Out</button></form>
</header>`;
}

/** The page and the hashes of its inline scripts. */
export function consolePage(
  tab: ConsoleTab,
  assets: ConsoleAssets | null,
): { readonly text: string; readonly scriptHashes: readonly string[] } {
  if (assets === null) {
    const body = html`${header(tab)}
<main class="accord-main"><h1>${tab.label}</h1>
<p>The screens are not built. Stop the service and run <code>npm start</code>, which builds them.</p></main>`;
    return { text: frame({ title: tab.label, body }), scriptHashes: [] };
  }
  const { importMap } = assets;
  const head: Html = {
    html: `<link rel="stylesheet" href="/assets/slds1.css">
<script type="importmap">${importMap}</script>`,
  };
  const body = html`${header(tab)}
<main class="accord-main" id="main">
<div data-component="${tab.component}"><p role="status">Loading ${tab.label} …</p></div>
</main>
<script type="module">${{ html: START_SCRIPT }}</script>`;
  return {
    text: frame({ title: tab.label, head, body }),
    scriptHashes: [scriptHash(importMap), scriptHash(START_SCRIPT)],
  };
}
