/** Stage 2, under a second: our own components and the host page's script. */
import { rmSync } from "node:fs";
import path from "node:path";
import lwc from "@lwc/rollup-plugin";
import { type Plugin, rollup } from "rollup";
import type { Component } from "./components.ts";
import type { BuildPaths } from "./paths.ts";
import { COMPILER_OPTIONS } from "./platform.ts";
import { minify, platformShims, stripTypes } from "./plugins.ts";
import type { ImportMap } from "./vendor-stage.ts";

const APEX = "\0apex:";
const COMPONENTS = "\0host:components";

/** `@salesforce/apex/AccordApi.getRecord` as a module that asks the shim for that method. */
function apexMethods(): Plugin {
  return {
    name: "apex-methods",
    resolveId(id) {
      const match = /^@salesforce\/apex\/(.+)$/.exec(id);
      return match === null ? null : `${APEX}${match[1] ?? ""}`;
    },
    load(id) {
      if (!id.startsWith(APEX)) return null;
      const [className = "", method = ""] = id.slice(APEX.length).split(".").slice(-2);
      return [
        'import { createApexMethod } from "@salesforce/apex";',
        `export default createApexMethod(${JSON.stringify(className)}, ${JSON.stringify(method)});`,
      ].join("\n");
    },
  };
}

/** The host's table of exposed components, by flexipage name. */
function exposedComponents(components: readonly Component[]): Plugin {
  const rows = components
    .filter((component) => component.isExposed)
    .map(({ name }) => `  "c:${name}": () => import("c/${name}"),`);
  return {
    name: "exposed-components",
    resolveId: (id) => (id === "host/components" ? COMPONENTS : null),
    load: (id) =>
      id === COMPONENTS ? `export const COMPONENTS = {\n${rows.join("\n")}\n};` : null,
  };
}

/** What stage 1 made stays outside; the import map finds it. */
function vendorOutside(imports: ImportMap): Plugin {
  return {
    name: "vendor-outside",
    resolveId: (id) => (imports[id] === undefined ? null : { id, external: true }),
  };
}

/** The pages know the host by this name, wherever its source is. */
function hostModule(browserFolder: string): Plugin {
  const main = path.join(browserFolder, "host/main.ts");
  return { name: "host-module", resolveId: (id) => (id === "lightning-host" ? main : null) };
}

/** The two scripts that a page may start with, below the output folder. */
export interface AppEntries {
  readonly host: string;
  readonly pages: string;
}

/** Builds both, with what they share in chunks of its own. */
export async function buildApp(
  paths: BuildPaths,
  components: readonly Component[],
  imports: ImportMap,
): Promise<AppEntries> {
  const bundle = await rollup({
    input: {
      host: path.join(paths.browser, "host/main.ts"),
      pages: path.join(paths.pages, "main.ts"),
    },
    preserveEntrySignatures: "strict",
    plugins: [
      vendorOutside(imports),
      // Modules of Salesforce that the base components do not share with ours.
      platformShims(paths.browser),
      hostModule(paths.browser),
      apexMethods(),
      exposedComponents(components),
      stripTypes(),
      lwc({
        rootDir: paths.browser,
        modules: components.map(({ namespace, name, entry }) => ({
          name: `${namespace}/${name}`,
          path: entry,
        })),
        defaultModules: [],
        exclude: ["**/tools/lwc-build/**", path.join(paths.pages, "main.ts"), /\0/],
        ...COMPILER_OPTIONS,
      }),
      minify(),
    ],
  });
  const folder = path.join(paths.output, "app");
  rmSync(folder, { recursive: true, force: true });
  const { output } = await bundle.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "[name]-[hash].js",
    hoistTransitiveImports: false,
  });
  await bundle.close();
  const entry = (name: string): string => {
    const found = output.find(
      (item) => item.type === "chunk" && item.isEntry && item.name === name,
    );
    if (found === undefined) throw new Error(`The build made no entry ${name}`);
    return `app/${found.fileName}`;
  };
  return { host: entry("host"), pages: entry("pages") };
}
