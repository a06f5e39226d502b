import { describe, expect, it } from "vitest";
import { FILES, isTest, packageOf, read, SOURCES } from "../repository.ts";

const LINES_MAX = 500;
const MEDIAN_MAX = 150;

const linesIn = (file: string): number => read(file).split("\n").length - 1;

const written = [
  ...SOURCES,
  ...FILES.filter((file) => /\.(?:cls|css)$/.test(file) && file.startsWith("salesforce-app/")),
];

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

describe("file sizes", () => {
  it(`stay at or below ${LINES_MAX} lines`, () => {
    const long = written.filter((file) => linesIn(file) > LINES_MAX);
    expect(long.map((file) => `${file}: ${linesIn(file)} lines`)).toEqual([]);
  });

  const packages = [...new Set(SOURCES.map(packageOf).filter((name) => name !== null))];
  it.each(packages)(`have a median of at most ${MEDIAN_MAX} lines in %s`, (name) => {
    const product = SOURCES.filter((file) => packageOf(file) === name && !isTest(file));
    expect(median(product.map(linesIn))).toBeLessThanOrEqual(MEDIAN_MAX);
  });
});
