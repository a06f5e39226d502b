/** pause, resume: the work with one system, by a person's word. */
import type { ConnectionView } from "@accord-sync/engine/engine-api.ts";
import type { Command } from "commander";
import { usageFailure } from "../cli-failure.ts";
import { utc } from "../print/table.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
} from "./command-parts.ts";

const SYSTEMS: readonly string[] = ["salesforce", "quickbooks"];

export function pauseCommands(parts: CommandParts): readonly Command[] {
  return [
    command(parts, "pause", "Pause all work with one system; nothing is lost"),
    command(parts, "resume", "Have the work with a paused system go on"),
  ];
}

function command(parts: CommandParts, name: "pause" | "resume", about: string): Command {
  return newCommand(name, about, [`${name} quickbooks`])
    .argument("<system>", "salesforce or quickbooks")
    .action(async (system: string, options: CommonOptions) => {
      if (!SYSTEMS.includes(system)) {
        throw usageFailure({
          message: `There is no system ${system}: name salesforce or quickbooks.`,
          action: `For example: npm run accord -- ${name} quickbooks`,
        });
      }
      const path = `/connections/${system}/${name}`;
      const done = await serviceOf(parts, options).post<ConnectionView>(path, {});
      print(parts, options, done, pausedText);
    });
}

function pausedText({ name, paused }: ConnectionView): string {
  return paused === null
    ? `${name} is not paused.\n`
    : `${name} is paused by ${paused.by} since ${utc(paused.at)}.\n`;
}
