import { api, LightningElement } from "lwc";
import { toneOf } from "./tones";

/** The coloured indicator: an icon and the status's word; a spinner while work is under way. */
export default class AccordStatusBadge extends LightningElement {
  @api status = "unknown";
  @api label = "";

  get badgeClass(): string {
    return `badge badge_${toneOf(this.status).colour}`;
  }

  get icon(): string {
    return toneOf(this.status).icon;
  }

  get isSyncing(): boolean {
    return this.status === "syncing";
  }
}
