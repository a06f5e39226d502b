import { LABELS } from "c/accordLabels";
import { api, LightningElement } from "lwc";

/** The frame of what is held: what it is, a problem in place, Refresh, and the cards. Fires `refresh`. */
export default class AccordHeldList extends LightningElement {
  @api label = "";
  @api hint = "";
  @api problem = "";
  /** Nothing is held, and that is known. */
  @api empty = false;

  labels = LABELS;

  handleRefresh(): void {
    this.dispatchEvent(new CustomEvent("refresh"));
  }
}
