import { frame } from "./frame.ts";
import { html } from "./html.ts";

export interface Notice {
  readonly heading: string;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string };
}

/** A page that says one thing and offers the way on. */
export function noticePage({ heading, text, link }: Notice): string {
  return frame({
    title: heading,
    body: html`<main class="accord-card">
<h1>${heading}</h1>
<p>${text}</p>
<a class="accord-button" href="${link.href}">${link.label}</a>
</main>`,
  });
}
