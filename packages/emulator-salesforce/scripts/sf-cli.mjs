/**
 * Drives the emulator by Salesforce's own command line. Installs `@salesforce/cli` from npm into a
 * temporary folder (about 300 MB, removed at the end), starts a fresh emulator, and checks what each
 * command says. See docs/sf-cli.md. Plain JavaScript without dependencies.
 *
 *   npm run sf-cli                    in this package's folder
 *   npm run sf-cli -- --cli FOLDER    with a CLI that was installed before: FOLDER/node_modules
 */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { storyOf } from "./sf-cli/story.mjs";

const CLI_VERSION = "2.150.6";
const NODE_NEEDED = 22;
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const INSTALL_MS = 10 * 60_000;
const COMMAND_MS = 2 * 60_000;

const say = (text) => process.stdout.write(`${text}\n`);
const { values: flags } = parseArgs({ options: { cli: { type: "string" } } });

/** Runs a program to its end; never rejects. */
function run(file, args, options) {
  return new Promise((resolve) => {
    const settings = { maxBuffer: 64 * 1024 * 1024, ...options };
    execFile(file, args, settings, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 1), stdout, stderr });
    });
  });
}

/** This Node comes first on the path, so that npm and the CLI run by it. */
function environment(home) {
  return {
    ...process.env,
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: home,
    USERPROFILE: home,
    SF_DISABLE_TELEMETRY: "true",
    SF_DISABLE_AUTOUPDATE: "true",
    SF_AUTOUPDATE_DISABLE: "true",
    SF_SKIP_NEW_VERSION_CHECK: "true",
    SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
    FORCE_COLOR: "0",
    NO_COLOR: "1",
  };
}

/** The CLI's program; undefined when npm cannot bring it. */
async function installCli(folder) {
  writeFileSync(path.join(folder, "package.json"), '{"private":true}\n');
  say(`Installing @salesforce/cli ${CLI_VERSION} from npm …`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = [
    "install",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    `@salesforce/cli@${CLI_VERSION}`,
  ];
  const { code, stderr } = await run(npm, args, {
    cwd: folder,
    env: { ...process.env, PATH: environment(folder).PATH },
    timeout: INSTALL_MS,
    shell: process.platform === "win32",
  });
  if (code === 0) return cliIn(folder);
  say(
    `Skipped: npm cannot install the CLI here.\n${stderr.trim().split("\n").slice(-3).join("\n")}`,
  );
  return undefined;
}

const cliIn = (folder) => path.join(folder, "node_modules", "@salesforce", "cli", "bin", "run.js");

/** A fresh emulator; answers its address and what ends it. */
function startEmulator(folder) {
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      path.join(PACKAGE, "src", "main.ts"),
      "--port",
      "0",
      "--grpc-port",
      "0",
      "--data",
      path.join(folder, "org"),
      "--app",
      path.join(PACKAGE, "test", "fixtures", "app"),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      if (child.exitCode === null) child.kill("SIGTERM");
      else resolve();
    });
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const url = /Salesforce emulator: (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve({ url, stop });
    });
    child.once("exit", () => reject(new Error("The emulator did not start.")));
  });
}

/** A session of the admin, by the client credentials of the built-in app. */
async function signIn(url) {
  const form = { grant_type: "client_credentials", client_id: "demo", client_secret: "demo" };
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return (await answer.json()).access_token;
}

/** What a command says: its JSON where it gives some, its text otherwise. */
function outputOf({ code, stdout, stderr }) {
  try {
    return { code, text: stdout, json: JSON.parse(stdout) };
  } catch {
    return { code, text: `${stdout}${stderr}`, json: undefined };
  }
}

/** Runs the story's commands in turn; each line of the table is one of them. */
async function tell(program, url, folder) {
  const home = path.join(folder, "home");
  mkdirSync(home, { recursive: true });
  const env = { ...environment(home), SF_ACCESS_TOKEN: await signIn(url) };
  const files = {
    write: (name, text) => writeFileSync(path.join(home, name), text),
    read: (name) => readFileSync(path.join(home, name), "utf8"),
  };
  const story = storyOf({ url, files });
  let failed = 0;
  for (const { name, args, check } of story) {
    const words = args();
    const start = performance.now();
    const result = await run(process.execPath, [program, ...words], {
      cwd: home,
      env,
      timeout: COMMAND_MS,
    });
    const output = outputOf(result);
    const problem = problemOf(() => check(output));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    say(`${problem === undefined ? "passed" : "FAILED"}  ${seconds.padStart(5)} s  ${name}`);
    if (problem === undefined) continue;
    failed += 1;
    say(`        sf ${words.join(" ")}\n        ${problem}\n${output.text.slice(0, 2000)}`);
  }
  say(`${story.length - failed} passed, ${failed} failed`);
  return failed === 0;
}

function problemOf(check) {
  try {
    check();
    return undefined;
  } catch (error) {
    return error.message;
  }
}

async function main() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < NODE_NEEDED) {
    say(`Skipped: the CLI needs Node ${NODE_NEEDED} or newer; this is ${process.versions.node}.`);
    return true;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "sf-cli-"));
  let emulator;
  try {
    const program =
      flags.cli === undefined ? await installCli(folder) : cliIn(path.resolve(flags.cli));
    if (program === undefined) return true;
    emulator = await startEmulator(folder);
    return await tell(program, emulator.url, folder);
  } finally {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
