/**
 * `npm start`: installs what is missing, builds the screens, starts the service and, for a
 * demonstration, the two emulators, and keeps them running until Ctrl-C. Plain JavaScript without
 * dependencies; runs on whatever Node the machine has, its programs on the bundled one.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { bundledNode, ensureInstalled, ROOT } from "./install.mjs";
import { whenNpmIsGone } from "./launch/parents.mjs";
import { checkPorts, clearLeftovers, removePidFile, writePidFile } from "./launch/ports.mjs";
import { programsOf } from "./launch/programs.mjs";
import { waitUntilHealthy } from "./launch/ready.mjs";
import { readLaunchSettings } from "./launch/settings.mjs";
import { Supervised } from "./launch/supervise.mjs";
import { welcome } from "./launch/welcome.mjs";

/** A terminal sends Ctrl-C to the programs too: they get this long to end by themselves. */
const CTRL_C_GRACE_MS = 1000;

const say = (text) => process.stdout.write(text);

function fail(problem) {
  process.stderr.write(`\n${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exit(1);
}

/** Builds the Lightning components; at once when nothing changed. */
function buildScreens(node) {
  const build = path.join(ROOT, "tools", "lwc-build", "src", "main.ts");
  const { status } = spawnSync(node, ["--disable-warning=ExperimentalWarning", build], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error("The screens could not be built; the lines above say why.");
}

async function startAll(settings, node) {
  const programs = programsOf(settings);
  await clearLeftovers(settings.folder, programs, say);
  await checkPorts(programs, settings.port);
  writePidFile(settings.folder, "launcher", process.pid);
  buildScreens(node);
  const all = programs.map(
    (program) => new Supervised(program, { node, folder: settings.folder, say }),
  );

  let isStopping = false;
  const stop = async (graceMs, code) => {
    if (isStopping) return;
    isStopping = true;
    await Promise.all(all.map((supervised) => supervised.stop(graceMs)));
    removePidFile(settings.folder, "launcher");
    process.exit(code);
  };
  process.on("SIGINT", () => {
    say("\nStopping …\n");
    void stop(CTRL_C_GRACE_MS, 0);
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(0, 0));

  whenNpmIsGone(() => void stop(0, 0));
  say(`Starting ${programs.map(({ label }) => label).join(", ")} …\n`);
  for (const supervised of all) supervised.start();
  try {
    await Promise.all(all.map((supervised) => waitUntilHealthy(supervised)));
  } catch (problem) {
    if (isStopping) return;
    process.stderr.write(`\n${problem.message}\n`);
    await stop(0, 1);
  }
  if (!isStopping) say(await welcome(settings));
}

try {
  await ensureInstalled();
  await startAll(readLaunchSettings(process.env), bundledNode());
} catch (problem) {
  fail(problem);
}
