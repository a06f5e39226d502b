/** A record's view for a person. */
import type { ErrorView, MatchView, RecordView } from "@accord-sync/engine/engine-api.ts";
import { columns, utc, valueText } from "./table.ts";

type Rows = readonly (readonly string[])[];

export function errorRows(error: ErrorView): Rows {
  const { vendor } = error;
  return [
    ["Error", `${error.message} (${error.code})`],
    ["What to do", error.action],
    ...(vendor === null
      ? []
      : [["They said", [vendor.code, vendor.message, vendor.detail].filter(Boolean).join(": ")]]),
  ];
}

function matchRow(match: MatchView): readonly string[] {
  const contact = match.compare
    .filter(({ field, quickbooks }) => field !== "name" && quickbooks !== null)
    .map(({ quickbooks }) => quickbooks)
    .join(", ");
  const linked =
    match.linkedTo === null
      ? ""
      : `already linked to ${match.linkedTo.type} ${match.linkedTo.id} ${match.linkedTo.name ?? ""}`;
  return ["Match", `${match.quickbooksId}  ${match.name}  ${contact}  ${linked}`.trimEnd()];
}

function nextStep(view: RecordView): Rows {
  const { id, decisions, matches } = view;
  if (decisions.length > 0) {
    const entry = decisions[0]?.entry ?? "";
    return [["Next", `accord decide ${id} ${entry} salesforce   (or quickbooks)`]];
  }
  const free = matches.find((match) => match.linkedTo === null);
  if (free === undefined) return [];
  return [["Next", `accord link ${id} ${free.quickbooksId}   or   accord send ${id} --create`]];
}

export function recordText(view: RecordView): string {
  const { quickbooks, mapping } = view;
  const rows: Rows = [
    ["Status", `${view.statusLabel}. ${view.detail}`],
    ...(view.waitingFor === null ? [] : [["Waits for", view.waitingFor]]),
    ...(quickbooks === null
      ? []
      : [
          [
            "QuickBooks",
            `${mapping?.quickbooksObject ?? "record"} ${quickbooks.id}  ${quickbooks.name}  ${quickbooks.url}`,
          ],
        ]),
    ["Company", view.company.name],
    ["Last sync", view.lastSyncAt === null ? "never" : utc(view.lastSyncAt)],
    ...(view.error === null ? [] : errorRows(view.error)),
    ...view.decisions.map((decision) => [
      "Decide",
      `${decision.entry}  ${decision.label}: Salesforce ${valueText(decision.salesforce)}, QuickBooks ${valueText(decision.quickbooks)}`,
    ]),
    ...view.matches.map(matchRow),
    ...nextStep(view),
  ];
  return `${view.name ?? "(no name)"}  ${view.type} ${view.id}\n${columns(rows, "  ")}`;
}
