/** The data folder: where each file lies, and the operator token in it. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

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

/** Makes the folder and the token where they are missing. Readable by their owner alone. */
export function openDataFolder(folder: string): DataFolder {
  const service = path.join(folder, "service");
  mkdirSync(service, { recursive: true, mode: 0o700 });
  return {
    ledgerFile: path.join(service, "accord.sqlite"),
    keyFile: path.join(service, "secret.key"),
    operatorToken: loadOrCreateToken(operatorTokenFile(folder)),
  };
}

function loadOrCreateToken(file: string): string {
  const held = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (held.length >= TOKEN_LENGTH_MIN) return held;
  const token = randomBytes(24).toString("base64url");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}
