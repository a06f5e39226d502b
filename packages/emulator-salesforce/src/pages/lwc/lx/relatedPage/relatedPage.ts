import { api, LightningElement, track } from "lwc";
import type { ObjectInfo, RecordData, RelatedPage as Answer } from "../../../api/shapes.ts";
import {
  type Problem,
  problemOf,
  readObject,
  readRecordPage,
  readRelated,
} from "../../shared/api.ts";
import { concerns, followChanges } from "../../shared/changes.ts";
import { newestOnly } from "../../shared/newest.ts";
import { listUrl, navigate, recordUrl, type Route } from "../../shared/router.ts";
import { cellsOf, columnsOf, type TableColumn, type TableRow } from "../../shared/table.ts";
import { pickProducts } from "../../shared/pick-products.ts";
import RecordForm from "../recordForm/recordForm.ts";

const PAGE_ROWS = 50;
const ROWS_MAX = 2000;

/** All children of one kind: what View All leads to. */
export default class RelatedPage extends LightningElement {
  @api route!: Extract<Route, { page: "related" }>;

  @track parentInfo: ObjectInfo | null = null;
  @track parent: RecordData | null = null;
  @track info: ObjectInfo | null = null;
  @track page: Answer | null = null;
  @track records: readonly RecordData[] = [];
  @track problem: Problem | null = null;
  sort = "";
  dir: "asc" | "desc" = "asc";
  isLoadingMore = false;
  private stop: () => void = () => undefined;
  private readonly ask = newestOnly();

  connectedCallback(): void {
    this.stop = followChanges((changes) => {
      const objects = this.page === null ? [] : [this.page.list.object];
      if (concerns(changes, { objects })) void this.load();
    });
    void this.start();
  }

  disconnectedCallback(): void {
    this.stop();
  }

  private async start(): Promise<void> {
    try {
      const { info, record } = await readRecordPage(this.route.recordId, true);
      this.parentInfo = info;
      this.parent = record;
      await this.load();
      document.title = `${this.page?.list.label ?? ""} | Salesforce`;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  private read(offset: number, limit: number): Promise<Answer> {
    const { recordId, relationship } = this.route;
    return readRelated(recordId, relationship, { sort: this.sort, dir: this.dir, offset, limit });
  }

  private async load(): Promise<void> {
    const isNewest = this.ask();
    try {
      const page = await this.read(0, Math.max(PAGE_ROWS, Math.min(200, this.records.length)));
      const info = await readObject(page.list.object);
      if (!isNewest()) return;
      this.info = info;
      this.page = page;
      this.records = page.records;
    } catch (error) {
      if (isNewest()) this.problem = problemOf(error);
    }
  }

  async handleMore(): Promise<void> {
    if (this.isLoadingMore || !this.canLoadMore) return;
    this.isLoadingMore = true;
    const { page: before } = this;
    try {
      const page = await this.read(this.records.length, PAGE_ROWS);
      if (before !== this.page) return;
      this.records = [...this.records, ...page.records];
      this.page = page;
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.isLoadingMore = false;
    }
  }

  get canLoadMore(): boolean {
    return this.page?.hasMore === true && this.records.length < ROWS_MAX;
  }

  get columns(): readonly TableColumn[] {
    if (this.info === null || this.page === null) return [];
    const options = { canSort: true, canEdit: false, hasActions: false };
    return columnsOf(this.info, this.page.columns, options);
  }

  get rows(): readonly TableRow[] {
    return this.info === null ? [] : cellsOf(this.info, this.records);
  }

  get hasRows(): boolean {
    return this.records.length > 0;
  }

  get crumbs() {
    const { parent, parentInfo } = this;
    if (parent === null || parentInfo === null) return [];
    return [
      { label: parentInfo.labelPlural, href: listUrl(parent.object) },
      { label: parent.name, href: recordUrl(parent.object, parent.id) },
    ];
  }

  get summary(): string {
    const count = this.records.length;
    return `${count}${this.page?.hasMore === true ? "+" : ""} item${count === 1 ? "" : "s"}`;
  }

  handleSort(event: CustomEvent<{ fieldName: string; sortDirection: "asc" | "desc" }>): void {
    this.sort = event.detail.fieldName;
    this.dir = event.detail.sortDirection;
    void this.load();
  }

  get newText(): string {
    return this.page?.list.isOfProducts === true ? "Add Products" : "New";
  }

  async handleNew(): Promise<void> {
    const list = this.page?.list;
    if (list === undefined || this.parent === null) return;
    if (list.isOfProducts) {
      await pickProducts(this.parent.id, list.label);
      await this.load();
      return;
    }
    const defaults = { [list.field]: this.parent.id };
    const label = `New ${list.objectLabel}`;
    const options = { size: "medium", label, objectName: list.object, defaults };
    if ((await RecordForm.open(options)) !== undefined) await this.load();
  }

  handleBack(): void {
    if (this.parent !== null) navigate(recordUrl(this.parent.object, this.parent.id));
  }
}
