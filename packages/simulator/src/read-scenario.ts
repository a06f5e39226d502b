/** Scenario files: what a failure leaves behind, and what `regressions/` keeps. */
import { NO_FAULTS } from "./fault-plan.ts";
import type { Scenario } from "./scenario.ts";

export interface ScenarioFile {
  /** What the file shows, in a sentence; for regressions. */
  readonly about: string;
  readonly scenario: Scenario;
}

/** Throws when the text is not of a scenario file. */
export function readScenarioFile(text: string): ScenarioFile {
  const file = JSON.parse(text) as Partial<ScenarioFile>;
  const { scenario, about = "" } = file;
  const isWhole =
    typeof scenario?.seed === "string" &&
    Array.isArray(scenario.operations) &&
    Array.isArray(scenario.initial) &&
    typeof scenario.faults === "object";
  if (!isWhole)
    throw new Error("not a scenario file: it needs seed, faults, initial and operations");
  // A file of before a kind of fault existed goes without it.
  return { about, scenario: { ...scenario, faults: { ...NO_FAULTS, ...scenario.faults } } };
}

export function writeScenarioFile(file: ScenarioFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
