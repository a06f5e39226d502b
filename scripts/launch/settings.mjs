/** What the launcher needs to know before anything runs: ports, folders, mode, the verifier token. */
import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../install.mjs";

export const PORT_DEFAULT = 4000;
export const FOLDER_DEFAULT = path.join(ROOT, ".accord");
const REASONS = {
  EEXIST: "it is a file",
  ENOTDIR: "a part of its path is a file",
  EACCES: "it may not be written to",
  EPERM: "it may not be made",
  EROFS: "the disk is read-only",
};
/** The highest of our ports is PORT + 11. */
const PORT_MAX = 65_535 - 11;

/** `NAME=value` lines; the service reads the same file with the same rules and reports its faults. */
function readEnvFile(file) {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").matchAll(
    /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/gm,
  );
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name, envValue(value)]));
}

/** A value without its quotes and without the comment behind it. */
function envValue(text) {
  const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(text)?.[2];
  return quoted ?? text.replace(/(?:^|\s+)#.*$/, "");
}

/** Made once, so that webhooks that were sent while the service was down still verify. */
function verifierToken(folder) {
  const file = path.join(folder, "verifier-token");
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** An Error in plain words where ACCORD_DATA cannot be a folder, for one because it is a file. */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (problem) {
    const why = REASONS[problem.code] ?? problem.message;
    throw new Error(
      `The data folder ${folder} cannot be used: ${why}. Name another one with ACCORD_DATA.`,
      { cause: problem },
    );
  }
}

export function readLaunchSettings(environment) {
  const folder = path.resolve(environment.ACCORD_DATA || FOLDER_DEFAULT);
  makeFolder(folder);
  const settings = { ...readEnvFile(path.join(folder, "accord.env")), ...environment };
  const port = Number(settings.PORT || PORT_DEFAULT);
  if (!Number.isInteger(port) || port < 1 || port > PORT_MAX) {
    throw new Error(`PORT must be a port from 1 to ${PORT_MAX}, not "${settings.PORT}".`);
  }
  return {
    folder,
    port,
    isDemo: (settings.ACCORD_MODE || "demo") === "demo",
    verifierToken: settings.ACCORD_INTUIT_VERIFIER_TOKEN || verifierToken(folder),
    assets: path.join(ROOT, "build", "lwc"),
  };
}
