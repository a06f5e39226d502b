import { api, LightningElement } from "lwc";

/** A moment, written the same way on every screen, in the reader's own time zone. */
export default class AccordMoment extends LightningElement {
  /** ISO 8601. */
  @api value = "";
  /** To the second, where two edits or two entries may lie in one minute. */
  @api exact = false;

  get second(): "2-digit" | undefined {
    return this.exact ? "2-digit" : undefined;
  }
}
