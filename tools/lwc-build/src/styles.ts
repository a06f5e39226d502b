/** The Salesforce Lightning Design System: its style sheet (BSD-3) and icon sprites (CC BY-ND 4.0). */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuildPaths } from "./paths.ts";
import { hashOf } from "./stamp.ts";

const SPRITES = ["utility", "standard", "custom", "action", "doctype"];
const SHEET = "styles/salesforce-lightning-design-system.min.css";

/** Returns the style sheet's file. The sprites' places are fixed: base components expect them there. */
export function copyStyles(paths: BuildPaths): string {
  const source = path.join(paths.root, "node_modules/@salesforce-ux/design-system/assets");
  for (const sprite of SPRITES) {
    const file = `icons/${sprite}-sprite/svg/symbols.svg`;
    mkdirSync(path.dirname(path.join(paths.output, file)), { recursive: true });
    copyFileSync(path.join(source, file), path.join(paths.output, file));
  }
  const folder = path.join(paths.output, "styles");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const css = readFileSync(path.join(source, SHEET));
  const file = `styles/slds-${hashOf([css]).slice(0, 8)}.css`;
  writeFileSync(path.join(paths.output, file), css);
  return file;
}
