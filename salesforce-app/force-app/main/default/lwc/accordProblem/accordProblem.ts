import { api, LightningElement } from "lwc";

/** A problem in plain words, in place: an SLDS scoped notification. */
export default class AccordProblem extends LightningElement {
  @api message = "";
  /** What the reader can do, or what happens by itself. */
  @api hint = "";
  @api variant: "error" | "warning" | "info" = "warning";

  get boxClass(): string {
    return `box box_${this.variant}`;
  }

  get icon(): string {
    return this.variant === "info" ? "utility:info" : `utility:${this.variant}`;
  }
}
