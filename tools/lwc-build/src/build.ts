/** Builds what changed, and says what it did. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildApp } from "./app-stage.ts";
import { readComponents, readPageParts, sourceFiles, usedBaseComponents } from "./components.ts";
import { manifestOf, readManifest, writeManifest } from "./manifest.ts";
import type { BuildPaths } from "./paths.ts";
import {
  hashOf,
  hashOfFiles,
  packageVersions,
  readStamps,
  type Stamps,
  writeStamps,
} from "./stamp.ts";
import { copyStyles } from "./styles.ts";
import { buildVendor, vendorModules } from "./vendor-stage.ts";

/** The sources of this tool that decide what the vendor stage makes. */
const VENDOR_SOURCES = ["vendor-stage.ts", "plugins.ts", "platform.ts", "styles.ts"];

export interface BuildReport {
  readonly vendor: "built" | "kept";
  readonly app: "built" | "kept";
}

/** What each stage's output depends on; the app stage also on the vendor stage's files. */
export function stampsOf(paths: BuildPaths, modules: readonly string[]): Stamps {
  const shims = sourceFiles(path.join(paths.browser, "shims"));
  const tool = sourceFiles(paths.tool).filter((file) => !file.endsWith(".test.ts"));
  const vendorTool = tool.filter((file) => VENDOR_SOURCES.includes(path.basename(file)));
  const vendor = hashOf([
    packageVersions(paths.root),
    modules.join("\n"),
    hashOfFiles(paths.root, [...shims, ...vendorTool]),
  ]);
  const folders = [paths.components, paths.pages, paths.browser];
  const own = folders.flatMap((folder) => sourceFiles(folder));
  return { vendor, app: hashOf([vendor, hashOfFiles(paths.root, [...own, ...tool])]) };
}

export async function build(
  paths: BuildPaths,
  onModule: (count: number) => void,
): Promise<BuildReport> {
  const modules = vendorModules(usedBaseComponents(paths.components, paths.pages));
  const wanted = stampsOf(paths, modules);
  const found = readStamps(paths.output);
  const before = readManifest(paths.output);
  const isVendorKept = before !== undefined && found.vendor === wanted.vendor;
  if (isVendorKept && found.app === wanted.app) return { vendor: "kept", app: "kept" };

  mkdirSync(paths.output, { recursive: true });
  writeStamps(paths.output, { vendor: isVendorKept ? wanted.vendor : "", app: "" });
  const components = [...readComponents(paths.components), ...readPageParts(paths.pages)];
  if (isVendorKept) {
    const entries = await buildApp(paths, components, before.imports);
    const { host, pages } = manifestOf({ imports: {}, styles: [], ...entries });
    writeManifest(paths.output, { ...before, host, pages });
  } else {
    const imports = await buildVendor(paths, modules, onModule);
    const styles = [copyStyles(paths)];
    // A mistake in our own components must not cost the vendor stage again.
    writeManifest(paths.output, manifestOf({ imports, styles, host: "", pages: "" }));
    writeStamps(paths.output, { vendor: wanted.vendor, app: "" });
    const entries = await buildApp(paths, components, imports);
    writeManifest(paths.output, manifestOf({ imports, styles, ...entries }));
  }
  writeStamps(paths.output, wanted);
  return { vendor: isVendorKept ? "kept" : "built", app: "built" };
}
