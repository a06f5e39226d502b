/** status, log, mappings, console: what there is to see and to switch. */
import { CONFLICT_POLICIES, type ConflictPolicy } from "@accord-sync/core/mapping/mapping.ts";
import { DELETE_POLICIES, type DeletePolicy } from "@accord-sync/core/mapping/removal.ts";
import type { LogEntryView, MappingChange, MappingView } from "@accord-sync/engine/engine-api.ts";
import type { ServiceStatusView } from "@accord-sync/server/health/bug-count.ts";
import type { Command } from "commander";
import { usageFailure } from "../cli-failure.ts";
import { exitCodeOfRecord, exitCodeOfStatus } from "../exit-code.ts";
import { logText } from "../print/log-text.ts";
import { mappingsText, statusText } from "../print/status-text.ts";
import { readRecordArguments, recordPath } from "../record-argument.ts";
import {
  type CommandParts,
  type CommonOptions,
  newCommand,
  print,
  serviceOf,
} from "./command-parts.ts";
import { showRecord } from "./records.ts";

function statusCommand(parts: CommandParts): Command {
  return newCommand("status", "Show the service's state, or one record's", [
    "status",
    "status Account 001000000000001AAA --json",
    "status --check || echo look",
  ])
    .argument("[record...]", "object and record id, or the id alone")
    .option("--check", "end with the code of what is shown, not with 0")
    .action(async (words: string[], options: CommonOptions & { check?: true }) => {
      if (words.length > 0) {
        const view = await showRecord(parts, options, words);
        if (options.check) parts.end(exitCodeOfRecord(view));
        return;
      }
      const status = await serviceOf(parts, options).get<ServiceStatusView>("/status");
      print(parts, options, status, statusText);
      if (options.check) parts.end(exitCodeOfStatus(status));
    });
}

interface LogOptions extends CommonOptions {
  readonly record?: string;
  readonly errors?: true;
  readonly held?: true;
  readonly limit: string;
}

interface LogPage {
  readonly entries: readonly LogEntryView[];
  readonly next: string | null;
}

type LogFilter = "all" | "errors" | "held";

function filterOf({ errors, held }: LogOptions): LogFilter {
  if (errors === undefined) return held === undefined ? "all" : "held";
  if (held === undefined) return "errors";
  throw usageFailure({
    message: "--errors and --held exclude each other.",
    action: "Give one of the two, or neither for the whole log.",
  });
}

/** One record's log comes whole; the service filters only the log of all, by the same rule. */
function isWanted({ outcome, error }: LogEntryView, filter: LogFilter): boolean {
  if (filter === "held") return outcome === "held";
  return filter === "all" || (error !== null && outcome !== "held");
}

function logCommand(parts: CommandParts): Command {
  return newCommand("log", "Show what happened, newest first", [
    "log --errors",
    "log --record Account/001000000000001AAA --limit 5",
  ])
    .option("--record <Object/Id>", "only this record")
    .option("--errors", "only what failed")
    .option("--held", "only what waits for a person")
    .option("--limit <number>", "at most this many entries", "20")
    .action(async (options: LogOptions) => {
      const service = serviceOf(parts, options);
      const query = new URLSearchParams({ limit: options.limit });
      const filter = filterOf(options);
      if (options.record === undefined) query.set("filter", filter);
      const path =
        options.record === undefined
          ? "/log"
          : `${recordPath(readRecordArguments([options.record], 0).record)}/log`;
      const page = await service.get<LogPage>(`${path}?${query.toString()}`);
      const entries = page.entries.filter((entry) => isWanted(entry, filter));
      print(parts, options, { ...page, entries }, (shown) => logText(shown.entries));
    });
}

/** `phone=newest`, as often as it is given. */
function readPolicies(texts: readonly string[]): Readonly<Record<string, ConflictPolicy>> {
  const pairs = texts.map((text) => {
    const [, field, name] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    const policy = CONFLICT_POLICIES.find((each) => each === name);
    if (field !== undefined && policy !== undefined) return [field, policy] as const;
    throw usageFailure({
      message: `--policy must be <field>=<${CONFLICT_POLICIES.join("|")}>, not ${text}.`,
      action: "For example: npm run accord -- mappings customer-account --policy phone=newest",
    });
  });
  return Object.fromEntries(pairs);
}

interface MappingOptions extends CommonOptions {
  readonly realTime?: string;
  readonly policy: readonly string[];
  readonly deletedInSalesforce?: string;
  readonly deletedInQuickbooks?: string;
}

function readDeletePolicy(text: string): DeletePolicy {
  const policy = DELETE_POLICIES.find((each) => each === text);
  if (policy !== undefined) return policy;
  throw usageFailure({
    message: `What becomes of the other record must be ${DELETE_POLICIES.join(", ")}, not ${text}.`,
    action:
      "For example: npm run accord -- mappings customer-account --deleted-in-salesforce deactivate",
  });
}

/** What the options set; null when they only ask to see. */
function readMappingChange(options: MappingOptions): MappingChange | null {
  const { realTime, policy, deletedInSalesforce, deletedInQuickbooks } = options;
  const whenDeleted = {
    ...(deletedInSalesforce !== undefined && { salesforce: readDeletePolicy(deletedInSalesforce) }),
    ...(deletedInQuickbooks !== undefined && { quickbooks: readDeletePolicy(deletedInQuickbooks) }),
  };
  const hasDeletes = Object.keys(whenDeleted).length > 0;
  if (realTime === undefined && policy.length === 0 && !hasDeletes) return null;
  return {
    ...(hasDeletes && { whenDeleted }),
    ...(realTime !== undefined && { realTime: readSwitch(realTime) }),
    ...(policy.length > 0 && { policies: readPolicies(policy) }),
  };
}

function readSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw usageFailure({
    message: `--real-time must be on or off, not ${text}.`,
    action: "For example: npm run accord -- mappings customer-account --real-time off",
  });
}

function mappingsCommand(parts: CommandParts): Command {
  return newCommand("mappings", "Show the mappings, or change what is set for one", [
    "mappings",
    "mappings customer-account --real-time off",
    "mappings customer-account --policy phone=newest",
  ])
    .argument("[mapping]", "a mapping's id")
    .option("--real-time <on|off>", "real-time updates to Salesforce")
    .option(
      "--policy <field=policy>",
      `who wins when both systems changed a field: ${CONFLICT_POLICIES.join(", ")}`,
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option(
      "--deleted-in-salesforce <policy>",
      `what becomes of the QuickBooks record: ${DELETE_POLICIES.join(", ")}`,
    )
    .option("--deleted-in-quickbooks <policy>", "what becomes of the Salesforce record")
    .action(async (id: string | undefined, options: MappingOptions) => {
      const service = serviceOf(parts, options);
      const change = readMappingChange(options);
      if (id === undefined && change !== null) {
        throw usageFailure({
          message: "Name the mapping to change.",
          action: "For example: npm run accord -- mappings customer-account --policy phone=newest",
        });
      }
      if (id !== undefined && change !== null) {
        const path = `/mappings/${encodeURIComponent(id)}`;
        const mapping = await service.patch<MappingView>(path, change);
        return print(parts, options, { mappings: [mapping] }, (shown) =>
          mappingsText(shown.mappings),
        );
      }
      const { mappings } = await service.get<{ mappings: readonly MappingView[] }>("/mappings");
      const shown = mappings.filter((mapping) => id === undefined || mapping.id === id);
      if (shown.length === 0) {
        throw usageFailure({
          message: `There is no mapping ${id ?? ""}.`,
          action: `There are: ${mappings.map((mapping) => mapping.id).join(", ")}.`,
        });
      }
      return print(parts, options, { mappings: shown }, (all) => mappingsText(all.mappings));
    });
}

function consoleCommand(parts: CommandParts): Command {
  return newCommand("console", "Print an address that opens the console, once", ["console"]).action(
    async (options: CommonOptions) => {
      const link = await serviceOf(parts, options).post<{ url: string; expiresAt: string }>(
        "/sign-in-links",
      );
      print(parts, options, link, ({ url }) => `${url}\n`);
    },
  );
}

export function overviewCommands(parts: CommandParts): readonly Command[] {
  return [statusCommand(parts), logCommand(parts), mappingsCommand(parts), consoleCommand(parts)];
}
