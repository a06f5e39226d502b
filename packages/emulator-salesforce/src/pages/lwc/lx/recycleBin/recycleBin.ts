import { LightningElement, track } from "lwc";
import type { DeletedRecord } from "../../../api/shapes.ts";
import { problemOf, readRecycleBin, undelete } from "../../shared/api.ts";
import { newestOnly } from "../../shared/newest.ts";
import { toastChange, toastProblem } from "../../shared/toast.ts";

const COLUMNS = [
  { label: "Record Name", fieldName: "name", type: "text" },
  { label: "Type", fieldName: "label", type: "text" },
  { label: "Deleted By", fieldName: "deletedBy", type: "text" },
  {
    label: "Deleted Date",
    fieldName: "deletedAt",
    type: "date",
    typeAttributes: {
      day: "numeric",
      month: "numeric",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
    },
  },
  { label: "", type: "button", typeAttributes: { label: "Restore", name: "restore" } },
];

/** Deleted records of every object, and the way to get them back. */
export default class RecycleBin extends LightningElement {
  columns = COLUMNS;
  @track rows: readonly DeletedRecord[] | null = null;
  message = "";
  private readonly ask = newestOnly();

  connectedCallback(): void {
    document.title = "Recycle Bin | Salesforce";
    void this.load();
  }

  private async load(): Promise<void> {
    const isNewest = this.ask();
    try {
      const rows = await readRecycleBin();
      if (isNewest()) this.rows = rows;
    } catch (error) {
      if (isNewest()) this.message = problemOf(error).message;
    }
  }

  get hasRows(): boolean {
    return this.rows !== null && this.rows.length > 0;
  }

  get isEmpty(): boolean {
    return this.rows !== null && this.rows.length === 0;
  }

  get summary(): string {
    const count = this.rows?.length ?? 0;
    return `${count} item${count === 1 ? "" : "s"}`;
  }

  async handleRestore(event: CustomEvent<{ row: DeletedRecord }>): Promise<void> {
    const { row } = event.detail;
    try {
      await undelete(row.id);
      toastChange(row, "restored");
    } catch (error) {
      toastProblem(`${row.label} "${row.name}" was not restored.`, problemOf(error));
    }
    await this.load();
  }
}
