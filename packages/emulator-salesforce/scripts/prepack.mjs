/**
 * Makes what `npm pack` takes: the compiled code in `dist`, with the files that the pages send as they
 * are, and the built Lightning components in `dist/lwc`, since the build of them is not in the package.
 */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const ROOT = path.resolve(PACKAGE, "../..");
const RUN = path.join(ROOT, "scripts", "run.mjs");

/** Runs one of the repository's programs; a failure ends the packing. */
function run(folder, ...words) {
  const { status } = spawnSync(process.execPath, [RUN, ...words], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

const dist = path.join(PACKAGE, "dist");
rmSync(dist, { recursive: true, force: true });

run(PACKAGE, "--bin", "tsc", "-p", "tsconfig.pack.json");
const client = path.join("pages", "client");
const built = path.join("pages", "lwc");
cpSync(path.join(PACKAGE, "src"), dist, {
  recursive: true,
  // Browser code goes as it is: the pages strip its types when it is asked for.
  filter: (file) =>
    !file.includes(built) && (file.includes(client) || !/\.ts$|README\.md$/.test(file)),
});
run(ROOT, "tools/lwc-build/src/main.ts");
cpSync(path.join(ROOT, "build", "lwc"), path.join(dist, "lwc"), {
  recursive: true,
  filter: (file) => !file.endsWith("stamps.json"),
});
