/** The document around each page of the console, and what the browser may load for it. */
import { type Html, html, NOTHING } from "./html.ts";

/** The page's own look, used where the Lightning styles are not loaded or say nothing. */
const STYLE: Html = {
  html: `<style>
:root { color-scheme: light; }
html { background: #f3f3f3; }
body { margin: 0; background: #f3f3f3; color: #181818; font: 0.875rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
a { color: #0b5cab; }
.accord-header { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.5rem; padding: 0 1.5rem; min-height: 3.25rem; background: #fff; border-bottom: 3px solid #0176d3; }
.accord-brand { font-size: 1.125rem; font-weight: 700; color: #032d60; text-decoration: none; }
.accord-tabs { display: flex; flex-wrap: wrap; gap: 0 .25rem; align-self: stretch; flex: 1; }
.accord-tabs a { display: flex; align-items: center; min-height: 2.5rem; padding: 0 1rem; color: #181818; text-decoration: none; border-bottom: 3px solid transparent; margin-bottom: -3px; }
.accord-tabs a:hover, .accord-tabs a:focus-visible { background: #eef4ff; }
.accord-tabs a[aria-current] { border-color: #032d60; font-weight: 700; }
.accord-main { padding: 1rem 1.5rem 3rem; max-width: 90rem; margin: 0 auto; font-size: .8125rem; }
@media (max-width: 40rem) {
  .accord-main { padding: .5rem .5rem 2rem; }
  .accord-header { justify-content: space-between; }
  .accord-tabs { order: 1; flex-basis: 100%; }
}
.accord-card { max-width: 26rem; margin: 12vh auto 0; padding: 2rem; background: #fff; border: 1px solid #c9c9c9; border-radius: .5rem; box-shadow: 0 2px 4px rgb(0 0 0 / 8%); }
.accord-card h1 { margin: 0 0 .75rem; font-size: 1.25rem; line-height: 1.3; }
.accord-card label { display: block; margin: 1rem 0 .25rem; }
.accord-card input { box-sizing: border-box; width: 100%; padding: .5rem .75rem; font: inherit; border: 1px solid #747474; border-radius: .25rem; }
.accord-card code { padding: .1rem .3rem; background: #f3f3f3; border-radius: .2rem; overflow-wrap: anywhere; }
.accord-button { display: inline-block; margin-top: 1rem; padding: .45rem 1.25rem; font: inherit; color: #fff; background: #0176d3; border: 0; border-radius: .25rem; text-decoration: none; cursor: pointer; }
.accord-button:hover { background: #014486; }
.accord-quiet { margin: 0; padding: .35rem .75rem; color: #0b5cab; background: none; border: 0; font: inherit; cursor: pointer; }
.accord-problem { margin: 1rem 0 0; padding: .5rem .75rem; color: #8e030f; background: #fef1ee; border-radius: .25rem; }
:focus-visible { outline: 2px solid #0176d3; outline-offset: 2px; }
</style>`,
};

export interface FrameParts {
  readonly title: string;
  readonly head?: Html;
  readonly body: Html;
}

export function frame({ title, head = NOTHING, body }: FrameParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | Accord Sync</title>
<link rel="icon" href="data:,">
${head}
${STYLE}
</head>
<body>
${body}
</body>
</html>
`.html;
}

/**
 * Scripts come from us alone; `scriptHashes` names the inline ones. Styles are open, because the
 * components put theirs into the page.
 */
export function contentSecurityPolicy(scriptHashes: readonly string[] = []): string {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...scriptHashes.map((hash) => `'${hash}'`)].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
