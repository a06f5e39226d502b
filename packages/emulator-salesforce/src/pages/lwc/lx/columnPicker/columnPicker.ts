import LightningModal from "lightning/modal";
import { api } from "lwc";
import type { ObjectInfo } from "../../../api/shapes.ts";

/** More columns than this make a list unreadable; Lightning Experience stops there too. */
const COLUMNS_MAX = 15;

/** Chooses the columns of a list; closes with their field names. */
export default class ColumnPicker extends LightningModal {
  @api info!: ObjectInfo;
  @api chosen: readonly string[] = [];

  private picked: readonly string[] | null = null;

  get options() {
    const all = [...this.info.listColumns, ...this.info.otherColumns];
    return all.map(({ field, label }) => ({ value: field, label }));
  }

  get required(): readonly string[] {
    return [this.info.nameField];
  }

  get max(): number {
    return COLUMNS_MAX;
  }

  handleChange(event: CustomEvent<{ value: readonly string[] }>): void {
    this.picked = event.detail.value;
  }

  handleCancel(): void {
    this.close();
  }

  handleSave(): void {
    this.close(this.picked ?? this.chosen);
  }
}
