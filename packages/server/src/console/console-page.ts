/** One page of the console: the header, its tabs and the tab's component. */
import { type Manifest, scriptHash, scriptJson } from "./assets.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";

export interface ConsoleTab {
  readonly path: string;
  /** The tab's API name, by which components navigate. */
  readonly apiName: string;
  readonly label: string;
  readonly component: string;
}

export const CONSOLE_TABS: readonly ConsoleTab[] = [
  { path: "/", apiName: "Accord_Admin", label: "Accord Admin", component: "c:accordAdmin" },
  {
    path: "/log",
    apiName: "Accord_Log_Viewer",
    label: "Accord Log Viewer",
    component: "c:accordLogViewer",
  },
];

/** Our own tabs open here, records in Salesforce itself. */
function startScript(host: string, salesforceUrl: string): string {
  const tabs = Object.fromEntries(CONSOLE_TABS.map((tab) => [tab.apiName, tab.path]));
  return `import { lightningUrlOf, mountApp } from ${scriptJson(host)};
const tabs = ${scriptJson(tabs)};
const salesforce = ${scriptJson(salesforceUrl)};
await mountApp({
  apexEndpoint: "/apex",
  urlOf(page) {
    const url = tabs[page.attributes?.apiName] ?? lightningUrlOf(page);
    const isOurs = Object.values(tabs).includes(url);
    return isOurs || page.type === "standard__webPage" ? url : salesforce + url;
  },
});`;
}

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

export interface ConsolePageParts {
  readonly tab: ConsoleTab;
  /** Null when the components are not built. */
  readonly manifest: Manifest | null;
  readonly salesforceUrl: string;
}

/** The page and the hashes of its inline scripts. */
export function consolePage({ tab, manifest, salesforceUrl }: ConsolePageParts): {
  readonly text: string;
  readonly scriptHashes: readonly string[];
} {
  if (manifest === null) {
    const body = html`${header(tab)}
<main class="accord-main"><h1>${tab.label}</h1>
<p>The screens are not built. Stop the service and run <code>npm start</code>, which builds them.</p></main>`;
    return { text: frame({ title: tab.label, body }), scriptHashes: [] };
  }
  const importMap = scriptJson({ imports: manifest.imports });
  const script = startScript(manifest.host, salesforceUrl);
  const styles = manifest.styles.map((href) => html`<link rel="stylesheet" href="${href}">`.html);
  const head: Html = {
    html: `${styles.join("\n")}\n<script type="importmap">${importMap}</script>`,
  };
  const body = html`${header(tab)}
<main class="accord-main slds-scope" id="main">
<h1 class="slds-assistive-text">${tab.label}</h1>
<div data-component="${tab.component}"><p role="status">Loading ${tab.label} …</p></div>
</main>
<script type="module">${{ html: script }}</script>`;
  return {
    text: frame({ title: tab.label, head, body }),
    scriptHashes: [scriptHash(importMap), scriptHash(script)],
  };
}
