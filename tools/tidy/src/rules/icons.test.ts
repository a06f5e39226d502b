import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const COMPONENTS = fileURLToPath(
  new URL("../../../../salesforce-app/force-app/main/default/lwc/", import.meta.url),
);
const BASE = fileURLToPath(
  new URL("../../../../node_modules/lightning-base-components/src/lightning/", import.meta.url),
);

const named = globSync("**/*.{html,ts}", { cwd: COMPONENTS }).flatMap((file) => {
  const text = readFileSync(path.join(COMPONENTS, file), "utf8");
  return [...text.matchAll(/["'](utility|standard):(\w+)["']/gu)].map(
    ([, set = "", icon = ""]) => [file, set, icon] as const,
  );
});

/** Where the base components keep the drawing of an icon. */
function drawingOf(set: string, icon: string): string {
  const folder = `iconSvgTemplates${set.charAt(0).toUpperCase()}${set.slice(1)}`;
  return path.join(BASE, folder, "buildTemplates", set, `${icon}.html`);
}

describe("icons", () => {
  it("are found in the components", () => {
    expect(named.length).toBeGreaterThan(15);
  });

  // `lightning-icon` shows nothing, and says nothing, for a name that it does not know.
  it.each(named)("%s names %s:%s, which lightning-icon can draw", (_file, set, icon) => {
    expect(existsSync(drawingOf(set, icon))).toBe(true);
  });
});
