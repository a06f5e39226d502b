/** backfill: the first load as a plan that is looked at, decided and applied. */
import type {
  BackfillChoice,
  BackfillDirection,
  BackfillView,
  DecideBackfillView,
} from "@accord-sync/engine/backfill-api.ts";
import type { MappingView } from "@accord-sync/engine/engine-api.ts";
import { Command, InvalidArgumentError, Option } from "commander";
import { CliFailure, usageFailure } from "../cli-failure.ts";
import { EXIT, exitCodeOfBackfill } from "../exit-code.ts";
import {
  backfillProgress,
  backfillText,
  type ItemsPage,
  itemsText,
} from "../print/backfill-text.ts";
import { waitUntil } from "../wait.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
  type WaitingOptions,
  waits,
} from "./command-parts.ts";

const DIRECTIONS: Readonly<Record<string, BackfillDirection>> = {
  "to-salesforce": "toSalesforce",
  "to-quickbooks": "toQuickbooks",
  both: "both",
  none: "none",
};

const oneOf = (flags: string, about: string, words: readonly string[]): Option =>
  new Option(flags, about).choices(words);

function score(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError("must be a number from 0 to 100");
}

const addressOf = (id: string): string => `/backfills/${encodeURIComponent(id)}`;

/** The backfill named, or the newest one. */
async function chosen(
  parts: CommandParts,
  options: CommonOptions,
  id: string | undefined,
): Promise<BackfillView> {
  const service = serviceOf(parts, options);
  if (id !== undefined) return service.get<BackfillView>(addressOf(id));
  const { backfills } = await service.get<{ backfills: BackfillView[] }>("/backfills");
  const [newest] = backfills;
  if (newest !== undefined) return newest;
  throw new CliFailure(EXIT.usage, {
    code: "NO_BACKFILL",
    message: "There is no backfill.",
    action: "Make a plan with npm run accord -- backfill plan; it writes nothing.",
  });
}

async function follow(
  parts: CommandParts,
  options: WaitingOptions,
  started: BackfillView,
): Promise<void> {
  const isGoing = ({ state }: BackfillView): boolean => state === "reading" || state === "applying";
  const view = !options.wait
    ? started
    : await waitUntil(parts.io, started, {
        label: backfillProgress,
        again: () => serviceOf(parts, options).get<BackfillView>(addressOf(started.id)),
        isFinished: (current) => !isGoing(current),
        isHeldUp: (current) => current.waitingFor !== null,
        timeoutMs: options.timeout * 1000,
      });
  print(parts, options, view, backfillText);
  parts.end(exitCodeOfBackfill(view));
}

interface PlanOptions extends WaitingOptions {
  readonly direction: string;
  readonly linkFrom?: number;
  readonly askAll?: true;
  readonly differing: string;
  readonly includeInactive?: true;
}

function planCommand(parts: CommandParts): Command {
  return waits(
    newCommand("plan", "read both systems and make a plan; nothing is written", [
      "backfill plan",
      "backfill plan Customer --direction both --differing quickbooks",
    ]),
  )
    .argument("[objects...]", "QuickBooks objects, for example Customer; none: every mapped one")
    .addOption(
      oneOf("--direction <way>", "where missing records are made", Object.keys(DIRECTIONS)).default(
        "to-salesforce",
      ),
    )
    .option("--link-from <score>", "link clear matches from this score on (default: 80)", score)
    .option("--ask-all", "ask about each match")
    .addOption(
      oneOf(
        "--differing <who>",
        "whose value both get where linked records differ; an empty one never wins",
        ["ask", "salesforce", "quickbooks"],
      ).default("ask"),
    )
    .option("--include-inactive", "bring inactive records along")
    .action(async (objects: string[], options: PlanOptions) => {
      const service = serviceOf(parts, options);
      const { mappings } = await service.get<{ mappings: MappingView[] }>("/mappings");
      const unknown = objects.find(
        (name) => !mappings.some((one) => one.quickbooksObject === name),
      );
      if (unknown !== undefined) {
        throw new CliFailure(EXIT.usage, {
          code: "OBJECT_NOT_MAPPED",
          message: `QuickBooks ${unknown} is not mapped.`,
          action: `Mapped are: ${mappings.map((one) => one.quickbooksObject).join(", ")}.`,
        });
      }
      const wanted = mappings.filter(
        (one) => objects.length === 0 || objects.includes(one.quickbooksObject),
      );
      const started = await service.post<BackfillView>("/backfills", {
        objects: wanted.map((one) => ({
          mapping: one.id,
          direction: DIRECTIONS[options.direction],
        })),
        askEachMatch: options.askAll ?? false,
        ...(options.linkFrom === undefined ? {} : { linkFrom: options.linkFrom }),
        differing: options.differing,
        includeInactive: options.includeInactive ?? false,
      });
      await follow(parts, options, started);
    });
}

function showCommand(parts: CommandParts): Command {
  return newCommand("show", "what is planned, what it costs, how far it is", ["backfill show"])
    .argument("[id]", "which backfill; none: the newest")
    .action(async (id: string | undefined, options: CommonOptions) => {
      const view = await chosen(parts, options, id);
      print(parts, options, view, backfillText);
      parts.end(exitCodeOfBackfill(view));
    });
}

const ACTIONS = ["create", "link", "ask", "update", "skip"];
const STATES = ["planned", "waiting", "skipped", "underWay", "done", "refused"];

interface PickOptions extends CommonOptions {
  readonly action?: string;
  readonly state?: string;
  readonly mapping?: string;
  readonly withRefusals?: true;
}

const picks = (command: Command): Command =>
  command
    .addOption(oneOf("--action <action>", "only these", ACTIONS))
    .addOption(oneOf("--state <state>", "only these", STATES))
    .option("--mapping <id>", "only of this mapping, for example customer-account")
    .option("--with-refusals", "only those that a system may refuse");

function itemsCommand(parts: CommandParts): Command {
  return picks(
    newCommand("items", "the plan, record by record and field by field", [
      "backfill items --action ask",
      "backfill items --with-refusals --json",
    ]),
  )
    .argument("[id]", "which backfill; none: the newest")
    .option("--text <part>", "a part of the name")
    .option("--after <item>", "go on behind this item")
    .option("--limit <number>", "how many, at most 500", "50")
    .action(
      async (
        id: string | undefined,
        options: PickOptions & { text?: string; after?: string; limit: string },
      ) => {
        const view = await chosen(parts, options, id);
        const { action, state, mapping, text, after, limit } = options;
        const query = new URLSearchParams({ limit });
        for (const [name, value] of Object.entries({ action, state, mapping, text, after })) {
          if (value !== undefined) query.set(name, value);
        }
        if (options.withRefusals) query.set("withRefusals", "true");
        const page = await serviceOf(parts, options).get<ItemsPage>(
          `${addressOf(view.id)}/items?${query.toString()}`,
        );
        print(parts, options, page, itemsText);
      },
    );
}

function choiceOf(word: string, to: string | undefined): BackfillChoice {
  if (word === "link" && to === undefined) {
    throw usageFailure({
      message: "A link needs the record to link with.",
      action: "Name one of the item's candidates: backfill decide link --item 12 --to 001….",
    });
  }
  return word === "link" ? { kind: "link", to: to ?? "" } : ({ kind: word } as BackfillChoice);
}

function decidedText({ decided, refused, backfill }: DecideBackfillView): string {
  const not = refused.map(({ id, reason }) => `  ${id}  ${reason}\n`).join("");
  const refusedHead = refused.length === 0 ? "" : `${refused.length} could not be decided so:\n`;
  return `${decided} decided.\n${refusedHead}${not}${backfillText(backfill)}`;
}

function decideCommand(parts: CommandParts): Command {
  return picks(
    newCommand("decide", "approve, skip, create or link items, or all that a rule picks", [
      "backfill decide approve --action ask",
      "backfill decide link --item 12 --to 001000000000001AAA",
      "backfill decide skip --with-refusals",
    ]),
  )
    .argument("<choice>", "approve, skip, create or link")
    .argument("[id]", "which backfill; none: the newest")
    .option("--item <ids...>", "these items")
    .option("--to <id>", "with link: the record of the other system")
    .action(
      async (
        word: string,
        id: string | undefined,
        options: PickOptions & { item?: string[]; to?: string },
      ) => {
        const { item, action, state, mapping, withRefusals } = options;
        const rule = { action, state, mapping, withRefusals };
        const hasRule = Object.values(rule).some((value) => value !== undefined);
        if ((item !== undefined) === hasRule) {
          throw usageFailure({
            message: hasRule ? "Items and a rule are both given." : "Which items is not said.",
            action: "Name them with --item, or by a rule: --action, --state, --mapping.",
          });
        }
        const choice = choiceOf(word, options.to);
        const view = await chosen(parts, options, id);
        const answer = await serviceOf(parts, options).post<DecideBackfillView>(
          `${addressOf(view.id)}/decide`,
          { ...(item === undefined ? { rule } : { items: item }), choice },
        );
        print(parts, options, answer, decidedText);
        parts.end(answer.refused.length > 0 ? EXIT.error : EXIT.done);
      },
    );
}

/** apply, pause, resume and cancel: one call each; those that go on are followed. */
function stepCommand(parts: CommandParts, word: string, summary: string): Command {
  return waits(newCommand(word, summary, [`backfill ${word}`]))
    .argument("[id]", "which backfill; none: the newest")
    .action(async (id: string | undefined, options: WaitingOptions) => {
      const { id: own } = await chosen(parts, options, id);
      await follow(
        parts,
        options,
        await serviceOf(parts, options).post<BackfillView>(`${addressOf(own)}/${word}`),
      );
    });
}

export function backfillCommand(parts: CommandParts): Command {
  const group = new Command("backfill")
    .summary("First load: plan, look, apply")
    .description("The first load as a plan that is looked at before anything is written");
  const commands = [
    planCommand(parts),
    showCommand(parts),
    itemsCommand(parts),
    decideCommand(parts),
    stepCommand(parts, "apply", "write what is planned; what waits for a decision stays"),
    stepCommand(parts, "pause", "stop after what is in flight"),
    stepCommand(parts, "resume", "go on"),
    stepCommand(parts, "cancel", "end it; what was written stays"),
  ];
  for (const command of commands) group.addCommand(command);
  return group;
}
