/** held: deletions of linked records that wait for a person. */
import { REMOVALS, type Removal } from "@accord-sync/core/mapping/removal.ts";
import type { HeldDecisionView, HeldDeleteView } from "@accord-sync/engine/engine-api.ts";
import type { Command } from "commander";
import { type CliFailure, usageFailure } from "../cli-failure.ts";
import { EXIT } from "../exit-code.ts";
import { heldDecisionText, heldText } from "../print/held-text.ts";
import type { ServiceClient } from "../service-client.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
} from "./command-parts.ts";

const DECISIONS = ["approve", "keep", "unlink"] as const;
type Decision = (typeof DECISIONS)[number];

interface HeldOptions extends CommonOptions {
  readonly how?: string;
  readonly batch?: string;
}

interface HeldPage {
  readonly held: readonly HeldDeleteView[];
  readonly next: string | null;
}

function usage(message: string): CliFailure {
  return usageFailure({ message, action: "For example: npm run accord -- held approve 7" });
}

function readDecision(text: string): Decision {
  const decision = DECISIONS.find((each) => each === text);
  if (decision === undefined) throw usage(`Decide by ${DECISIONS.join(", ")}, not by ${text}.`);
  return decision;
}

function readRemoval(text: string | undefined): Removal | undefined {
  if (text === undefined) return undefined;
  const removal = REMOVALS.find((each) => each === text);
  if (removal === undefined) throw usage(`--how must be ${REMOVALS.join(" or ")}, not ${text}.`);
  return removal;
}

/** All that there is, page by page. */
async function allHeld(service: ServiceClient): Promise<readonly HeldDeleteView[]> {
  const all: HeldDeleteView[] = [];
  for (let after: string | null = null; ; ) {
    const behind: string = after === null ? "" : `?${new URLSearchParams({ after }).toString()}`;
    const page: HeldPage = await service.get(`/held-deletes${behind}`);
    all.push(...page.held);
    if (page.next === null) return all;
    after = page.next;
  }
}

export function heldCommand(parts: CommandParts): Command {
  return newCommand("held", "Show, or decide about, held deletes", [
    "held",
    "held approve 7",
    "held keep --batch 7",
  ])
    .argument("[decision]", "approve (remove the other record), keep (it) or unlink (the two)")
    .argument("[id...]", "numbers of the list")
    .option(
      "--how <removal>",
      `what to approve: ${REMOVALS.join(", ")}; default: the first offered`,
    )
    .option("--batch <id>", "all of one batch, instead of single numbers")
    .action(async (word: string | undefined, ids: string[], options: HeldOptions) => {
      const service = serviceOf(parts, options);
      if (word === undefined) {
        const held = await allHeld(service);
        return print(parts, options, { held, next: null }, () => heldText(held));
      }
      const decision = readDecision(word);
      const how = readRemoval(options.how);
      if ((ids.length === 0) === (options.batch === undefined)) {
        throw usage("Name the numbers to decide about, or one batch.");
      }
      const about = options.batch === undefined ? { ids } : { batch: options.batch };
      const body = { ...about, decision, ...(how === undefined ? {} : { how }) };
      const done = await service.post<HeldDecisionView>("/held-deletes", body);
      print(parts, options, done, heldDecisionText);
      if (done.skipped.length > 0) parts.end(EXIT.error);
    });
}
