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

describe("packages", () => {
  const manifests = FILES.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file));

  it.each(manifests)("%s exports its sources by their names", (file) => {
    expect(JSON.parse(read(file)).exports).toMatchObject({ "./*.ts": "./src/*.ts" });
  });

  it("use at run time only what the root lists as dependencies", () => {
    const { dependencies } = JSON.parse(read("package.json")) as {
      dependencies: Record<string, string>;
    };
    const isProduct = (file: string) =>
      /^packages\/[^/]+\/src\//.test(file) && !isTest(file) && !file.includes("/pages/lwc/");
    const undeclared = SOURCES.filter(isProduct).flatMap((file) =>
      importsOf(file)
        .map((found) => npmPackage(found.specifier))
        .filter((name) => name !== null && dependencies[name] === undefined)
        .map((name) => `${file} imports ${name}`),
    );
    expect(undeclared).toEqual([]);
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
