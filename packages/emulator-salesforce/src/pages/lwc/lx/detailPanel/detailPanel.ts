import { api, LightningElement, track } from "lwc";
import type { ObjectInfo, RecordData } from "../../../api/shapes.ts";
import { problemOf, updateRecord } from "../../shared/api.ts";
import { duplicatesOf, type Duplicates } from "../../shared/duplicates.ts";
import { toastChange } from "../../shared/toast.ts";
import { holdUnsaved } from "../../shared/unsaved.ts";
import { isSame, type Values, valueOf } from "../../shared/values.ts";
import { clashText, sortErrors } from "../recordForm/recordForm.ts";
import type RecordLayout from "../recordLayout/recordLayout.ts";
import type { FieldErrors } from "../recordLayout/recordLayout.ts";

/** Tells the page that the record was saved; `waitFor` gets the end of its next reading. */
export type RecordChange = CustomEvent<{ waitFor: (reading: Promise<void>) => void }>;

/** `force:detailPanel`: a record's fields, edited where they stand. */
export default class DetailPanel extends LightningElement {
  @api info!: ObjectInfo;
  @api record!: RecordData;

  isEditing = false;
  isSaving = false;
  /** What was sent and is saved: it stays in view until the page has read the record again. */
  private saved: Values = {};
  @track values: Values = {};
  @track fieldErrors: FieldErrors = {};
  @track messages: readonly string[] = [];
  @track reviewed: readonly string[] = [];
  /** What the person typed, by field; the rest follows the record, also when it changes meanwhile. */
  private typed: Values = {};
  @track duplicates: Duplicates | null = null;
  /** The values under what was typed, as they were when it was typed. */
  private before: Values = {};
  private focusNext = "";
  private stopHolding: () => void = () => undefined;

  connectedCallback(): void {
    this.stopHolding = holdUnsaved(
      () => this.isEditing && this.changed().some(([name]) => !this.isSaved(name)),
    );
  }

  disconnectedCallback(): void {
    this.stopHolding();
  }

  private get layout(): RecordLayout | null {
    return this.template?.querySelector("lx-record-layout") as unknown as RecordLayout | null;
  }

  renderedCallback(): void {
    if (this.focusNext === "") return;
    const field = this.focusNext;
    this.focusNext = "";
    this.layout?.focusField(field);
  }

  get shownValues(): Values {
    const names = Object.keys(this.record.fields);
    const own = Object.fromEntries(names.map((name) => [name, valueOf(this.record, name)]));
    return { ...own, ...this.values };
  }

  handleEdit(event: CustomEvent<string>): void {
    this.isEditing = true;
    this.focusNext = event.detail;
  }

  handleChange(event: CustomEvent<Values>): void {
    for (const name of Object.keys(event.detail)) {
      if (!(name in this.before)) this.before[name] = valueOf(this.record, name);
    }
    this.typed = { ...this.typed, ...event.detail };
    this.duplicates = null;
    this.values = this.typed;
  }

  handleCancel(): void {
    this.leave();
  }

  handleKey(event: KeyboardEvent): void {
    const isFree = this.isEditing && !this.isSaving;
    if (isFree && event.key === "Escape" && !event.defaultPrevented) this.leave();
  }

  private leave(): void {
    this.isEditing = false;
    this.typed = {};
    this.values = {};
    this.before = {};
    this.duplicates = null;
    this.fieldErrors = {};
    this.messages = [];
    this.reviewed = [];
  }

  private changed(): [string, unknown][] {
    const typed = Object.entries(this.typed);
    return typed.filter(([name, value]) => !isSame(value, valueOf(this.record, name)));
  }

  /** Labels of the fields that somebody else changed after the person began to type in them. */
  private clashing(changed: readonly [string, unknown][]): string[] {
    const moved = changed.filter(
      ([name]) => !isSame(this.before[name] ?? null, valueOf(this.record, name)),
    );
    // Told once; saving again is a decision.
    for (const [name] of moved) this.before[name] = valueOf(this.record, name);
    return moved.map(([name]) => this.info.fields[name]?.label ?? name);
  }

  async handleSave(): Promise<void> {
    if (this.isSaving) return;
    this.messages = [];
    this.fieldErrors = {};
    this.reviewed = this.layout?.checkFields() ?? [];
    if (this.reviewed.length > 0) return;
    const changed = this.changed();
    const clashing = this.clashing(changed);
    if (clashing.length > 0) {
      this.messages = [clashText(clashing)];
      return;
    }
    const allowDuplicates = this.duplicates?.canSave === true;
    this.isSaving = true;
    try {
      if (changed.length > 0) {
        await updateRecord(this.record.id, Object.fromEntries(changed), allowDuplicates);
        toastChange({ ...this.record, label: this.info.label }, "saved");
        this.saved = Object.fromEntries(changed);
        await this.readAgain();
      }
      this.settle();
    } catch (error) {
      const problem = problemOf(error);
      this.duplicates = duplicatesOf(problem);
      Object.assign(this, sortErrors(problem.errors, this.info));
      if (this.duplicates !== null) this.messages = [];
    } finally {
      this.isSaving = false;
      this.saved = {};
    }
  }

  private isSaved(name: string): boolean {
    return name in this.saved && isSame(this.saved[name], this.typed[name]);
  }

  /** What was typed after Save was pressed is not saved, and is edited on. */
  private settle(): void {
    const later = this.changed().filter(([name]) => !this.isSaved(name));
    this.leave();
    if (later.length === 0) return;
    this.isEditing = true;
    this.typed = Object.fromEntries(later);
    this.values = this.typed;
    this.before = Object.fromEntries(later.map(([name]) => [name, valueOf(this.record, name)]));
  }

  private async readAgain(): Promise<void> {
    const readings: Promise<void>[] = [];
    const detail: RecordChange["detail"] = { waitFor: (reading) => readings.push(reading) };
    const options = { bubbles: true, composed: true, detail };
    this.dispatchEvent(new CustomEvent("recordchange", options));
    await Promise.all(readings);
  }
}
