/** `node tools/lwc-build/src/main.ts`: builds the components into `build/lwc`, only what changed. */
import { build } from "./build.ts";
import { repositoryPaths } from "./paths.ts";
import { progressLines } from "./progress.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const startedAtMs = Date.now();
const progress = progressLines(startedAtMs);

try {
  const report = await build(repositoryPaths(), (count) => {
    const line = progress(count, Date.now());
    if (line !== null) say(line);
  });
  const seconds = ((Date.now() - startedAtMs) / 1_000).toFixed(1);
  say(
    report.app === "kept"
      ? `Lightning components are up to date (${seconds} s).`
      : `Lightning components built in ${seconds} s.`,
  );
} catch (error) {
  process.stderr.write(`The Lightning components could not be built: ${String(error)}\n`);
  process.exitCode = 1;
}
