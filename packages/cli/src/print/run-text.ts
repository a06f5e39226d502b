/** A run of Sync Now for a person. */
import type { RunOutcome, RunView } from "@accord-sync/engine/engine-api.ts";
import { columns } from "./table.ts";

const WORDS: Readonly<Record<RunOutcome, string>> = {
  created: "created",
  updated: "updated",
  alreadyInStep: "already in step",
  held: "held",
  error: "error",
  waiting: "waiting",
};

/** "created  Created." tells nothing twice. */
function isEcho({ outcome, message }: RunView["results"][number]): boolean {
  return message.replace(/\.$/, "").toLowerCase() === WORDS[outcome];
}

export function runText(run: RunView): string {
  const filter = run.filter === "" ? "every record" : run.filter;
  const head = `Sync Now ${run.object}, ${filter}: ${run.state}, ${run.done} of ${run.found} done\n`;
  const wait = run.waitingFor === null ? "" : `  Waits for ${run.waitingFor}\n`;
  const rows = run.results.map((result) => [
    result.quickbooksId,
    result.name,
    WORDS[result.outcome],
    result.salesforce === null ? "" : `${result.salesforce.type} ${result.salesforce.id}`,
    isEcho(result) ? "" : result.message,
  ]);
  const error = run.error === null ? "" : `  ${run.error.message} ${run.error.action}\n`;
  const none = run.state === "done" && run.found === 0 ? "  The filter selects no record.\n" : "";
  return head + wait + columns(rows, "  ") + error + none;
}
