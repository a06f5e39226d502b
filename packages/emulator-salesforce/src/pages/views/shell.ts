/** The one document that every address of the pages answers; the app in it draws the page. */
import type { PageAnswer, PageHost } from "../../page-host.ts";
import { htmlAnswer } from "../http/answers.ts";
import { contentSecurityPolicy, importMapText, readManifest } from "../http/assets.ts";
import { CLIENT_BASE } from "../http/client-files.ts";
import { html, Html } from "../http/html.ts";

const NOT_BUILT = html`<p class="not-built" role="alert">The Lightning components are not built yet.
  Build them with <code>node tools/lwc-build/src/main.ts</code>, then load this page again.</p>`;
const NO_SCRIPT = html`<noscript><p class="not-built">These pages need JavaScript.</p></noscript>`;

/** What a page is before its script runs. */
export interface ShellPage {
  readonly title: string;
  readonly status: number;
}

export function renderShell(host: PageHost, page: ShellPage): PageAnswer {
  const manifest = readManifest(host.assetsFolder);
  const importMap = manifest === undefined ? "{}" : importMapText(manifest);
  const styles = (manifest?.styles ?? []).map(
    (href) => html`<link rel="stylesheet" href="${href}">`,
  );
  const script =
    manifest === undefined ? "" : html`<script type="module" src="${manifest.pages}"></script>`;
  const { timeZone } = host.user;
  const zone = timeZone === undefined ? "" : html` data-time-zone="${timeZone}"`;
  const body = html`<!doctype html>
<html lang="en"${zone}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} | Salesforce</title>
<link rel="icon" href="data:,">
${styles}
<link rel="stylesheet" href="${CLIENT_BASE}page.css">
<script type="importmap">${new Html(importMap)}</script>
${script}
</head>
<body class="slds-scope">
<div id="app">${manifest === undefined ? NOT_BUILT : NO_SCRIPT}</div>
</body>
</html>`;
  return htmlAnswer(body, {
    status: page.status,
    headers: { "content-security-policy": contentSecurityPolicy(importMap) },
  });
}
