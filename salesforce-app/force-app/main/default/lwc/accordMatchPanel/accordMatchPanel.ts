import type { Match } from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { api, LightningElement } from "lwc";
import { type ShownRow, shownRows } from "./comparison";

/**
 * One possible match, side by side. Fires `linkrecord` {quickbooksId} or, when that QuickBooks record
 * belongs to another Salesforce record, `openrecord` {type, id}.
 */
export default class AccordMatchPanel extends LightningElement {
  @api match!: Match;
  @api disabled = false;

  labels = LABELS;

  get rows(): ShownRow[] {
    return shownRows(this.match, Date.now());
  }

  get pageLabel(): string {
    return `${this.match.name} (${this.match.quickbooksId})`;
  }

  get pageTitle(): string {
    return `${this.match.name}, ${LABELS.opensNewTab}`;
  }

  get linkLabel(): string {
    return `${LABELS.linkRecord}: ${this.pageLabel}`;
  }

  get otherName(): string {
    return this.match.linkedTo?.name ?? this.match.linkedTo?.id ?? "";
  }

  get goToLabel(): string {
    return `${LABELS.goTo} ${this.otherName}`;
  }

  get takenMessage(): string {
    return `${LABELS.alreadyLinked}: ${this.otherName}.`;
  }

  handleLink(): void {
    const { quickbooksId } = this.match;
    this.dispatchEvent(new CustomEvent("linkrecord", { detail: { quickbooksId } }));
  }

  handleGoTo(): void {
    this.dispatchEvent(new CustomEvent("openrecord", { detail: this.match.linkedTo }));
  }
}
