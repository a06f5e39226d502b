/**
 * Stage 1, about half a minute, and only when a version or the set of used base components changes: the
 * LWC engine, synthetic shadow, the base components that our templates use with all they need, and the
 * shims. Each is one entry, so that stage 2 can leave them out and join them by an import map.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import lwc from "@lwc/rollup-plugin";
import { type OutputChunk, type Plugin, rollup } from "rollup";
import type { BuildPaths } from "./paths.ts";
import { COMPILER_OPTIONS, PLATFORM_SHIMS, shimPath } from "./platform.ts";
import {
  countModules,
  formatInUserZone,
  minify,
  nameDialogs,
  platformShims,
  replaceEnvironment,
  stripTypes,
} from "./plugins.ts";

/** Module name → address of the file below the output folder. */
export type ImportMap = Readonly<Record<string, string>>;

/** `lightning/tabset` and `@lwc/synthetic-shadow` as file names. */
const fileName = (module: string): string => module.replace("@", "").replaceAll("/", "-");

/** Shims that base components alone ask for. */
const INSIDE_ONLY = new Set(["force/navigation", "@salesforce/i18n/timeZone"]);

/** Modules that stage 1 makes an entry of each. */
export function vendorModules(usedBaseComponents: readonly string[]): string[] {
  const shims = Object.keys(PLATFORM_SHIMS).filter((module) => !INSIDE_ONLY.has(module));
  const base = usedBaseComponents.filter((module) => PLATFORM_SHIMS[module] === undefined);
  return ["lwc", "@lwc/synthetic-shadow", ...base, ...shims];
}

/** Rollup resolves entries without an importer; the LWC resolver needs one. */
function entries(browserFolder: string): Plugin {
  return {
    name: "vendor-entries",
    async resolveId(id, importer) {
      if (importer !== undefined || path.isAbsolute(id)) return null;
      const from = path.join(browserFolder, "host/main.ts");
      return this.resolve(id, from, { skipSelf: true });
    },
  };
}

export async function buildVendor(
  paths: BuildPaths,
  modules: readonly string[],
  onModule: (count: number) => void,
): Promise<ImportMap> {
  const byFile = new Map(modules.map((module) => [fileName(module), module]));
  const input = Object.fromEntries(
    modules.map((module) => [fileName(module), shimPath(paths.browser, module) ?? module]),
  );
  const bundle = await rollup({
    input,
    preserveEntrySignatures: "strict",
    // The base components import each other in circles, and say so at length.
    onwarn: () => undefined,
    plugins: [
      entries(paths.browser),
      platformShims(paths.browser),
      stripTypes(),
      nameDialogs(),
      formatInUserZone(),
      lwc({
        rootDir: paths.browser,
        modules: [{ npm: "lightning-base-components" }],
        exclude: ["**/tools/lwc-build/**", "**/node_modules/@lwc/**", /\0/],
        ...COMPILER_OPTIONS,
      }),
      replaceEnvironment(),
      minify(),
      countModules(onModule),
    ],
  });
  const folder = path.join(paths.output, "vendor");
  rmSync(folder, { recursive: true, force: true });
  const { output } = await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "chunk-[hash].js",
  });
  await bundle.close();
  const chunks = output.filter(
    (item): item is OutputChunk => item.type === "chunk" && item.isEntry,
  );
  return Object.fromEntries(
    chunks.map((chunk) => [byFile.get(chunk.name) ?? chunk.name, `vendor/${chunk.fileName}`]),
  );
}
