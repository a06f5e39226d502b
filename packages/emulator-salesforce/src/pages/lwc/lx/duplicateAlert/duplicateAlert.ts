import { api, LightningElement } from "lwc";
import type { Duplicates } from "../../shared/duplicates.ts";

/** Records that a duplicate rule found alike; Save once more keeps the new one where the rule allows it. */
export default class DuplicateAlert extends LightningElement {
  @api duplicates!: Duplicates;

  get hint(): string {
    return this.duplicates.canSave ? "To save this record all the same, press Save again." : "";
  }
}
