/** send, fetch, link, unlink, decide: what a person may do with one record. */
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import type { Command } from "commander";
import { usageFailure } from "../cli-failure.ts";
import { EXIT, exitCodeOfRecord } from "../exit-code.ts";
import { recordText } from "../print/record-text.ts";
import { readRecordArguments, type RecordName, recordPath } from "../record-argument.ts";
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

const RECORD = "<record...>";
const RECORD_HELP = "object and record id, or the id alone";

interface Following {
  readonly parts: CommandParts;
  readonly options: WaitingOptions;
  readonly record: RecordName;
  /** For the progress line: `Sending`. */
  readonly doing: string;
}

/** Looks at the record, from its view `first` on, until its work is done or the time ran out. */
async function follow(first: RecordView, following: Following): Promise<RecordView> {
  const { parts, options, record, doing } = following;
  if (!options.wait) return first;
  const service = serviceOf(parts, options);
  return waitUntil(parts.io, first, {
    label: ({ name, waitingFor }) =>
      `${doing} ${name ?? record.id}${waitingFor === null ? "" : `, waits for ${waitingFor}`}`,
    again: () => service.get<RecordView>(recordPath(record)),
    isFinished: (view) => !view.busy,
    isHeldUp: (view) => view.waitingFor !== null,
    timeoutMs: options.timeout * 1000,
  });
}

function sendCommand(parts: CommandParts): Command {
  return waits(
    newCommand("send", "Send to QuickBooks: the record's values go there", [
      "send Account 001000000000001AAA",
      "send 001000000000001AAA --create",
    ]),
  )
    .argument(RECORD, RECORD_HELP)
    .option("--create", "create another one although one looks the same")
    .action(async (words: string[], options: WaitingOptions & { create?: true }) => {
      const { record } = readRecordArguments(words, 0);
      const onMatch = options.create ? "create" : "ask";
      const service = serviceOf(parts, options);
      const first = await service.post<RecordView>(`${recordPath(record)}/send`, { onMatch });
      const view = await follow(first, { parts, options, record, doing: "Sending" });
      print(parts, options, view, recordText);
      parts.end(exitCodeOfRecord(view));
    });
}

function fetchCommand(parts: CommandParts): Command {
  return waits(
    newCommand("fetch", "Sync From QuickBooks: its values come in", [
      "fetch Account 001000000000001AAA",
    ]),
  )
    .argument(RECORD, RECORD_HELP)
    .action(async (words: string[], options: WaitingOptions) => {
      const { record } = readRecordArguments(words, 0);
      const first = await serviceOf(parts, options).post<RecordView>(`${recordPath(record)}/fetch`);
      const view = await follow(first, { parts, options, record, doing: "Fetching" });
      print(parts, options, view, recordText);
      parts.end(exitCodeOfRecord(view));
    });
}

function linkCommand(parts: CommandParts): Command {
  return waits(
    newCommand("link", "Link Record: associate two, changing neither", [
      "link Account 001000000000001AAA 3",
      "link 001000000000001AAA 3",
    ]),
  )
    .argument(RECORD, `${RECORD_HELP}, then the QuickBooks id`)
    .action(async (words: string[], options: WaitingOptions) => {
      const { record, rest } = readRecordArguments(words, 1);
      const first = await serviceOf(parts, options).post<RecordView>(`${recordPath(record)}/link`, {
        quickbooksId: rest[0],
      });
      const view = await follow(first, { parts, options, record, doing: "Linking" });
      print(parts, options, view, recordText);
      parts.end(exitCodeOfRecord(view));
    });
}

function unlinkCommand(parts: CommandParts): Command {
  return waits(
    newCommand("unlink", "Unlink: the association ends, both records stay", [
      "unlink Account 001000000000001AAA",
    ]),
  )
    .argument(RECORD, RECORD_HELP)
    .action(async (words: string[], options: WaitingOptions) => {
      const { record } = readRecordArguments(words, 0);
      const first = await serviceOf(parts, options).post<RecordView>(
        `${recordPath(record)}/unlink`,
      );
      const view = await follow(first, { parts, options, record, doing: "Unlinking" });
      print(parts, options, view, recordText);
      const isApart = view.status === "notLinked" && !view.busy;
      parts.end(isApart ? EXIT.done : exitCodeOfRecord(view));
    });
}

/** The open entries that `name` means: an entry number, a field name, or `all`. */
function entriesNamed(view: RecordView, name: string): readonly string[] {
  const open = view.decisions.filter(
    (decision) => name === "all" || decision.entry === name || decision.field === name,
  );
  if (open.length > 0) return open.map((decision) => decision.entry);
  const names = view.decisions.map((decision) => `${decision.entry} (${decision.field})`);
  throw usageFailure({
    message: `This record has no open decision ${name}.`,
    action: names.length === 0 ? "There is nothing to decide." : `Open are: ${names.join(", ")}.`,
  });
}

function decideCommand(parts: CommandParts): Command {
  return waits(
    newCommand("decide", "Decide a difference or conflict: what is kept", [
      "decide Account 001000000000001AAA 12 salesforce",
      "decide 001000000000001AAA phone quickbooks",
      "decide 001000000000001AAA all quickbooks",
    ]),
  )
    .argument(RECORD, `record; then entry, field or "all"; then which system to keep`)
    .action(async (words: string[], options: WaitingOptions) => {
      const { record, rest } = readRecordArguments(words, 2);
      const [name = "", keep] = rest;
      const service = serviceOf(parts, options);
      let view = await service.get<RecordView>(recordPath(record));
      for (const entry of entriesNamed(view, name)) {
        view = await service.post<RecordView>(`${recordPath(record)}/decide`, { entry, keep });
      }
      view = await follow(view, { parts, options, record, doing: "Deciding" });
      print(parts, options, view, recordText);
      parts.end(exitCodeOfRecord(view));
    });
}

/** Prints one record's view; for `status` with a record. */
export async function showRecord(
  parts: CommandParts,
  options: CommonOptions,
  words: readonly string[],
): Promise<RecordView> {
  const { record } = readRecordArguments(words, 0);
  const view = await serviceOf(parts, options).get<RecordView>(recordPath(record));
  print(parts, options, view, recordText);
  return view;
}

export function recordCommands(parts: CommandParts): readonly Command[] {
  return [
    sendCommand(parts),
    fetchCommand(parts),
    linkCommand(parts),
    unlinkCommand(parts),
    decideCommand(parts),
  ];
}
