/** sync-now: brings the QuickBooks records that a filter selects into Salesforce. */
import type { RunView } from "@accord-sync/engine/engine-api.ts";
import type { Command } from "commander";
import { exitCodeOfRun } from "../exit-code.ts";
import { runText } from "../print/run-text.ts";
import { waitUntil } from "../wait.ts";
import {
  type CommandParts,
  newCommand,
  print,
  serviceOf,
  type WaitingOptions,
  waits,
} from "./command-parts.ts";

function progress(run: RunView): string {
  const left = run.remainingSeconds;
  const estimate = left === null ? "" : `, about ${left} s left`;
  const wait = run.waitingFor === null ? "" : `, waits for ${run.waitingFor}`;
  return `${run.done} of ${run.found} ${run.object} records${estimate}${wait}`;
}

export function syncNowCommand(parts: CommandParts): Command {
  return waits(
    newCommand("sync-now", "Sync Now: bring QuickBooks records to Salesforce", [
      `sync-now Customer "Id = '58'"`,
      `sync-now Item`,
    ]),
  )
    .argument("<object>", "QuickBooks object, for example Customer")
    .argument("[filter]", "which records, as QuickBooks queries are written; none: all")
    .action(async (object: string, filter: string | undefined, options: WaitingOptions) => {
      const service = serviceOf(parts, options);
      const started = await service.post<RunView>("/sync-runs", { object, filter: filter ?? "" });
      const run = !options.wait
        ? started
        : await waitUntil(parts.io, started, {
            label: progress,
            again: () => service.get<RunView>(`/sync-runs/${encodeURIComponent(started.id)}`),
            isFinished: (view) => view.state !== "running",
            isHeldUp: (view) => view.waitingFor !== null,
            timeoutMs: options.timeout * 1000,
          });
      print(parts, options, run, runText);
      parts.end(exitCodeOfRun(run));
    });
}
