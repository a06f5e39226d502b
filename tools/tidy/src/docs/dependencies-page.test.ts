import { describe, expect, it } from "vitest";
import { FILES, read } from "../repository.ts";
import { tableRows, unquoted } from "./markdown-table.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function listed(file: string): Record<string, string> {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    read(file),
  ) as Manifest;
  return { ...dependencies, ...devDependencies, ...optionalDependencies };
}

const root = listed("package.json");
const rows = tableRows(read("docs/dependencies.md"));

describe("docs/dependencies.md", () => {
  it("names each dependency with its exact version, and only those", () => {
    const told = Object.fromEntries(
      rows.map(([name, version]) => [unquoted(name), unquoted(version)]),
    );
    expect(told).toEqual(root);
  });

  it("says why for each", () => {
    const unexplained = rows.filter(([, , reason]) => (reason ?? "").length < 20);
    expect(unexplained).toEqual([]);
  });
});

describe("versions", () => {
  it("are pinned exactly", () => {
    const loose = Object.entries(root).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version));
    expect(loose).toEqual([]);
  });

  const manifests = FILES.filter((file) =>
    /^(?:packages|tools|bench).*\/package\.json$/.test(file),
  );
  it.each(manifests)("in %s are those of the root", (file) => {
    const ours = Object.entries(listed(file)).filter(([name]) => !name.startsWith("@accord-sync/"));
    expect(ours.filter(([name, version]) => root[name] !== version)).toEqual([]);
  });
});
