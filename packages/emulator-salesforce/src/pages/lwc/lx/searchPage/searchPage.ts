import { api, LightningElement, track } from "lwc";
import type { SearchGroup } from "../../../api/shapes.ts";
import { problemOf, search } from "../../shared/api.ts";
import { newestOnly } from "../../shared/newest.ts";
import { cellsOf, columnsOf } from "../../shared/table.ts";

/** Rows of the object that a person narrowed the search to. */
const NARROW_ROWS = 50;
const COLUMNS = 5;

/** What the search in the header found, grouped by object. */
export default class SearchPage extends LightningElement {
  @api text = "";

  @track groups: readonly SearchGroup[] | null = null;
  @track all: readonly SearchGroup[] = [];
  message = "";
  object = "";
  private readonly ask = newestOnly();

  connectedCallback(): void {
    document.title = `${this.text} - Search Results | Salesforce`;
    void this.load();
  }

  private async load(): Promise<void> {
    const isNewest = this.ask();
    const isNarrow = this.object !== "";
    try {
      const groups = await search(this.text, this.object, isNarrow ? NARROW_ROWS : undefined);
      if (!isNewest()) return;
      this.groups = groups;
      if (!isNarrow) this.all = groups;
      this.message = "";
    } catch (error) {
      if (isNewest()) this.message = problemOf(error).message;
    }
  }

  get sections() {
    return (this.groups ?? []).map(({ info, records, hasMore }) => ({
      name: info.name,
      label: info.labelPlural,
      icon: info.icon,
      count: `${records.length}${hasMore ? "+" : ""} ${records.length === 1 && !hasMore ? "Result" : "Results"}`,
      columns: columnsOf(info, info.listColumns.slice(0, COLUMNS), {
        canSort: false,
        canEdit: false,
        hasActions: false,
      }),
      rows: cellsOf(info, records),
      hasMore: hasMore && this.object === "",
    }));
  }

  get filters() {
    const top = [{ name: "", label: "Top Results" }];
    const rest = this.all.map(({ info }) => ({ name: info.name, label: info.labelPlural }));
    return [...top, ...rest].map((each) => ({
      ...each,
      current: each.name === this.object ? "true" : undefined,
      classes: `slds-nav-vertical__item${each.name === this.object ? " slds-is-active" : ""}`,
    }));
  }

  get isEmpty(): boolean {
    return this.groups !== null && this.groups.length === 0;
  }

  get isLoading(): boolean {
    return this.groups === null && this.message === "";
  }

  get emptyTitle(): string {
    return `No results for “${this.text}”`;
  }

  handleFilter(event: Event): void {
    this.object = (event.currentTarget as HTMLElement).dataset["name"] ?? "";
    void this.load();
  }
}
