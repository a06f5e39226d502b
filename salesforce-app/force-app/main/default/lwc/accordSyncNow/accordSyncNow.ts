import {
  type FilterReading,
  getMappings,
  getSyncRun,
  getSyncRuns,
  problemText,
  readFilter,
  startSyncRun,
  type SyncRun,
} from "c/accordApi";
import { caretLine } from "c/accordFormat";
import { allRecordsText, LABELS } from "c/accordLabels";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import LightningConfirm from "lightning/confirm";
import { LightningElement, track } from "lwc";

const DEFAULT_OBJECT = "Customer";

/** Sync Options From QuickBooks to Salesforce: chooses records by a filter and brings them in. */
export default class AccordSyncNow extends LightningElement {
  @track objects: { label: string; value: string }[] = [];
  @track quickbooksObject = DEFAULT_OBJECT;
  @track filter = "";
  @track mistake: FilterReading["error"] = null;
  /** The text that the mistake points into; the field may have been changed since. */
  @track mistakenText = "";
  /** The newest first; the older ones only while they run. */
  @track runs: SyncRun[] = [];
  @track problem = "";
  @track starting = false;

  labels = LABELS;
  /** The reading that is under way, and of what. */
  private reading: { object: string; text: string; answer: Promise<boolean> } | null = null;
  private readonly poller = new PagePoller(() => this.follow());

  connectedCallback(): void {
    void this.loadObjects();
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  private async loadObjects(): Promise<void> {
    try {
      const names = (await getMappings()).map((mapping) => mapping.quickbooksObject);
      this.objects = [...new Set(names)].map((name) => ({ label: name, value: name }));
      if (!names.includes(this.quickbooksObject)) this.quickbooksObject = names[0] ?? "";
      await this.resumeRuns();
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }

  /** Runs go on without their page; whoever comes back, or looks over, sees them. */
  private async resumeRuns(): Promise<void> {
    const running = (await getSyncRuns()).filter((run) => run.state === "running");
    if (this.runs.length > 0 || running.length === 0) return;
    this.runs = running;
    this.poller.poke();
  }

  /** Follows the runs until they have ended; before the mappings are known it asks for them again. */
  private async follow(): Promise<PollOutcome> {
    if (this.objects.length === 0 && this.problem !== "") await this.loadObjects();
    const running = this.runs.filter((run) => run.state === "running");
    if (running.length === 0) return { busy: false, changed: false };
    try {
      const seen = await Promise.all(running.map((run) => getSyncRun(run.id)));
      this.runs = this.runs.map((run) => seen.find((next) => next.id === run.id) ?? run);
      this.problem = "";
      return { busy: seen.some((run) => run.state === "running"), changed: true };
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
      throw problem;
    }
  }

  handleObject(event: CustomEvent<{ value: string }>): void {
    this.quickbooksObject = event.detail.value;
    this.mistake = null;
    if (this.filter !== "") void this.checkFilter();
  }

  handleFilter(event: CustomEvent<{ value: string }>): void {
    this.filter = event.detail.value;
    this.mistake = null;
  }

  handleFilterLeft(): void {
    if (this.filter !== "") void this.checkFilter();
  }

  /**
   * Reads the filter and shows it as understood. True when a sync may start with it. Leaving the field by
   * pressing Sync Now asks twice for the same text; both get the one answer.
   */
  private checkFilter(): Promise<boolean> {
    const text = this.filter;
    const object = this.quickbooksObject;
    if (this.reading?.text !== text || this.reading.object !== object) {
      const answer = this.askForReading(object, text).finally(() => {
        if (this.reading?.answer === answer) this.reading = null;
      });
      this.reading = { object, text, answer };
    }
    return this.reading.answer;
  }

  private async askForReading(object: string, text: string): Promise<boolean> {
    try {
      const { understood, error } = await readFilter(object, text);
      if (this.filter !== text || this.quickbooksObject !== object) return false;
      this.mistake = error;
      this.mistakenText = text;
      if (understood !== null) this.filter = understood;
      this.problem = "";
      return error === null;
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
      return false;
    }
  }

  async handleSyncNow(): Promise<void> {
    if (this.cannotSync) return;
    this.starting = true;
    try {
      if (!(await this.mayStart())) return;
      const run = await startSyncRun(this.quickbooksObject, this.filter.trim());
      this.runs = [run, ...this.runs.filter(({ state }) => state === "running")];
      this.problem = "";
      this.poller.poke();
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.starting = false;
    }
  }

  /** A filter must be understood; none at all is asked about, because it means every record. */
  private mayStart(): Promise<boolean> {
    if (this.filter.trim() !== "") return this.checkFilter();
    const message = allRecordsText(this.quickbooksObject);
    return LightningConfirm.open({ label: LABELS.allRecordsTitle, message, theme: "warning" });
  }

  get cannotSync(): boolean {
    return this.starting || this.quickbooksObject === "";
  }

  /** The text with a caret below the mistake. */
  get mistakePicture(): string {
    if (this.mistake === null) return "";
    return `${this.mistakenText}\n${caretLine(this.mistake.at, this.mistake.length)}`;
  }
}
