import { getLog, type LogEntry, problemText, reprocess } from "c/accordApi";
import { countText, LABELS } from "c/accordLabels";
import { NavigationMixin } from "lightning/navigation";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";
import { COLUMNS, dayBound, type LogRow, logRow } from "./rows";

/** The Accord Log Viewer tab: what was sent and fetched, what failed, and a way to try it again. */
export default class AccordLogViewer extends NavigationMixin(LightningElement) {
  @track filter: "all" | "errors" = "all";
  @track fromDay = "";
  @track toDay = "";
  @track rows: LogRow[] = [];
  @track selected: string[] = [];
  @track opened: LogEntry | null = null;
  @track next: string | null = null;
  @track problem = "";
  @track loading = false;

  labels = LABELS;
  columns = COLUMNS;
  filters = [
    { label: LABELS.all, value: "all" },
    { label: LABELS.errors, value: "errors" },
  ];
  private entries: LogEntry[] = [];
  /** Counts loads, so that a slow answer never replaces a newer one. */
  private loads = 0;

  connectedCallback(): void {
    void this.load("");
  }

  private async load(before: string): Promise<void> {
    this.loads += 1;
    const load = this.loads;
    this.loading = true;
    try {
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
    } catch (problem) {
      if (load === this.loads) this.problem = problemText(problem, LABELS.failed);
    } finally {
      if (load === this.loads) this.loading = false;
    }
  }

  private async rowOf(entry: LogEntry): Promise<LogRow> {
    if (entry.salesforce === null) return logRow(entry, undefined);
    const { id, type } = entry.salesforce;
    const attributes = { recordId: id, objectApiName: type, actionName: "view" };
    const page = { type: "standard__recordPage", attributes };
    return logRow(entry, await this[NavigationMixin.GenerateUrl](page));
  }

  handleFilter(event: CustomEvent<{ value: "all" | "errors" }>): void {
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
    if (this.next !== null) void this.load(this.next);
  }

  handleSelection(event: CustomEvent<{ selectedRows: LogRow[] }>): void {
    this.selected = event.detail.selectedRows.map((row) => row.id);
  }

  handleRowAction(event: CustomEvent<{ row: LogRow }>): void {
    const { id } = event.detail.row;
    this.opened = this.entries.find((entry) => entry.id === id) ?? null;
  }

  async handleReprocess(): Promise<void> {
    this.loading = true;
    try {
      const { reprocessed, skipped } = await reprocess([...this.selected]);
      const reasons = skipped.map(({ id, reason }) => `${id}: ${reason}`).join(" ");
      this.dispatchEvent(
        new ShowToastEvent({
          title: `${LABELS.reprocessed}: ${countText(reprocessed, "log", "logs")}`,
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
