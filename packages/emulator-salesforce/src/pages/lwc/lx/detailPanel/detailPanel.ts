import { api, LightningElement, track } from "lwc";
import type { ObjectInfo, RecordData } from "../../../api/shapes.ts";
import { problemOf, updateRecord } from "../../shared/api.ts";
import { toastChange } from "../../shared/toast.ts";
import { isSame, type Values, valueOf } from "../../shared/values.ts";
import { sortErrors } from "../recordForm/recordForm.ts";
import type RecordLayout from "../recordLayout/recordLayout.ts";
import type { FieldErrors } from "../recordLayout/recordLayout.ts";

/** `force:detailPanel`: a record's fields, edited where they stand. */
export default class DetailPanel extends LightningElement {
  @api info!: ObjectInfo;
  @api record!: RecordData;

  isEditing = false;
  isSaving = false;
  @track values: Values = {};
  @track fieldErrors: FieldErrors = {};
  @track messages: readonly string[] = [];
  @track reviewed: readonly string[] = [];
  /** What the person typed, by field; the rest follows the record, also when it changes meanwhile. */
  private typed: Values = {};
  private focusNext = "";

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
    this.typed = { ...this.typed, ...event.detail };
    this.values = this.typed;
  }

  handleCancel(): void {
    this.leave();
  }

  handleKey(event: KeyboardEvent): void {
    if (this.isEditing && event.key === "Escape" && !event.defaultPrevented) this.leave();
  }

  private leave(): void {
    this.isEditing = false;
    this.typed = {};
    this.values = {};
    this.fieldErrors = {};
    this.messages = [];
    this.reviewed = [];
  }

  async handleSave(): Promise<void> {
    if (this.isSaving) return;
    this.messages = [];
    this.fieldErrors = {};
    this.reviewed = this.layout?.checkFields() ?? [];
    if (this.reviewed.length > 0) return;
    const changed = Object.entries(this.typed).filter(
      ([name, value]) => !isSame(value, valueOf(this.record, name)),
    );
    this.isSaving = true;
    try {
      if (changed.length > 0) {
        await updateRecord(this.record.id, Object.fromEntries(changed));
        toastChange({ ...this.record, label: this.info.label }, "saved");
        this.dispatchEvent(new CustomEvent("recordchange", { bubbles: true, composed: true }));
      }
      this.leave();
    } catch (error) {
      const { errors } = problemOf(error);
      Object.assign(this, sortErrors(errors, this.info));
    } finally {
      this.isSaving = false;
    }
  }
}
