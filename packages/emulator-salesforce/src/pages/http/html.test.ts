import { describe, expect, it } from "vitest";
import { html, scriptJson } from "./html.ts";

describe("HTML by template", () => {
  it("escapes what is put in, in text and in attributes", () => {
    const name = `<script>"O'Neil" & sons</script>`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      `<p title="&lt;script&gt;&quot;O&#39;Neil&quot; &amp; sons&lt;/script&gt;">` +
        `&lt;script&gt;&quot;O&#39;Neil&quot; &amp; sons&lt;/script&gt;</p>`,
    );
  });

  it("keeps HTML as it is, joins lists, and leaves nothing for null", () => {
    const items = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${null}${undefined}${false}${0}</ul>`.text).toBe(
      "<ul><li>a</li><li>&lt;b&gt;</li>0</ul>",
    );
  });
});

describe("JSON in a script element", () => {
  it("cannot end the element", () => {
    const { text } = scriptJson({ name: "</script><img>" });
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ name: "</script><img>" });
  });
});
