/**
 * Runs one program and starts it again when it ends unexpectedly, without touching the others. Its
 * output goes to a log file; the last lines are kept to explain an end.
 */
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { removePidFile, writePidFile } from "./ports.mjs";

const RESTART_MS_FIRST = 1000;
const RESTART_MS_MAX = 30_000;
/** A program that ran this long starts with the shortest pause again. */
const STABLE_MS = 60_000;
const LAST_LINES = 12;
const LOG_BYTES_MAX = 10_000_000;

export function logFile(folder, name) {
  return path.join(folder, "logs", `${name}.log`);
}

function openLog(folder, name) {
  const file = logFile(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: "a" });
}

/** Watches over one program. `node` runs it, `say` tells the person at the terminal. */
export class Supervised {
  #program;
  #parts;
  #log;
  #child = null;
  #lines = [];
  #isStopping = false;
  #restartMs = RESTART_MS_FIRST;
  #timer = null;
  /** True once the program answered as healthy; before that an end is not repeated. */
  hasStarted = false;
  /** The exit of a program that never became healthy: its code and last lines. */
  failure = null;

  constructor(program, parts) {
    this.#program = program;
    this.#parts = parts;
    this.#log = openLog(parts.folder, program.name);
  }

  get program() {
    return this.#program;
  }

  start() {
    const { node, folder } = this.#parts;
    const { command, environment, name } = this.#program;
    const startedAt = Date.now();
    const child = spawn(node, ["--disable-warning=ExperimentalWarning", ...command], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    if (child.pid !== undefined) writePidFile(folder, name, child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => this.#keep(text));
    }
    child.on("error", (error) => this.#keep(`${error.message}\n`));
    child.on("close", (code, signal) => this.#ended(code, signal, startedAt));
  }

  #keep(text) {
    this.#log.write(text);
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    this.#lines = [...this.#lines, ...lines].slice(-LAST_LINES);
  }

  #ended(code, signal, startedAt) {
    const { folder, say } = this.#parts;
    const { name, label } = this.#program;
    this.#child = null;
    removePidFile(folder, name);
    if (this.#isStopping) return;
    const lines = this.#lines;
    this.#lines = [];
    if (!this.hasStarted) {
      this.failure = { code, lines };
      return;
    }
    if (Date.now() - startedAt > STABLE_MS) this.#restartMs = RESTART_MS_FIRST;
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const who = label.charAt(0).toUpperCase() + label.slice(1);
    say(
      `\n${who} ended ${how}. It is started again in ${this.#restartMs / 1000} s; the others run on.\n`,
    );
    if (code !== 0 && signal === null) say(lines.map((line) => `  ${line}\n`).join(""));
    say(`  Its log: ${logFile(folder, name)}\n`);
    this.#timer = setTimeout(() => this.start(), this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, RESTART_MS_MAX);
  }

  /** Ends the program: `SIGTERM` after `graceMs`, `SIGKILL` five seconds later. */
  async stop(graceMs) {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === null) return;
    const timers = [
      setTimeout(() => child.kill("SIGTERM"), graceMs),
      setTimeout(() => child.kill("SIGKILL"), graceMs + 6000),
    ];
    await new Promise((resolve) => {
      child.once("close", resolve);
      if (child.exitCode !== null || child.signalCode !== null) resolve();
    });
    for (const timer of timers) clearTimeout(timer);
  }
}
