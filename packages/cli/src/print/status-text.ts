/** The whole service's state for a person. */
import { POLICY_LABEL } from "@accord-sync/core/mapping/mapping.ts";
import { DELETE_POLICY_LABEL } from "@accord-sync/core/mapping/removal.ts";
import type { MappingView, StatusView } from "@accord-sync/engine/engine-api.ts";
import type { ServiceStatusView } from "@accord-sync/server/health/bug-count.ts";
import { columns, utc } from "./table.ts";

const STATES: Readonly<Record<StatusView["connections"][number]["state"], string>> = {
  connected: "connected",
  waiting: "waiting",
  needsReconnect: "must be connected again",
};

const stateText = ({ state, wasConnected }: StatusView["connections"][number]): string =>
  state === "needsReconnect" && !wasConnected ? "not connected yet" : STATES[state];

const SYSTEMS = { salesforce: "Salesforce", quickbooks: "QuickBooks" } as const;

export function statusText(status: ServiceStatusView): string {
  const { connections, inbox, counts, webhooks, bugs, warnings } = status;
  const linked = connections.map((connection) => [
    SYSTEMS[connection.system],
    connection.name,
    connection.accountId,
    stateText(connection),
    connection.detail ?? "",
  ]);
  const budgets = connections.flatMap(({ budget }) =>
    budget === null
      ? []
      : [
          [
            "QuickBooks reads",
            `${budget.meteredThisMonth} of ${budget.meteredPerMonth} this month, ${budget.expectedThisMonth} expected`,
          ],
          ...(budget.message === null ? [] : [["Month's reads", budget.message]]),
        ],
  );
  const oldest = inbox.oldestAt === null ? "" : `, the oldest since ${utc(inbox.oldestAt)}`;
  const rows = [
    ["Linked records", String(counts.linked)],
    ["In error", String(counts.errors)],
    ["To decide", String(counts.needsDecision)],
    ["Held deletes", String(counts.heldDeletes)],
    ["Held changes", String(counts.heldChanges)],
    ["In QuickBooks only", String(counts.notLinkedInQuickbooks)],
    ["Work waiting", `${inbox.pending}${oldest}`],
    ["Webhooks", `${webhooks.received} received, ${webhooks.refused} refused`],
    ...budgets,
    ...connections.flatMap(({ sweep }) =>
      sweep === null
        ? []
        : [["QuickBooks sweeps", `${everyText(sweep.everySeconds)}: ${sweep.why}`]],
    ),
    ...connections.flatMap(({ org }) => (org === null ? [] : orgRows(org))),
    ...connectRows(connections),
    ...permissionRows(connections),
    ...(bugs.lastAt === null
      ? []
      : [["Errors of its own", `${bugs.sinceStart}, at ${utc(bugs.lastAt)}: ${bugs.last ?? ""}`]]),
    ...warnings.map((warning) => ["Look at", warning]),
  ];
  const head = `Accord Sync ${status.version}, running since ${utc(status.startedAt)}\n`;
  return head + columns(linked, "  ") + columns(rows, "  ");
}

function everyText(seconds: number): string {
  if (seconds < 180) return `every ${seconds} seconds`;
  return `every ${Math.round(seconds / 60)} minutes`;
}

type OrgView = NonNullable<StatusView["connections"][number]["org"]>;

function orgRows({
  changes,
  dailyRequests,
  polledObjects,
  problems,
}: OrgView): readonly string[][] {
  return [
    ...(dailyRequests === null
      ? []
      : [["Salesforce requests", `${dailyRequests.used} of ${dailyRequests.max} today`]]),
    ...(changes.by === "polling" && changes.detail !== null
      ? [["Salesforce changes", `found by polling: ${changes.detail}`]]
      : []),
    ...(polledObjects.length === 0
      ? []
      : [["Without change events", `${polledObjects.join(", ")}: found by polling`]]),
    ...problems.map(({ message, action }) => ["Salesforce set-up", `${message}. ${action}`]),
  ];
}

/** One row a connection that a person must connect: where. */
function connectRows(connections: StatusView["connections"]): readonly string[][] {
  return connections.flatMap(({ system, state, connectUrl }) =>
    state === "needsReconnect" && connectUrl !== null
      ? [[`Connect ${SYSTEMS[system]}`, connectUrl]]
      : [],
  );
}

/** One row a connection whose permission ends soon: the only thing to do is to connect again. */
function permissionRows(connections: StatusView["connections"]): readonly string[][] {
  return connections.flatMap(({ system, authorisation }) =>
    authorisation?.isNear === true
      ? [[`${SYSTEMS[system]} permission`, `connect again before ${utc(authorisation.endsAt)}`]]
      : [],
  );
}

/** Where records of this kind cannot be deleted, there is nothing to say. */
function deletesText({ whenDeleted }: MappingView): string {
  const said = (["salesforce", "quickbooks"] as const)
    .filter((system) => whenDeleted[system].choices.length > 1)
    .map((system) => {
      const { policy, choices } = whenDeleted[system];
      return `  deleted in ${SYSTEMS[system]}: ${DELETE_POLICY_LABEL[policy]} (${choices.join(", ")})\n`;
    });
  return said.join("");
}

export function mappingsText(mappings: readonly MappingView[]): string {
  return mappings
    .map((mapping) => {
      const realTime = mapping.realTime ? "on" : "off";
      const head = `${mapping.id}: ${mapping.quickbooksObject} <> ${mapping.salesforceObject}, real time to Salesforce ${realTime}\n`;
      const arrows = { both: "<>", toSalesforce: "->", toQuickbooks: "<-" };
      const rows = mapping.fields.map((field) => [
        field.label,
        field.quickbooks,
        arrows[field.direction],
        field.salesforce,
        field.policy === null ? "" : POLICY_LABEL[field.policy],
      ]);
      return head + deletesText(mapping) + columns(rows, "  ");
    })
    .join("\n");
}
