import {
  getLog,
  getMappings,
  type LogEntry,
  type LogFilter,
  problemText,
  reprocess,
  unlinkRecord,
} from "c/accordApi";
import { LABELS, reprocessedText } from "c/accordLabels";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import LightningConfirm from "lightning/confirm";
import { NavigationMixin } from "lightning/navigation";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";
import { COLUMNS, dayBound, type LogRow, logRow, NARROW_COLUMNS } from "./rows";

/** About fifteen seconds; what takes longer is seen with Refresh. */
const AWAITED_READINGS = 20;

/** The Accord Log Viewer tab: what was sent and fetched, what failed, and a way to try it again. */
export default class AccordLogViewer extends NavigationMixin(LightningElement) {
  @track filter: LogFilter = "all";
  @track fromDay = "";
  @track toDay = "";
  @track rows: LogRow[] = [];
  @track selected: string[] = [];
  @track opened: LogEntry | null = null;
  @track next: string | null = null;
  @track problem = "";
  @track loading = false;

  labels = LABELS;
  filters: { label: string; value: LogFilter }[] = [
    { label: LABELS.all, value: "all" },
    { label: LABELS.errors, value: "errors" },
    { label: LABELS.needsYou, value: "held" },
  ];
  private entries: LogEntry[] = [];
  /** The Salesforce object of each mapping; read once. */
  private objects: Map<string, string> | null = null;
  /** Counts loads, so that a slow answer never replaces a newer one. */
  private loads = 0;
  /** An entry was just opened, and is to be read next. */
  private focusDetail = false;
  /** Readings left in which what was re-processed is still awaited, and the newest entry before it. */
  private awaited = { readings: 0, after: "" };
  private readonly poller = new PagePoller(() => this.follow());

  connectedCallback(): void {
    void this.load("");
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  renderedCallback(): void {
    if (!this.focusDetail) return;
    this.focusDetail = false;
    this.template?.querySelector<HTMLElement>("[data-detail]")?.focus();
  }

  /** Reads the list again until what was re-processed has left its entry, or some time has gone by. */
  private async follow(): Promise<PollOutcome> {
    if (this.awaited.readings === 0) return { busy: false, changed: false };
    this.awaited = { ...this.awaited, readings: this.awaited.readings - 1 };
    await this.load("", "unseen");
    if (this.entries[0]?.id !== this.awaited.after) this.awaited = { readings: 0, after: "" };
    return { busy: this.awaited.readings > 0, changed: true };
  }

  private async load(before: string, how: "seen" | "unseen" = "seen"): Promise<void> {
    this.loads += 1;
    const load = this.loads;
    if (how === "seen") this.loading = true;
    try {
      this.objects ??= new Map(
        (await getMappings()).map((mapping) => [mapping.id, mapping.salesforceObject]),
      );
      const page = await getLog({
        filter: this.filter,
        fromDate: dayBound(this.fromDay, "start"),
        toDate: dayBound(this.toDay, "end"),
        before,
      });
      const entries = before === "" ? page.entries : [...this.entries, ...page.entries];
      const rows = await Promise.all(entries.map((entry) => this.rowOf(entry)));
      if (load !== this.loads) return;
      this.entries = entries;
      this.rows = rows;
      this.next = page.next;
      this.problem = "";
      this.selected = this.selected.filter((id) => rows.some((row) => row.id === id));
      this.opened = entries.find(({ id }) => id === this.opened?.id) ?? this.opened;
    } catch (problem) {
      if (load === this.loads) this.problem = problemText(problem, LABELS.failed);
    } finally {
      if (load === this.loads) this.loading = false;
    }
  }

  private async rowOf(entry: LogEntry): Promise<LogRow> {
    const object = this.objects?.get(entry.mapping ?? "");
    if (entry.salesforce === null) return logRow(entry, undefined, object);
    const { id, type } = entry.salesforce;
    const attributes = { recordId: id, objectApiName: type, actionName: "view" };
    const page = { type: "standard__recordPage", attributes };
    return logRow(entry, await this[NavigationMixin.GenerateUrl](page), object);
  }

  handleFilter(event: CustomEvent<{ value: LogFilter }>): void {
    this.filter = event.detail.value;
    void this.load("");
  }

  handleFrom(event: CustomEvent<{ value: string | null }>): void {
    this.fromDay = event.detail.value ?? "";
    void this.load("");
  }

  handleTo(event: CustomEvent<{ value: string | null }>): void {
    this.toDay = event.detail.value ?? "";
    void this.load("");
  }

  handleRefresh(): void {
    void this.load("");
  }

  handleOlder(): void {
    this.awaited = { readings: 0, after: "" };
    if (this.next !== null) void this.load(this.next);
  }

  handleSelection(event: CustomEvent<{ selectedRows: LogRow[] }>): void {
    this.selected = event.detail.selectedRows.map((row) => row.id);
  }

  handleRowAction(event: CustomEvent<{ row: LogRow }>): void {
    const { id } = event.detail.row;
    this.opened = this.entries.find((entry) => entry.id === id) ?? null;
    this.focusDetail = this.opened !== null;
  }

  handleClose(): void {
    this.opened = null;
    this.template?.querySelector<HTMLElement>("[data-table]")?.focus();
  }

  async handleReprocess(): Promise<void> {
    this.loading = true;
    const after = this.entries[0]?.id ?? "";
    try {
      const { reprocessed, skipped } = await reprocess([...this.selected]);
      if (reprocessed > 0) this.awaited = { readings: AWAITED_READINGS, after };
      const reasons = skipped.map(({ id, reason }) => `${id}: ${reason}`).join(" ");
      this.dispatchEvent(
        new ShowToastEvent({
          title: reprocessedText(reprocessed),
          message: reasons,
          variant: skipped.length > 0 ? "warning" : "success",
        }),
      );
      this.selected = [];
    } catch (problem) {
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    await this.load("");
    this.poller.poke();
  }

  /** Of a record that was deleted, whose own page is gone with its Unlink. */
  async handleUnlink(): Promise<void> {
    const record = this.opened?.salesforce;
    if (!record) return;
    const agreed = await LightningConfirm.open({
      label: LABELS.unlinkTitle,
      message: LABELS.unlinkGoneText,
      theme: "warning",
    });
    if (!agreed) return;
    this.loading = true;
    try {
      await unlinkRecord(record.id);
      this.dispatchEvent(
        new ShowToastEvent({
          title: LABELS.unlinked,
          message: LABELS.otherStays,
          variant: "success",
        }),
      );
    } catch (problem) {
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    await this.load("");
  }

  get columns(): object[] {
    return this.opened === null ? COLUMNS : NARROW_COLUMNS;
  }

  get shownRows(): LogRow[] {
    const { opened } = this;
    return this.rows.map((row) => ({
      ...row,
      look: row.id === opened?.id ? "slds-theme_shade" : "",
    }));
  }

  get bodyClass(): string {
    return this.opened === null ? "body" : "body body_opened";
  }

  get cannotReprocess(): boolean {
    return this.loading || this.selected.length === 0;
  }

  get isEmpty(): boolean {
    return !this.loading && this.problem === "" && this.rows.length === 0;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
