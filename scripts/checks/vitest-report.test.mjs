import { describe, expect, it } from "vitest";
import { readReport } from "./vitest-report.mjs";

const file = (status, assertionResults) => ({
  name: "/repo/packages/x/src/y.test.ts",
  status,
  assertionResults,
});

describe("a vitest report", () => {
  it("counts tests and leaves out what was skipped", () => {
    const testResults = [
      file("passed", [{ status: "passed" }, { status: "skipped" }, { status: "passed" }]),
    ];
    const report = readReport({ success: true, testResults }, "/repo", "vitest");
    expect(report).toEqual({ passed: 2, failed: 0, repeats: [] });
  });

  it("gives one command for each failure, fit for a shell and for -t", () => {
    const failed = { status: "failed", fullName: "a link (of 'two') ends" };
    const report = readReport(
      { success: false, testResults: [file("failed", [failed])] },
      "/repo",
      "npm run vitest --",
    );
    expect(report.repeats).toEqual([
      String.raw`npm run vitest -- packages/x/src/y.test.ts -t 'a link \(of '\''two'\''\) ends'`,
    ]);
  });

  it("counts a file that cannot be loaded as a failure", () => {
    const report = readReport({ success: false, testResults: [file("failed", [])] }, "/repo", "v");
    expect([report.failed, report.repeats]).toEqual([1, ["v packages/x/src/y.test.ts"]]);
  });

  it("is never green when the run was not", () => {
    const report = readReport({ success: false, testResults: [] }, "/repo", "v");
    expect([report.passed, report.failed]).toEqual([0, 1]);
  });
});
