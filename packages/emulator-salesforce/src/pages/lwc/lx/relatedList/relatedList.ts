import { api, LightningElement, track } from "lwc";
import type {
  ObjectInfo,
  RecordData,
  RelatedList as List,
  RelatedPage,
} from "../../../api/shapes.ts";
import { deleteRecord, problemOf, readObject, readRelated } from "../../shared/api.ts";
import { concerns, followChanges } from "../../shared/changes.ts";
import { newestOnly } from "../../shared/newest.ts";
import { navigate, recordUrl, relatedUrl } from "../../shared/router.ts";
import { cellsOf, columnsOf, type TableColumn } from "../../shared/table.ts";
import { toastDeleted, toastProblem } from "../../shared/toast.ts";
import DeleteModal from "../deleteModal/deleteModal.ts";
import { pickProducts } from "../../shared/pick-products.ts";
import RecordForm, { type Saved } from "../recordForm/recordForm.ts";

/** Rows on the card; View All shows the rest. */
const CARD_ROWS = 6;
const CARD_COLUMNS = 4;

/** A record's children of one kind, as a card. */
export default class RelatedList extends LightningElement {
  @api list!: List;
  @api record!: RecordData;

  @track page: RelatedPage | null = null;
  @track info: ObjectInfo | null = null;
  message = "";
  private stop: () => void = () => undefined;
  private readonly ask = newestOnly();

  connectedCallback(): void {
    this.stop = followChanges((changes) => {
      if (concerns(changes, { objects: [this.list.object] })) void this.load();
    });
    void this.load();
  }

  disconnectedCallback(): void {
    this.stop();
  }

  private async load(): Promise<void> {
    const isNewest = this.ask();
    try {
      this.info = await readObject(this.list.object);
      const wish = { limit: CARD_ROWS };
      const page = await readRelated(this.record.id, this.list.relationship, wish);
      if (!isNewest()) return;
      this.page = page;
      this.message = "";
    } catch (error) {
      if (isNewest()) this.message = problemOf(error).message;
    }
  }

  get title(): string {
    const { page } = this;
    if (page === null) return this.list.label;
    const count = page.hasMore ? `${page.records.length}+` : String(page.records.length);
    return `${this.list.label} (${count})`;
  }

  get columns(): readonly TableColumn[] {
    if (this.info === null || this.page === null) return [];
    const options = { canSort: false, canEdit: false, hasActions: true };
    return columnsOf(this.info, this.page.columns.slice(0, CARD_COLUMNS), options);
  }

  get rows() {
    return this.info === null ? [] : cellsOf(this.info, this.page?.records ?? []);
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get url(): string {
    return relatedUrl(this.record.object, this.record.id, this.list.relationship);
  }

  get viewAllText(): string {
    return `View all ${this.list.label}`;
  }

  get newText(): string {
    return this.list.isOfProducts ? "Add Products" : "New";
  }

  async handleNew(): Promise<void> {
    if (this.list.isOfProducts) {
      await pickProducts(this.record.id, this.list.label);
      await this.load();
      return;
    }
    const saved = (await RecordForm.open({
      size: "medium",
      label: `New ${this.list.objectLabel}`,
      objectName: this.list.object,
      defaults: { [this.list.field]: this.record.id },
    })) as Saved | undefined;
    if (saved !== undefined) await this.load();
  }

  handleRowAction(
    event: CustomEvent<{ action: { name: string }; row: { id: string; name: string } }>,
  ): void {
    const { action, row } = event.detail;
    if (action.name === "edit") void this.edit(row.id);
    if (action.name === "delete") void this.remove(row);
    if (action.name === "view") navigate(recordUrl(this.list.object, row.id));
  }

  private async edit(recordId: string): Promise<void> {
    const { object } = this.list;
    await RecordForm.open({ size: "medium", label: "Edit", objectName: object, recordId });
    await this.load();
  }

  private async remove({
    id,
    name,
  }: {
    readonly id: string;
    readonly name: string;
  }): Promise<void> {
    const objectLabel = this.info?.label ?? this.list.object;
    const options = { size: "small", label: `Delete ${objectLabel}`, objectLabel, name };
    if ((await DeleteModal.open(options)) !== true) return;
    try {
      await deleteRecord(id);
      toastDeleted(objectLabel, name);
      await this.load();
    } catch (error) {
      toastProblem(`${objectLabel} "${name}" was not deleted.`, problemOf(error));
    }
  }
}
