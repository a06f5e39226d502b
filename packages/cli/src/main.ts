/** Composition root of `accord`. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { envFile, operatorTokenFile } from "@accord-sync/server/runtime/data-folder.ts";
import { systemClock } from "@accord-sync/server/runtime/clock.ts";
import { createHttp } from "@accord-sync/server/runtime/http.ts";
import { readEnvFile } from "@accord-sync/server/settings/env-file.ts";
import { CliFailure } from "./cli-failure.ts";
import type { CliIo } from "./cli-io.ts";
import { EXIT } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";
import { givenAddress, localAddress } from "./service-address.ts";
import { createServiceClient } from "./service-client.ts";

const folder = process.env.ACCORD_DATA || ".accord";

function readOperatorToken(): string {
  const file = operatorTokenFile(folder);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  throw new CliFailure(EXIT.unreachable, {
    code: "NEVER_STARTED",
    message: `There is no service in ${folder}: it holds no operator token.`,
    action: "Start the service with npm start, or set ACCORD_DATA to its data folder.",
  });
}

function defaultUrl(): string {
  const file = envFile(folder);
  const kept = existsSync(file) ? readEnvFile(readFileSync(file, "utf8")).values : {};
  return localAddress(process.env.PORT || kept.PORT);
}

function keepNew(name: string, text: string, isPublic = false): string | null {
  const file = path.resolve(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, text, isPublic ? { mode: 0o644 } : { mode: 0o600, flag: "wx" });
    return file;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && syscall === "open") return null;
    throw new CliFailure(EXIT.usage, {
      code: "NOT_KEPT",
      message: `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      action: "Set ACCORD_DATA to a folder that you may write to.",
    });
  }
}

const io: CliIo = {
  clock: systemClock,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  makeKeyPair: () => ({
    ...generateKeyPairSync("rsa", { modulusLength: 2048 }),
    serial: randomBytes(16),
  }),
  keepNew,
  isErrorTerminal: process.stderr.isTTY,
  connect: (url) =>
    createServiceClient(
      createHttp(),
      url === undefined ? defaultUrl() : givenAddress(url),
      readOperatorToken(),
    ),
};

// Not process.exit: what is still in the pipe of the standard output must arrive.
process.exitCode = await runCli(process.argv.slice(2), io);
