import {
  LABELS,
  progressText,
  remainingText,
  runFailedText,
  waitingSentence,
} from "c/accordLabels";
import type { SyncRun } from "c/accordApi";
import { NavigationMixin } from "lightning/navigation";
import { api, LightningElement, track } from "lwc";
import { hasTypographicQuote, messageText, outcomeText, runTitle, totalsText } from "./results";

interface ResultRow {
  quickbooksId: string;
  name: string;
  outcome: string;
  message: string;
  url: string | undefined;
  linkLabel: string;
}

const COLUMNS = [
  { label: LABELS.quickbooksId, fieldName: "quickbooksId", initialWidth: 160 },
  { label: LABELS.quickbooksName, fieldName: "name", wrapText: true },
  { label: LABELS.outcome, fieldName: "outcome", initialWidth: 140 },
  {
    label: LABELS.salesforceRecord,
    fieldName: "url",
    type: "url",
    typeAttributes: { label: { fieldName: "linkLabel" }, target: "_self" },
  },
  { label: LABELS.message, fieldName: "message", wrapText: true },
];

/** One run of Sync Now: its progress and, row by row, its results. */
export default class AccordSyncRun extends NavigationMixin(LightningElement) {
  @track rows: ResultRow[] = [];

  labels = LABELS;
  columns = COLUMNS;
  private ownRun!: SyncRun;

  @api
  get run(): SyncRun {
    return this.ownRun;
  }
  set run(run: SyncRun) {
    this.ownRun = run;
    void this.makeRows(run);
  }

  /** Addresses of records come from the platform, one promise each. */
  private async makeRows(run: SyncRun): Promise<void> {
    const rows = await Promise.all(run.results.map((result) => this.makeRow(result)));
    if (this.ownRun === run) this.rows = rows;
  }

  private async makeRow(result: SyncRun["results"][number]): Promise<ResultRow> {
    const { quickbooksId, name, salesforce } = result;
    const outcome = outcomeText(result.outcome);
    const message = messageText(result);
    const attributes =
      salesforce === null
        ? null
        : { recordId: salesforce.id, objectApiName: salesforce.type, actionName: "view" };
    const url =
      attributes === null
        ? undefined
        : await this[NavigationMixin.GenerateUrl]({ type: "standard__recordPage", attributes });
    return { quickbooksId, name, outcome, message, url, linkLabel: salesforce?.name ?? name };
  }

  get percent(): number {
    const { found, done, state } = this.ownRun;
    if (state === "done") return 100;
    return found === 0 ? 0 : Math.floor((done / found) * 100);
  }

  get title(): string {
    return runTitle(this.ownRun);
  }

  /** What it waits for, while it does not move; otherwise how far it is. */
  get summary(): string {
    const { done, found, state, remainingSeconds, waitingFor } = this.ownRun;
    if (this.foundNothing) return LABELS.noResults;
    const isRunning = state === "running";
    const progress = progressText(done, found);
    if (isRunning && waitingFor) {
      const sentence = waitingSentence(waitingFor);
      return found === 0 ? sentence : `${progress}. ${sentence}`;
    }
    if (isRunning && found === 0) return LABELS.lookingForRecords;
    return isRunning && remainingSeconds !== null
      ? `${progress}, ${remainingText(remainingSeconds)}`
      : progress;
  }

  get totals(): string {
    return totalsText(this.ownRun.results);
  }

  get failure(): string {
    const { state, error } = this.ownRun;
    return state === "failed" ? runFailedText(error?.message ?? "") : "";
  }

  get failureHint(): string {
    return this.ownRun.error?.action ?? "";
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get foundNothing(): boolean {
    return this.ownRun.state === "done" && this.ownRun.found === 0;
  }

  get quoteHint(): string {
    return this.foundNothing && hasTypographicQuote(this.ownRun.filter) ? LABELS.quoteHint : "";
  }
}
