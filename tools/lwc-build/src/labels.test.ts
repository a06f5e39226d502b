/** Every text of the screens is a label, and every label is shown somewhere. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LABELS } from "../../../salesforce-app/force-app/main/default/lwc/accordLabels/accordLabels.ts";
import { repositoryPaths } from "./paths.ts";

const folder = repositoryPaths().components;
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:ts|html)$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));

describe("the labels", () => {
  it("are all used", () => {
    const all = sources.map(({ text }) => text).join("\n");
    const unused = Object.keys(LABELS).filter(
      (key) => !new RegExp(`(?:LABELS|labels)\\.${key}\\b`).test(all),
    );
    expect(unused).toEqual([]);
  });

  it("hold every word of the templates", () => {
    const templates = sources.filter(({ name }) => name.endsWith(".html"));
    expect(templates.length).toBeGreaterThan(10);
    const words = templates.flatMap(({ name, text }) =>
      text
        .replaceAll(/<!--[\s\S]*?-->/g, "")
        .replaceAll(/\{[^}]*\}/g, "")
        .split(/<[^>]*>/)
        .filter((between) => /[A-Za-z]/.test(between))
        .map((between) => `${name}: ${between.trim()}`),
    );
    expect(words).toEqual([]);
  });
});
