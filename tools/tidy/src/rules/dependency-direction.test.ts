import { describe, expect, it } from "vitest";
import { importsOf, isMissing, npmPackage, packageReached } from "../imports.ts";
import { FILES, isTest, packageOf, read, SOURCES } from "../repository.ts";

type Reach = readonly string[] | "anything";

/** What the product code of each package may import of ours. A new package must be added here. */
const MAY_IMPORT: Readonly<Record<string, Reach>> = {
  core: [],
  ledger: ["core"],
  salesforce: ["core"],
  quickbooks: ["core"],
  engine: ["core", "ledger"],
  server: ["core", "ledger", "salesforce", "quickbooks", "engine"],
  cli: ["core", "engine", "server"],
  // A misreading of a vendor that an emulator shared with its adapter would hide.
  "emulator-salesforce": [],
  "emulator-quickbooks": [],
  simulator: "anything",
};

/** Tests may also drive what their package works with, and the emulators; these may not even then. */
const STRICT_IN_TESTS = new Set(["core", "ledger", "emulator-salesforce", "emulator-quickbooks"]);

const packages = [...new Set(SOURCES.map(packageOf).filter((name) => name !== null))];
const inPackages = SOURCES.filter((file) => packageOf(file) !== null);

function forbiddenImports(file: string): string[] {
  const name = packageOf(file) ?? "";
  const allowed = MAY_IMPORT[name] ?? [];
  if (allowed === "anything" || (isTest(file) && !STRICT_IN_TESTS.has(name))) return [];
  return importsOf(file)
    .filter((found) => {
      const reached = packageReached(file, found);
      return reached !== null && !allowed.includes(reached);
    })
    .map((found) => `${file} imports ${found.specifier}`);
}

describe("dependency direction", () => {
  it("is stated for each package", () => {
    expect(packages.toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
  });

  it("holds in each file", () => {
    expect(inPackages.flatMap(forbiddenImports)).toEqual([]);
  });

  it("leaves the simulator and the benchmarks to nobody", () => {
    const reaching = SOURCES.filter(
      (file) =>
        !/^(?:packages\/simulator|bench|e2e)\//.test(file) &&
        importsOf(file).some((found) => /^(?:packages\/simulator|bench)\//.test(found.file ?? "")),
    );
    expect(reaching).toEqual([]);
  });

  it("goes through exports to files that exist", () => {
    const broken = SOURCES.flatMap((file) =>
      importsOf(file)
        .filter((found) => found.specifier.startsWith("@accord-sync/") && isMissing(found))
        .map((found) => `${file} imports ${found.specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it("crosses packages by their names in product code", () => {
    const reachingIn = inPackages
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((found) => found.specifier.startsWith("."))
          .filter((found) => packageReached(file, found) !== null)
          .map((found) => `${file} imports ${found.specifier}`),
      );
    expect(reachingIn).toEqual([]);
  });
});

/** The folders of the Salesforce emulator, lowest first; each may import itself and what stands before it. */
const EMULATOR_LAYERS: readonly (readonly string[])[] = [
  ["store"],
  ["schema"],
  ["access"],
  ["formula"],
  ["feed"],
  ["soql"],
  ["dml"],
  ["bulk", "control", "oauth", "rest"],
];
/** What an org is made into: only the folders on top may name it, and only its type. */
const EMULATOR_TOP = /^(?:handle|main|org|page-org|seed)\.ts$/;

const EMULATOR = "packages/emulator-salesforce/src/";
const layerOf = (folder: string): number =>
  EMULATOR_LAYERS.findIndex((folders) => folders.includes(folder));

/** The folder of a file of the emulator, and its name when it stands in none. */
const folderOf = (file: string): string => file.slice(EMULATOR.length).split("/")[0] ?? "";

function isUpward(from: string, to: string): boolean {
  const layer = layerOf(folderOf(from));
  const folder = folderOf(to);
  if (EMULATOR_TOP.test(folder)) return layer < EMULATOR_LAYERS.length - 1;
  if (folder.endsWith(".ts")) return false;
  return layerOf(folder) < 0 || layerOf(folder) > layer;
}

describe("folders of the Salesforce emulator", () => {
  const layered = SOURCES.filter(
    (file) => file.startsWith(EMULATOR) && !isTest(file) && layerOf(folderOf(file)) >= 0,
  );

  it("import only what stands below them", () => {
    const upward = layered.flatMap((file) =>
      importsOf(file)
        .filter((found) => found.file?.startsWith(EMULATOR) === true && isUpward(file, found.file))
        .map((found) => `${file} imports ${found.specifier}`),
    );
    expect(layered.length).toBeGreaterThan(EMULATOR_LAYERS.length);
    expect(upward).toEqual([]);
  });

  it("notice an import that goes up", () => {
    expect(isUpward(`${EMULATOR}schema/a.ts`, `${EMULATOR}dml/b.ts`)).toBe(true);
    expect(isUpward(`${EMULATOR}dml/a.ts`, `${EMULATOR}org.ts`)).toBe(true);
    expect(isUpward(`${EMULATOR}store/a.ts`, `${EMULATOR}runtime/b.ts`)).toBe(true);
    expect(isUpward(`${EMULATOR}rest/a.ts`, `${EMULATOR}dml/b.ts`)).toBe(false);
    expect(isUpward(`${EMULATOR}store/a.ts`, `${EMULATOR}times.ts`)).toBe(false);
  });
});

describe("packages", () => {
  const isProduct = (file: string) =>
    /^packages\/[^/]+\/src\//.test(file) && !isTest(file) && !file.includes("/pages/lwc/");
  const manifests = FILES.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file));

  it.each(manifests)("%s exports its sources by their names", (file) => {
    expect(JSON.parse(read(file)).exports).toMatchObject({ "./*.ts": "./src/*.ts" });
  });

  it("use at run time only what the root lists as dependencies", () => {
    const { dependencies } = JSON.parse(read("package.json")) as {
      dependencies: Record<string, string>;
    };
    const undeclared = SOURCES.filter(isProduct).flatMap((file) =>
      importsOf(file)
        .map((found) => npmPackage(found.specifier))
        .filter((name) => name !== null && dependencies[name] === undefined)
        .map((name) => `${file} imports ${name}`),
    );
    expect(undeclared).toEqual([]);
  });

  it.each(manifests)("%s lists exactly what its product code imports from npm", (file) => {
    const { dependencies = {} } = JSON.parse(read(file)) as {
      dependencies?: Record<string, string>;
    };
    const listed = Object.keys(dependencies).filter((name) => !name.startsWith("@accord-sync/"));
    const sources = `${file.slice(0, -"package.json".length)}src/`;
    const imported = SOURCES.filter((each) => each.startsWith(sources) && isProduct(each))
      .flatMap((each) => importsOf(each).map((found) => npmPackage(found.specifier)))
      .filter((name) => name !== null);
    expect(listed.toSorted()).toEqual([...new Set(imported)].toSorted());
  });

  it("keep SQL in the ledger", () => {
    const outside = inPackages
      .filter((file) => packageOf(file) !== "ledger")
      .filter(
        (file) =>
          importsOf(file).some((found) => npmPackage(found.specifier) === "kysely") ||
          /\bsql`/.test(read(file)),
      );
    expect(outside).toEqual([]);
  });
});
