/** Reads vitest's JSON report: how many tests passed and failed, and how to repeat each failure. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const asPattern = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** `command` is what runs the tests, for example `npm run vitest --`. */
export function readReport(report, root, command) {
  const repeats = [];
  let passed = 0;
  for (const file of report.testResults ?? []) {
    const name = path.relative(root, file.name);
    const failures = file.assertionResults.filter(({ status }) => status === "failed");
    passed += file.assertionResults.filter(({ status }) => status === "passed").length;
    for (const { fullName } of failures) {
      repeats.push(`${command} ${name} -t ${quoted(asPattern(fullName))}`);
    }
    // A file that cannot be loaded has no tests to count, and is a failure all the same.
    if (file.status === "failed" && failures.length === 0) repeats.push(`${command} ${name}`);
  }
  if (report.success === false && repeats.length === 0) repeats.push(command);
  return { passed, failed: repeats.length, repeats };
}

/** A run that wrote no report counts as one failure. */
export function readReportFile(file, root, command) {
  if (!existsSync(file)) return { passed: 0, failed: 1, repeats: [command] };
  return readReport(JSON.parse(readFileSync(file, "utf8")), root, command);
}
