/** The data folder: where each file lies, and the operator token in it. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";

export interface DataFolder {
  readonly ledgerFile: string;
  readonly keyFile: string;
  readonly operatorToken: string;
}

/** At least 128 bits, also of a token that an operator chose. */
const TOKEN_LENGTH_MIN = 16;

export function operatorTokenFile(folder: string): string {
  return path.join(folder, "operator-token");
}

export function envFile(folder: string): string {
  return path.join(folder, "accord.env");
}

/**
 * One sentence when others than its owner may read `file`, with the command that ends it; null when not, and
 * on Windows, whose modes say nothing of it.
 */
export function warnOfReaders(file: string): string | null {
  if (process.platform === "win32" || !existsSync(file)) return null;
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `${file} holds secrets and others on this machine may read it (mode ${mode.toString(8)}): run chmod 600 '${file}'`;
}

/**
 * Makes the folder and the token where they are missing. Readable by their owner alone, also when they
 * were there before.
 *
 * Throws OperationalFailure SETTINGS_INVALID when `folder` cannot be one.
 */
export function openDataFolder(folder: string): DataFolder {
  const service = path.join(folder, "service");
  makeFolders(folder, service);
  return {
    ledgerFile: path.join(service, "accord.sqlite"),
    keyFile: path.join(service, "secret.key"),
    operatorToken: loadOrCreateToken(operatorTokenFile(folder)),
  };
}

function makeFolders(...folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const detail = `ACCORD_DATA: ${folder} cannot be used as a folder (${reason})`;
      throw new OperationalFailure(operationalError("SETTINGS_INVALID", { detail }));
    }
    makePrivate(folder, 0o700);
  }
}

/** A mounted volume may belong to another user; what is secret in it has a mode of its own. */
function makePrivate(place: string, mode: number): void {
  try {
    chmodSync(place, mode);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}

function loadOrCreateToken(file: string): string {
  const held = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  const token = held.length >= TOKEN_LENGTH_MIN ? held : randomBytes(24).toString("base64url");
  if (token !== held) writeFileSync(file, `${token}\n`, { mode: 0o600 });
  makePrivate(file, 0o600);
  return token;
}
