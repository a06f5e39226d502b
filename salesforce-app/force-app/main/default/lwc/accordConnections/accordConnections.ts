import {
  chooseIncomeAccount,
  getStatus,
  pauseConnection,
  resumeConnection,
  type MonthBudget,
  problemText,
  type ServiceStatus,
} from "c/accordApi";
import { type Permission, permissionOf, pollingOf, sweepOf } from "c/accordFormat";
import { CONNECTION_STATE_LABELS, LABELS, pausedText } from "c/accordLabels";
import LightningConfirm from "lightning/confirm";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";

interface ConnectionRow {
  id: string;
  name: string;
  system: string;
  accountId: string;
  state: string;
  status: string;
  detail: string;
  connectedAt: string | null;
  connectUrl: string | null;
  connectLabel: string;
  connectVariant: "brand" | "neutral";
  incomeAccount: string | null;
  incomeAccounts: { value: string; label: string }[] | null;
  budget: MonthBudget | null;
  sweep: string;
  requests: string;
  polling: { key: string; text: string }[];
  problems: { key: string; text: string }[];
  permission: Permission | null;
  paused: { by: string; at: string } | null;
  isPaused: "yes" | "no";
  pausedText: string;
  pauseLabel: string;
  pauseVariant: "brand" | "neutral";
  pauseIcon: string;
}

/** A connection's state as a record's status, so that one badge draws both. */
const STATE_STATUS: Readonly<Record<string, string>> = {
  connected: "inSync",
  waiting: "waiting",
  needsReconnect: "error",
};

type Connection = ServiceStatus["connections"][number];

function stateLabel({ state, wasConnected }: Connection): string {
  const isNew = state === "needsReconnect" && wasConnected === false;
  return CONNECTION_STATE_LABELS[isNew ? "neverConnected" : state] ?? state;
}

function connectLabel({ system, wasConnected }: Connection): string {
  const isNew = wasConnected === false;
  if (system === "quickbooks") return isNew ? LABELS.connect : LABELS.connectAgain;
  return isNew ? LABELS.connectSalesforce : LABELS.connectSalesforceAgain;
}

const isPauseMeant = (): Promise<boolean> =>
  LightningConfirm.open({
    label: LABELS.pauseTitle,
    message: LABELS.pauseText,
    theme: "warning",
  });

/** The switch that pauses a connection, and what it says while it is paused. */
function pauseParts({ system, paused = null }: Connection) {
  const name = system === "quickbooks" ? LABELS.quickbooks : LABELS.salesforce;
  return {
    paused,
    isPaused: paused === null ? ("no" as const) : ("yes" as const),
    pausedText: paused === null ? "" : pausedText(name, paused.by),
    pauseLabel: paused === null ? LABELS.pauseSyncing : LABELS.resumeSyncing,
    pauseVariant: paused === null ? ("neutral" as const) : ("brand" as const),
    pauseIcon: paused === null ? "utility:pause" : "utility:play",
  };
}

/** Connections: both systems' state, and the counts that tell whether all is well. */
export default class AccordConnections extends LightningElement {
  @track service: ServiceStatus | null = null;
  @track problem = "";

  labels = LABELS;
  private readonly poller = new PagePoller(() => this.refresh());

  connectedCallback(): void {
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  private async refresh(): Promise<PollOutcome> {
    try {
      this.service = await getStatus();
      this.problem = "";
      return { busy: false, changed: false };
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
      throw problem;
    }
  }

  /** Intuit's sign-in is a page of its own, in a tab of its own. */
  handleConnect(event: Event): void {
    const { url } = (event.currentTarget as HTMLElement).dataset;
    if (url !== undefined) window.open(url, "_blank", "noopener");
  }

  async handlePause(event: Event): Promise<void> {
    const { connection = "", paused } = (event.currentTarget as HTMLElement).dataset;
    const isPaused = paused === "yes";
    if (!isPaused && !(await isPauseMeant())) return;
    try {
      await (isPaused ? resumeConnection(connection) : pauseConnection(connection));
    } catch (problem) {
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    this.service = await getStatus();
  }

  async handleIncomeAccount(event: CustomEvent<{ value: string }>): Promise<void> {
    const { connection = "" } = (event.currentTarget as HTMLElement).dataset;
    try {
      await chooseIncomeAccount(connection, event.detail.value);
    } catch (problem) {
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    // What the service holds is what the list shows, whether or not the change went through.
    this.service = await getStatus();
  }

  get connections(): ConnectionRow[] {
    return (this.service?.connections ?? []).map((connection) => ({
      id: connection.id,
      name: connection.name,
      system: connection.system === "quickbooks" ? LABELS.quickbooks : LABELS.salesforce,
      accountId: connection.accountId,
      ...pauseParts(connection),
      state: connection.paused ? LABELS.paused : stateLabel(connection),
      status: connection.paused ? "waiting" : (STATE_STATUS[connection.state] ?? "unknown"),
      detail: connection.detail ?? "",
      connectedAt: connection.wasConnected === false ? null : connection.connectedAt,
      connectUrl: connection.connectUrl,
      connectLabel: connectLabel(connection),
      incomeAccount: connection.incomeAccount?.chosen ?? null,
      incomeAccounts:
        connection.incomeAccount?.choices.map(({ id, name }) => ({ value: id, label: name })) ??
        null,
      connectVariant:
        connection.state === "needsReconnect" || connection.authorisation?.isNear === true
          ? "brand"
          : "neutral",
      permission: permissionOf(connection.authorisation ?? null),
      budget: connection.budget ?? null,
      sweep: sweepOf(connection.sweep),
      requests: connection.org?.dailyRequests
        ? `${connection.org.dailyRequests.used.toLocaleString()} / ${connection.org.dailyRequests.max.toLocaleString()}`
        : "",
      polling: pollingOf(connection.org).map((text) => ({ key: text, text })),
      problems: (connection.org?.problems ?? []).map(({ message, action }) => ({
        key: message,
        text: `${message}. ${action}`,
      })),
    }));
  }

  get counts(): { label: string; value: string }[] {
    if (this.service === null) return [];
    const { counts, inbox, webhooks } = this.service;
    const rows: [string, number][] = [
      [LABELS.linkedRecords, counts.linked],
      [LABELS.withErrors, counts.errors],
      [LABELS.needDecision, counts.needsDecision],
      [LABELS.heldDeletesCount, counts.heldDeletes],
      [LABELS.heldChangesCount, counts.heldChanges ?? 0],
      [LABELS.onlyInQuickbooks, counts.notLinkedInQuickbooks],
      [LABELS.noticesWaiting, inbox.pending],
      [LABELS.webhooksReceived, webhooks.received],
      [LABELS.webhooksRefused, webhooks.refused],
    ];
    return rows.map(([label, value]) => ({ label, value: value.toLocaleString() }));
  }
}
