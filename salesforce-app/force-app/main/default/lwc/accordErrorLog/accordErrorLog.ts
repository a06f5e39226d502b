import { getRecordLog, type LogEntry, problemText } from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { api, LightningElement, track } from "lwc";

/** This record's log, newest first; read again whenever `revision` changes. */
export default class AccordErrorLog extends LightningElement {
  @track entries: LogEntry[] | null = null;
  @track problem = "";

  labels = LABELS;
  private ownRecordId = "";
  private ownRevision = "";

  @api
  get recordId(): string {
    return this.ownRecordId;
  }
  set recordId(value: string) {
    this.ownRecordId = value;
    if (this.isConnected) void this.load();
  }

  @api
  get revision(): string {
    return this.ownRevision;
  }
  set revision(value: string) {
    const changed = value !== this.ownRevision;
    this.ownRevision = value;
    if (changed && this.isConnected) void this.load();
  }

  connectedCallback(): void {
    void this.load();
  }

  get isLoading(): boolean {
    return this.entries === null && this.problem === "";
  }

  get isEmpty(): boolean {
    return this.entries !== null && this.entries.length === 0;
  }

  private async load(): Promise<void> {
    const revision = this.ownRevision;
    try {
      const entries = await getRecordLog(this.ownRecordId);
      if (revision !== this.ownRevision) return;
      this.entries = entries;
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }
}
