/** The mutants and their scenarios, as `packages/simulator/mutants/` holds them. */
import { fileURLToPath } from "node:url";
import { readScenarioFile, type ScenarioFile, writeScenarioFile } from "../read-scenario.ts";
import { listFolder, readText, writeText } from "../runtime/host.ts";
import { type Patch, readPatch } from "./patch.ts";

const FOLDER = fileURLToPath(new URL("../../mutants/", import.meta.url));

export function mutantNames(): readonly string[] {
  return listFolder(FOLDER);
}

/** Throws when there is no such mutant. */
export function mutantPatch(name: string): Patch {
  return readPatch(readText(`${FOLDER}${name}/mutant.patch`));
}

/** The scenarios that kill a mutant, by their file's name. */
export function killingScenarios(name: string): readonly (readonly [string, ScenarioFile])[] {
  const folder = `${FOLDER}${name}/scenarios`;
  return listFolder(folder).map((file) => [file, readScenarioFile(readText(`${folder}/${file}`))]);
}

/** Answers with the file's path from the repository's root. */
export function keepScenario(name: string, file: ScenarioFile): string {
  const path = `${name}/scenarios/${file.scenario.seed}.json`;
  writeText(`${FOLDER}${path}`, writeScenarioFile(file));
  return `packages/simulator/mutants/${path}`;
}
