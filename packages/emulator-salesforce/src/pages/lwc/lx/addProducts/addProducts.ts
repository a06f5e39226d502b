import LightningModal from "lightning/modal";
import { api, track } from "lwc";
import type { ProductChoice, ProductEntry } from "../../../api/shapes.ts";
import { addProducts, type Problem, problemOf, readProducts } from "../../shared/api.ts";
import { followRoute } from "../../shared/router.ts";
import { holdUnsaved } from "../../shared/unsaved.ts";
import { SINGLE_CURRENCY } from "../../shared/values.ts";

const TYPING_PAUSE_MS = 250;

/** A product on its way to a line; numbers as they were typed. */
interface Line {
  readonly entry: ProductEntry;
  readonly quantity: string;
  readonly price: string;
  readonly date: string;
  readonly description: string;
}

const lineOf = (entry: ProductEntry): Line => ({
  entry,
  quantity: "1",
  price: String(entry.price),
  date: "",
  description: "",
});

/** Add Products: choose a price book, pick entries, then say how many at which price. Closes with the count. */
export default class AddProducts extends LightningModal {
  @api recordId = "";

  @track choice: ProductChoice | null = null;
  @track problem: Problem | null = null;
  @track lines: readonly Line[] = [];
  @track messages: readonly string[] = [];
  step: "book" | "pick" | "edit" = "pick";
  book = "";
  text = "";
  isBusy = false;
  private timer = 0;
  private asked = 0;
  private stop: () => void = () => undefined;

  connectedCallback(): void {
    const stopHolding = holdUnsaved(() => this.lines.length > 0 && !this.isBusy);
    const stopFollowing = followRoute(() => this.close());
    this.stop = () => {
      stopHolding();
      stopFollowing();
    };
    void this.start();
  }

  disconnectedCallback(): void {
    this.stop();
    window.clearTimeout(this.timer);
  }

  /** Without a price book of its own the record asks for one first. */
  private async start(): Promise<void> {
    await this.load();
    const { choice } = this;
    if (choice === null) return;
    this.book = choice.book ?? choice.books[0]?.id ?? "";
    if (choice.book === null) this.step = "book";
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    try {
      const choice = await readProducts(this.recordId, this.book, this.text.trim());
      if (asked === this.asked) this.choice = choice;
    } catch (error) {
      if (asked === this.asked) this.problem = problemOf(error);
    }
  }

  get title(): string {
    if (this.step === "book") return "Choose Price Book";
    return this.step === "pick" ? "Add Products" : "Edit Selected Products";
  }

  get is() {
    const { step } = this;
    return { book: step === "book", pick: step === "pick", edit: step === "edit" };
  }

  get bookOptions() {
    return (this.choice?.books ?? []).map(({ id, name }) => ({ value: id, label: name }));
  }

  get bookName(): string {
    return this.bookOptions.find(({ value }) => value === this.book)?.label ?? "";
  }

  get canChangeBook(): boolean {
    return this.choice?.isFixed === false;
  }

  get currencyCode(): string {
    return this.choice?.currency ?? SINGLE_CURRENCY;
  }

  get rows(): readonly ProductEntry[] {
    return this.choice?.entries ?? [];
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get columns() {
    const money = { currencyCode: this.currencyCode, minimumFractionDigits: 2 };
    return [
      { label: "Product Name", fieldName: "name", type: "text" },
      { label: "Product Code", fieldName: "code", type: "text" },
      { label: "List Price", fieldName: "price", type: "currency", typeAttributes: money },
      { label: "Product Description", fieldName: "description", type: "text" },
      { label: "Product Family", fieldName: "family", type: "text" },
    ];
  }

  get chosenIds(): string[] {
    return this.lines.map(({ entry }) => entry.id);
  }

  get pills() {
    return this.lines.map(({ entry }) => ({ id: entry.id, label: entry.name }));
  }

  get chosenText(): string {
    const count = this.lines.length;
    const more = this.choice?.hasMore === true ? " Search to find further products." : "";
    return `${count} product${count === 1 ? "" : "s"} selected.${more}`;
  }

  get emptyTitle(): string {
    return this.text.trim() === "" ? "This price book has no products" : "No products found";
  }

  get lineRows() {
    return this.lines.map((line) => ({
      ...line,
      id: line.entry.id,
      name: line.entry.name,
      labels: {
        quantity: `Quantity of ${line.entry.name}`,
        price: `Sales Price of ${line.entry.name}`,
        date: `Date of ${line.entry.name}`,
        description: `Line Description of ${line.entry.name}`,
        remove: `Remove ${line.entry.name}`,
      },
    }));
  }

  get hasLines(): boolean {
    return this.lines.length > 0;
  }

  get cannotGoOn(): boolean {
    return !this.hasLines;
  }

  handleBook(event: CustomEvent<{ value: string }>): void {
    this.book = event.detail.value;
  }

  /** Prices of another price book are not those that were picked. */
  async handleBookChosen(): Promise<void> {
    if (this.book !== this.choice?.book) this.lines = [];
    this.text = "";
    await this.load();
    this.step = "pick";
  }

  handleOtherBook(): void {
    this.step = "book";
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.text = event.detail.value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), TYPING_PAUSE_MS);
  }

  /** What was picked before and is not among the rows of this search stays picked. */
  handleSelection(event: CustomEvent<{ selectedRows: readonly ProductEntry[] }>): void {
    const shown = new Set(this.rows.map(({ id }) => id));
    const selected = event.detail.selectedRows;
    const chosen = new Set(selected.map(({ id }) => id));
    const kept = this.lines.filter(({ entry }) => !shown.has(entry.id) || chosen.has(entry.id));
    const known = new Set(kept.map(({ entry }) => entry.id));
    this.lines = [...kept, ...selected.filter(({ id }) => !known.has(id)).map(lineOf)];
  }

  handleRemove(event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.lines = this.lines.filter(({ entry }) => entry.id !== id);
    if (this.lines.length === 0) this.step = "pick";
  }

  handleLine(event: CustomEvent<{ value: string }>): void {
    const { id, part = "" } = (event.currentTarget as HTMLElement).dataset;
    const { value } = event.detail;
    this.lines = this.lines.map((line) =>
      line.entry.id === id ? { ...line, [part]: value } : line,
    );
  }

  handleNext(): void {
    this.step = "edit";
  }

  handleBack(): void {
    this.messages = [];
    this.step = "pick";
  }

  handleCancel(): void {
    this.close();
  }

  async handleSave(): Promise<void> {
    const inputs = [
      ...(this.template?.querySelectorAll<HTMLElement & { reportValidity(): boolean }>(
        "lightning-input[data-part]",
      ) ?? []),
    ];
    if (!inputs.map((input) => input.reportValidity()).every(Boolean) || this.isBusy) return;
    this.messages = [];
    this.isBusy = true;
    try {
      const lines = this.lines.map((line) => ({
        PricebookEntryId: line.entry.id,
        Quantity: Number(line.quantity),
        UnitPrice: Number(line.price),
        ServiceDate: line.date,
        Description: line.description,
      }));
      const { ids } = await addProducts(this.recordId, this.book, lines);
      this.close(ids.length);
    } catch (error) {
      this.isBusy = false;
      this.messages = problemOf(error).errors.map(({ message }) => message);
    }
  }
}
