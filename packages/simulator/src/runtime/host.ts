/** The real world, for the simulator's own surroundings: never for anything that is simulated. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Milliseconds of the wall clock. */
export function wallClock(): number {
  return Date.now();
}

/** `ACCORD_SEED`, or a seed that nobody has tried. */
export function freshSeed(): string {
  return process.env["ACCORD_SEED"] ?? randomBytes(5).toString("hex");
}

export function readText(file: string): string {
  return readFileSync(file, "utf8");
}

export function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The names in a folder, sorted; none where there is no folder. */
export function listFolder(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
