import { api, LightningElement } from "lwc";

/** An error or empty state: what is the matter, and a way on. */
export default class ProblemState extends LightningElement {
  @api title = "";
  @api text = "";
  /** An empty list is no error: no card of its own, no way home. */
  @api isPlain = false;
  /** `desert` for what is empty, `lost` for what is not there. */
  @api picture: "desert" | "lost" = "lost";

  get classes(): string {
    return this.isPlain ? "state" : "slds-card state state_page";
  }

  get isDesert(): boolean {
    return this.picture === "desert";
  }

  get hasWayHome(): boolean {
    return !this.isPlain;
  }
}
