import { describe, expect, it } from "vitest";
import { FILES, isTest, read } from "../repository.ts";

const TEXT = /\.(?:ts|mjs|cls|md|json|xml|html|css|yml|yaml)$|^\.(?:npmrc|gitignore)$/;
const OWN_RULES = "tools/tidy/";
const texts = FILES.filter((file) => TEXT.test(file) && !file.startsWith(OWN_RULES));

/** This folder's too: the patterns are written so that they do not find themselves. */
const code = FILES.filter(
  (file) =>
    /\.(?:[cm]?[jt]s|cls|css|html)$/.test(file) && !/\/(?:data|generated|fixtures)\//.test(file),
);

/** Comments that silence a linter, the formatter or the compiler. */
const SILENCER = /(?:eslint|oxlint|biome)-(?:disable|ignore)|@ts-(?:ignore|nocheck|expect-error)/;

/** Left out, or run alone. A condition that shows is no such thing: `skipIf` on a platform. */
const LEFT_OUT =
  /\b(?:describe|it|suite|test)(?:\.\w+)*\.(?:only|skip|todo)\b|\b(?:only|skip|todo): true\b/;

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
    expect(linesMatching(code, SILENCER)).toEqual([]);
  });

  it("leave no test out, and let none run alone", () => {
    expect(linesMatching(code.filter(isTest), LEFT_OUT)).toEqual([]);
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

describe("the patterns of these rules", () => {
  const each = (...parts: readonly (readonly string[])[]): readonly string[] =>
    parts.reduce((starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)));

  it("find every comment that switches a check off", () => {
    const written = [
      ...each(
        ["// ", "/* "],
        ["eslint", "oxlint", "biome"],
        ["-disable", "-ignore"],
        ["", "-line"],
      ),
      ...each(["// @ts-"], ["ignore", "nocheck", "expect-error"]),
    ];
    expect(written.filter((line) => !SILENCER.test(line))).toEqual([]);
  });

  it("find every test that is left out, and no condition", () => {
    const tests = ["describe", "it", "test"];
    const written = [
      ...each(tests, ["", ".concurrent"], [".only", ".skip", ".todo"], ['("x"', '.each(["x"]']),
      ...each(['it("x", { '], ["only", "skip", "todo"], [": true }, () => {});"]),
    ];
    expect(written.filter((line) => !LEFT_OUT.test(line))).toEqual([]);
    const conditions = each(tests, [".skipIf(isWindows)", ".runIf(isWindows)", ".each(["]);
    expect(conditions.filter((line) => LEFT_OUT.test(line))).toEqual([]);
  });
});
