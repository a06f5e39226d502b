import { describe, expect, it } from "vitest";
import { FILES, read } from "../repository.ts";

const TEXT = /\.(?:ts|mjs|cls|md|json|xml|html|css|yml|yaml)$|^\.(?:npmrc|gitignore)$/;
const OWN_RULES = "tools/tidy/";
const texts = FILES.filter((file) => TEXT.test(file) && !file.startsWith(OWN_RULES));

function linesMatching(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, place) => (pattern.test(line) ? [`${file}:${place + 1}`] : [])),
  );
}

describe("words in the repository", () => {
  const written = texts.filter((file) => !/\/(?:data|generated|fixtures)\//.test(file));

  it("promise no work without an issue", () => {
    expect(linesMatching(written, /\bFIXME\b|\bXXX\b|\bTODO\b(?! \(#\d+\))/)).toEqual([]);
  });

  it("switch no check off", () => {
    const code = written.filter((file) => /\.(?:ts|mjs)$/.test(file));
    expect(linesMatching(code, /@ts-(?:ignore|nocheck)|eslint-disable|biome-ignore/)).toEqual([]);
  });

  it("name no registry but the public one", () => {
    const lock = read("package-lock.json");
    const hosts = Array.from(
      lock.matchAll(/"resolved": "https?:\/\/([^/"]+)/g),
      ([, host]) => host,
    );
    expect(hosts.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
    expect(linesMatching([".npmrc"], /registry\s*=/)).toEqual([]);
  });
});
