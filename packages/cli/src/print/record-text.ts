/** A record's view for a person. */
import type {
  DecisionView,
  EditView,
  ErrorView,
  MatchView,
  RecordView,
} from "@accord-sync/engine/engine-api.ts";
import { columns, utc, valueText } from "./table.ts";

type Rows = readonly (readonly string[])[];

function whoSaid({ code }: ErrorView): string {
  if (code.startsWith("QBO_")) return "QuickBooks said";
  return code.startsWith("SF_") ? "Salesforce said" : "They said";
}

export function errorRows(error: ErrorView): Rows {
  const { vendor } = error;
  return [
    ["Error", `${error.message} (${error.code})`],
    ["What to do", error.action],
    ...(vendor === null
      ? []
      : [
          [whoSaid(error), [vendor.code, vendor.message, vendor.detail].filter(Boolean).join(": ")],
        ]),
  ];
}

function matchRow(match: MatchView): readonly string[] {
  const values = match.compare
    .filter(({ field, quickbooks }) => field !== "name" && quickbooks !== null)
    .map(({ label, quickbooks }) => `${label} ${quickbooks ?? ""}`)
    .join(", ");
  const linked =
    match.linkedTo === null
      ? ""
      : `already linked to ${match.linkedTo.type} ${match.linkedTo.id} ${match.linkedTo.name ?? ""}`;
  return ["Match", `${match.quickbooksId}  ${match.name}  ${values}  ${linked}`.trimEnd()];
}

/** QuickBooks refuses to create a record of a name that it has, whatever the case of its letters. */
function hasTakenName({ name }: RecordView, match: MatchView): boolean {
  return match.active && name?.trim().toLowerCase() === match.name.trim().toLowerCase();
}

function nextStep(view: RecordView): Rows {
  const { id, decisions, matches } = view;
  if (decisions.length > 0) {
    const entry = decisions[0]?.entry ?? "";
    return [["Next", `npm run accord -- decide ${id} ${entry} salesforce   (or quickbooks)`]];
  }
  const free = matches.find((match) => match.linkedTo === null);
  if (free === undefined) return [];
  const link = `npm run accord -- link ${id} ${free.quickbooksId}`;
  return hasTakenName(view, free)
    ? [
        ["Next", `${link}   or, as QuickBooks keeps names unique,`],
        ["", `give this record another name, then   npm run accord -- send ${id}`],
      ]
    : [
        ["Next", `${link}   or`],
        ["", `npm run accord -- send ${id} --create`],
      ];
}

/** Who wrote the value and when, as far as the system tells. */
function editText(system: "Salesforce" | "QuickBooks", { by, at }: EditView): string {
  const when = at === null ? "at a time that is not known" : utc(at);
  if (by !== null) return `${system} by ${by}, ${when}`;
  const nobody = system === "QuickBooks" ? "it tells of no user" : "by a user that is not known";
  return `${system} ${when}, ${nobody}`;
}

function decisionRows(decision: DecisionView): Rows {
  const { entry, label, salesforce, quickbooks, salesforceEdit, quickbooksEdit, reason } = decision;
  return [
    [
      "Decide",
      `${entry}  ${label}: Salesforce ${valueText(salesforce)}, QuickBooks ${valueText(quickbooks)}`,
    ],
    [
      "",
      `Changed: ${editText("Salesforce", salesforceEdit)}; ${editText("QuickBooks", quickbooksEdit)}`,
    ],
    ...(reason === null ? [] : [["", reason]]),
  ];
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
    ...view.decisions.flatMap(decisionRows),
    ...view.matches.map(matchRow),
    ...nextStep(view),
  ];
  return `${view.name ?? "(no name)"}  ${view.type} ${view.id}\n${columns(rows, "  ")}`;
}
