/**
 * Runs one of the repository's programs on the bundled Node, whatever Node the machine has:
 *   node scripts/run.mjs packages/cli/src/main.ts status
 *   node scripts/run.mjs --bin biome format .
 * Plain JavaScript without dependencies, because it must work before anything is installed.
 */
import { spawn } from "node:child_process";
import { bundledNode, ensureInstalled, toolScript } from "./install.mjs";

await ensureInstalled({ quiet: true });
const [first, ...rest] = process.argv.slice(2);
if (first === undefined) {
  process.stderr.write("Name the program to run, for example packages/cli/src/main.ts.\n");
  process.exit(2);
}
const command = first === "--bin" ? toolScript(rest.shift() ?? "") : [first];
let node = "";
try {
  node = bundledNode();
} catch (problem) {
  process.stderr.write(`${problem.message}\n`);
  process.exit(1);
}
const child = spawn(node, ["--disable-warning=ExperimentalWarning", ...command, ...rest], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
