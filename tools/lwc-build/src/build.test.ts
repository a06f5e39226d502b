import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildApp } from "./app-stage.ts";
import { build, stampsOf } from "./build.ts";
import { readComponents, readPageParts, usedBaseComponents } from "./components.ts";
import { manifestOf, writeManifest } from "./manifest.ts";
import { type BuildPaths, repositoryPaths } from "./paths.ts";
import { readStamps, writeStamps } from "./stamp.ts";
import { vendorModules } from "./vendor-stage.ts";

const noProgress = (): void => undefined;

describe("the build", () => {
  let folder: string;
  let paths: BuildPaths;
  let modules: string[];

  beforeEach(() => {
    const real = repositoryPaths();
    // Below the repository, because the LWC resolver looks for a package.json above the sources.
    mkdirSync(path.join(real.root, "build"), { recursive: true });
    folder = mkdtempSync(path.join(real.root, "build/test-"));
    paths = { ...real, components: path.join(folder, "lwc"), output: path.join(folder, "out") };
    cpSync(real.components, paths.components, { recursive: true });
    mkdirSync(paths.output);
    modules = vendorModules(usedBaseComponents(paths.components, paths.pages));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As a finished build would leave the output, without the half minute of the vendor stage. */
  function pretendBuilt(): void {
    const imports = Object.fromEntries(modules.map((module) => [module, `vendor/${module}.js`]));
    writeManifest(
      paths.output,
      manifestOf({ imports, host: "app/host.js", pages: "app/pages.js", styles: [] }),
    );
    writeStamps(paths.output, stampsOf(paths, modules));
  }

  it("does nothing when nothing changed", async () => {
    pretendBuilt();
    expect(await build(paths, noProgress)).toEqual({ vendor: "kept", app: "kept" });
    expect(existsSync(path.join(paths.output, "app"))).toBe(false);
  });

  it("builds only our own components when one of them changed", async () => {
    pretendBuilt();
    appendFileSync(path.join(paths.components, "accordFormat/accordFormat.ts"), "// changed\n");
    expect(await build(paths, noProgress)).toEqual({ vendor: "kept", app: "built" });
    expect(await build(paths, noProgress)).toEqual({ vendor: "kept", app: "kept" });
  });

  it("builds the vendor part again when another base component comes into use", () => {
    const before = stampsOf(paths, modules);
    const page = path.join(paths.components, "accordProblem/accordProblem.html");
    appendFileSync(page, "<lightning-tree-grid></lightning-tree-grid>");
    const after = stampsOf(paths, vendorModules(usedBaseComponents(paths.components, paths.pages)));
    expect(after.vendor).not.toBe(before.vendor);
    expect(after.app).not.toBe(before.app);
  });

  it("takes an interrupted build for none", async () => {
    pretendBuilt();
    const broken = path.join(paths.components, "accordFormat/accordFormat.ts");
    appendFileSync(broken, "this is no TypeScript\n");
    await expect(build(paths, noProgress)).rejects.toThrow();
    expect(readStamps(paths.output).app).toBe("");
  });

  it("compiles every component and takes its types out", async () => {
    const imports = Object.fromEntries(modules.map((module) => [module, `vendor/${module}.js`]));
    const components = [...readComponents(paths.components), ...readPageParts(paths.pages)];
    const entries = await buildApp(paths, components, imports);
    expect(existsSync(path.join(paths.output, entries.pages))).toBe(true);
    const code = readdirSync(path.join(paths.output, "app"))
      .map((file) => readFileSync(path.join(paths.output, "app", file), "utf8"))
      .join("\n");
    for (const name of ["c:accordRecordSync", "c:accordAdmin", "c:accordLogViewer"]) {
      expect(code).toContain(name);
    }
  });
});
