import { api, LightningElement, track } from "lwc";
import type { LayoutItem, ListViewInfo, ObjectInfo, RecordData } from "../../../api/shapes.ts";
import {
  deleteRecord,
  type Problem,
  problemOf,
  readList,
  readObject,
  updateRecord,
} from "../../shared/api.ts";
import { concerns, followChanges } from "../../shared/changes.ts";
import { listUrl, navigate, recordUrl, rename, type Route } from "../../shared/router.ts";
import { cellsOf, columnsOf, type TableColumn, type TableRow } from "../../shared/table.ts";
import { toastDeleted, toastProblem } from "../../shared/toast.ts";
import {
  type Draft,
  draftValue,
  type TableErrors,
  tableErrors,
  withoutSaved,
  withValues,
} from "../../shared/table-drafts.ts";
import { holdUnsaved } from "../../shared/unsaved.ts";
import ColumnPicker from "../columnPicker/columnPicker.ts";
import DeleteModal from "../deleteModal/deleteModal.ts";
import RecordForm, { type Saved } from "../recordForm/recordForm.ts";

const PAGE_ROWS = 50;
/** As many rows as Lightning Experience shows of a list; search and filters reach the others. */
const ROWS_MAX = 2000;
const TYPING_PAUSE_MS = 300;
/** A list that others change all the time is read again at most this often. */
const REFRESH_MS = 1000;
const RECENT = "__Recent";

/** An object's home: its list views, with search, sorting, editing in the table and more rows on scroll. */
export default class ListPage extends LightningElement {
  @api route!: Extract<Route, { page: "list" }>;
  @api userId = "";

  @track info: ObjectInfo | null = null;
  @track records: readonly RecordData[] = [];
  @track problem: Problem | null = null;
  @track drafts: readonly Draft[] = [];
  @track tableErrors: TableErrors | null = null;
  @track chosenColumns: readonly string[] = [];
  view = "";
  search = "";
  sort = "";
  dir: "asc" | "desc" = "asc";
  hasMore = false;
  isLoading = true;
  isLoadingMore = false;
  /** Counts what is asked for: the list as a whole, and each reading of it. */
  private asked = 0;
  private readings = 0;
  /** The youngest reading that is shown: an answer to an older one is passed over. */
  private shown = 0;
  private timer = 0;
  private refreshTimer: number | null = null;
  private stop: () => void = () => undefined;

  connectedCallback(): void {
    this.view = this.route.view;
    this.search = this.route.search;
    const stopFollowing = followChanges((changes) => {
      if (concerns(changes, { objects: [this.route.object] })) this.refreshSoon();
    });
    const stopHolding = holdUnsaved(() => this.drafts.length > 0);
    this.stop = () => {
      stopFollowing();
      stopHolding();
    };
    void this.start();
  }

  disconnectedCallback(): void {
    this.stop();
    window.clearTimeout(this.timer);
    if (this.refreshTimer !== null) window.clearTimeout(this.refreshTimer);
  }

  private async start(): Promise<void> {
    try {
      this.info = await readObject(this.route.object);
      document.title = `${this.info.labelPlural} | Salesforce`;
      const views = this.info.listViews.map(({ id }) => id);
      if (!views.includes(this.view)) this.view = views[0] ?? "";
      await this.load();
      if (this.route.isNew) {
        rename(listUrl(this.route.object));
        await this.openNew();
      }
    } catch (error) {
      this.problem = problemOf(error);
      document.title = "Page not found | Salesforce";
    }
  }

  private get shownItems(): readonly LayoutItem[] {
    const { info } = this;
    if (info === null) return [];
    const ofView = info.listViews.find(({ id }) => id === this.view)?.columns ?? [];
    const chosen = this.chosenColumns.length === 0 ? ofView : this.chosenColumns;
    if (chosen.length === 0) return info.listColumns;
    const all = [...info.listColumns, ...info.otherColumns];
    return chosen.flatMap((name) => all.find(({ field }) => field === name) ?? []);
  }

  private async readRows(offset: number, limit: number) {
    return readList(this.route.object, {
      view: this.view,
      q: this.search.trim(),
      columns: this.shownItems.map(({ field }) => field).join(","),
      sort: this.sort,
      dir: this.dir,
      offset,
      limit,
    });
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    this.isLoading = true;
    try {
      await this.show(PAGE_ROWS);
    } catch (error) {
      if (asked === this.asked) this.problem = problemOf(error);
    } finally {
      if (asked === this.asked) this.isLoading = false;
    }
  }

  /** Shows the first rows, unless the list is another one by then or younger rows are shown already. */
  private async show(rows: number): Promise<void> {
    this.readings += 1;
    const { asked, readings } = this;
    const page = await this.readRows(0, rows);
    if (asked !== this.asked || readings < this.shown) return;
    this.shown = readings;
    this.records = page.records;
    this.hasMore = page.hasMore;
    this.problem = null;
  }

  async handleMore(): Promise<void> {
    if (!this.canLoadMore || this.isLoadingMore || this.isLoading) return;
    const { asked, shown } = this;
    this.isLoadingMore = true;
    try {
      const page = await this.readRows(this.records.length, PAGE_ROWS);
      if (asked !== this.asked || shown !== this.shown) return;
      this.records = [...this.records, ...page.records];
      this.hasMore = page.hasMore;
    } catch (error) {
      toastProblem("More records could not be loaded.", problemOf(error));
    } finally {
      this.isLoadingMore = false;
    }
  }

  /** Somebody changed rows: what is shown is read again, without losing the place or any draft. */
  private refreshSoon(): void {
    this.refreshTimer ??= window.setTimeout(() => {
      this.refreshTimer = null;
      if (this.records.length <= PAGE_ROWS * 4) void this.refresh();
    }, REFRESH_MS);
  }

  private async refresh(): Promise<void> {
    await this.show(Math.max(PAGE_ROWS, this.records.length)).catch(() => undefined);
  }

  get canLoadMore(): boolean {
    return this.hasMore && this.records.length < ROWS_MAX;
  }

  get columns(): readonly TableColumn[] {
    if (this.info === null) return [];
    const options = { canSort: this.view !== RECENT, canEdit: true, hasActions: true };
    return columnsOf(this.info, this.shownItems, options);
  }

  get rows(): readonly TableRow[] {
    return this.info === null ? [] : cellsOf(this.info, this.records);
  }

  get hasRows(): boolean {
    return this.records.length > 0;
  }

  get isEmpty(): boolean {
    return !this.hasRows && !this.isLoading;
  }

  get emptyTitle(): string {
    return this.search.trim() === ""
      ? `No ${(this.info?.labelPlural ?? "records").toLowerCase()} to show`
      : `No results for “${this.search.trim()}”`;
  }

  get emptyText(): string {
    if (this.search.trim() !== "") return "Try a different word, or another list view.";
    return this.view === RECENT
      ? "Records that you open are listed here."
      : "There are no items in this list view.";
  }

  get views() {
    return (this.info?.listViews ?? []).map((each) => ({
      ...each,
      isCurrent: each.id === this.view,
    }));
  }

  get viewLabel(): string {
    const found: ListViewInfo | undefined = this.info?.listViews.find(({ id }) => id === this.view);
    return found?.label ?? "";
  }

  get sortedBy(): string {
    if (this.sort !== "") return this.sort;
    return this.view === RECENT ? "" : (this.info?.nameField ?? "");
  }

  /** `50+ items • Sorted by Account Name • Filtered by All Accounts`. */
  get summary(): string {
    const count = this.records.length;
    if (this.isLoading && count === 0) return "Loading...";
    const isOne = count === 1 && !this.hasMore;
    const items = `${count.toLocaleString()}${this.hasMore ? "+" : ""} item${isOne ? "" : "s"}`;
    const column = this.columns.find(({ fieldName }) => fieldName === this.sortedBy);
    const sorted = column === undefined ? [] : [`Sorted by ${column.label}`];
    const isCut = this.hasMore && !this.canLoadMore;
    const rest = isCut ? ["Search to find the others"] : [];
    return [items, ...sorted, `Filtered by ${this.viewLabel}`, ...rest].join(" • ");
  }

  get canCreate(): boolean {
    return this.info?.offersNew === true;
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.search = event.detail.value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.renamed(), TYPING_PAUSE_MS);
  }

  handleSearchKey(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    window.clearTimeout(this.timer);
    this.renamed();
  }

  handleView(event: CustomEvent<{ value: string }>): void {
    this.view = event.detail.value;
    this.sort = "";
    this.dir = "asc";
    this.chosenColumns = [];
    this.drafts = [];
    this.renamed();
  }

  /** The address says what is shown, so that it can be kept and sent on. */
  private renamed(): void {
    const query = new URLSearchParams({ filterName: this.view });
    if (this.search.trim() !== "") query.set("q", this.search.trim());
    rename(`${listUrl(this.route.object)}?${query.toString()}`);
    void this.load();
  }

  handleSort(event: CustomEvent<{ fieldName: string; sortDirection: "asc" | "desc" }>): void {
    this.sort = event.detail.fieldName;
    this.dir = event.detail.sortDirection;
    void this.load();
  }

  handleRefresh(): void {
    void this.load();
  }

  async handleColumns(): Promise<void> {
    if (this.info === null) return;
    const chosen = (await ColumnPicker.open({
      size: "small",
      label: "Select Fields to Display",
      info: this.info,
      chosen: this.shownItems.map(({ field }) => field),
    })) as readonly string[] | undefined;
    if (chosen === undefined) return;
    this.chosenColumns = chosen;
    await this.load();
  }

  handleNew(): void {
    void this.openNew();
  }

  private async openNew(): Promise<void> {
    const label = `New ${this.info?.label ?? ""}`;
    const objectName = this.route.object;
    const saved = (await RecordForm.open({ size: "medium", label, objectName })) as
      | Saved
      | undefined;
    if (saved !== undefined) navigate(recordUrl(saved.object, saved.id));
  }

  handleRowAction(event: CustomEvent<{ action: { name: string }; row: TableRow }>): void {
    const { action, row } = event.detail;
    if (action.name === "view") navigate(recordUrl(this.route.object, row.id));
    if (action.name === "edit") void this.edit(row);
    if (action.name === "delete") void this.remove(row);
  }

  private async edit(row: TableRow): Promise<void> {
    const options = { size: "medium", label: `Edit ${row.name}`, objectName: this.route.object };
    await RecordForm.open({ ...options, recordId: row.id });
    await this.refresh();
  }

  private async remove({ id, name }: TableRow): Promise<void> {
    const objectLabel = this.info?.label ?? "";
    const options = { size: "small", label: `Delete ${objectLabel}`, objectLabel, name };
    if ((await DeleteModal.open(options)) !== true) return;
    try {
      await deleteRecord(id);
      toastDeleted(objectLabel, name);
      await this.refresh();
    } catch (error) {
      toastProblem(`${objectLabel} "${name}" was not deleted.`, problemOf(error));
    }
  }

  handleCellChange(event: CustomEvent<{ draftValues: Draft[] }>): void {
    const drafts = new Map(this.drafts.map((draft) => [draft.id, draft]));
    for (const draft of event.detail.draftValues) {
      drafts.set(draft.id, { ...drafts.get(draft.id), ...draft });
    }
    this.drafts = [...drafts.values()];
  }

  handleCancelDrafts(): void {
    this.drafts = [];
    this.tableErrors = null;
  }

  /** Row by row: one that is refused keeps its draft and says why, the others are saved. */
  async handleSaveDrafts(event: CustomEvent<{ draftValues: Draft[] }>): Promise<void> {
    const refused: { readonly draft: Draft; readonly problem: Problem }[] = [];
    for (const draft of event.detail.draftValues) {
      const { id, ...typed } = draft;
      const values = Object.fromEntries(
        Object.entries(typed).map(([name, value]) => [name, draftValue(this.info, name, value)]),
      );
      try {
        await updateRecord(id, values);
        this.drafts = withoutSaved(this.drafts, draft);
        // In view at once: what is read again may come late, or not at all.
        this.records = withValues(this.records, id, values);
        this.shown = this.readings + 1;
      } catch (error) {
        refused.push({ draft, problem: problemOf(error) });
      }
    }
    this.tableErrors = refused.length === 0 ? null : tableErrors(refused);
    await this.refresh();
  }
}
