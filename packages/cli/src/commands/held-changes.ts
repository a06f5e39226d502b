/** held-changes: far more changes than usual, which wait for a person. */
import {
  type HeldChangesView,
  type HeldRecordView,
  HOLD_DECISIONS,
} from "@accord-sync/engine/held-changes-api.ts";
import type { Command } from "commander";
import { type CliFailure, usageFailure } from "../cli-failure.ts";
import { heldChangesText, heldRecordsText } from "../print/held-changes-text.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
} from "./command-parts.ts";

interface HeldRecords {
  readonly records: readonly HeldRecordView[];
  readonly next: string | null;
}

function usage(message: string): CliFailure {
  return usageFailure({ message, action: "For example: npm run accord -- held-changes release 4" });
}

export function heldChangesCommand(parts: CommandParts): Command {
  return newCommand("held-changes", "Show, or decide about, changes far above the usual", [
    "held-changes",
    "held-changes records 4",
    "held-changes release 4",
  ])
    .argument(
      "[what]",
      "records (show all that wait), release (write all), aside (decide record by record) or undo (write the other system's values back)",
    )
    .argument("[id]", "number of the list")
    .option("--after <id>", "with records: the page behind this one")
    .action(
      async (
        what: string | undefined,
        id: string | undefined,
        options: CommonOptions & { readonly after?: string },
      ) => {
        const service = serviceOf(parts, options);
        if (what === undefined) {
          const list = await service.get<{ held: readonly HeldChangesView[] }>("/held-changes");
          return print(parts, options, list, ({ held }) => heldChangesText(held));
        }
        if (id === undefined) throw usage("Name the number of the list.");
        const path = `/held-changes/${encodeURIComponent(id)}`;
        if (what === "records") {
          const { after } = options;
          const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
          const page = await service.get<HeldRecords>(`${path}/records${query}`);
          return print(parts, options, page, pageText);
        }
        const decision = HOLD_DECISIONS.find((each) => each === what);
        if (decision === undefined) {
          throw usage(`Decide by ${HOLD_DECISIONS.join(", ")}, not by ${what}.`);
        }
        const done = await service.post<{ decided: number }>(path, { decision });
        print(parts, options, done, ({ decided }) => `Decided about ${decided} records.\n`);
      },
    );
}

function pageText({ records, next }: HeldRecords): string {
  const more = next === null ? "" : `More: --after ${next}\n`;
  return heldRecordsText(records) + more;
}
