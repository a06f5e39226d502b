import { valueText } from "c/accordFormat";
import { DIRECTION_LABELS, LABELS, OUTCOME_LABELS } from "c/accordLabels";
import type { LogEntry } from "c/accordApi";
import { NavigationMixin } from "lightning/navigation";
import { api, LightningElement } from "lwc";

const OUTCOME_ICONS: Readonly<Record<string, [icon: string, variant: string]>> = {
  applied: ["utility:success", "success"],
  rejected: ["utility:error", "error"],
  unknown: ["utility:clock", "warning"],
  held: ["utility:question", "warning"],
};

/** One log entry in full: what happened, what the vendor said, the same in plain words, what to do. */
export default class AccordLogEntry extends NavigationMixin(LightningElement) {
  @api entry!: LogEntry;
  /** Whether Unlink is offered here where it applies: beside a record's own page, which has it, it is not. */
  @api withActions = false;
  @api disabled = false;

  labels = LABELS;

  get icon(): string {
    return OUTCOME_ICONS[this.entry.outcome]?.[0] ?? "utility:info";
  }

  get iconVariant(): string {
    return OUTCOME_ICONS[this.entry.outcome]?.[1] ?? "";
  }

  get outcome(): string {
    return OUTCOME_LABELS[this.entry.outcome] ?? this.entry.outcome;
  }

  get direction(): string {
    const { direction } = this.entry;
    return direction === "none" ? "" : (DIRECTION_LABELS[direction] ?? direction);
  }

  get context(): string {
    const number = `${LABELS.logNumber} ${this.entry.id}`;
    return [this.outcome, this.direction, this.entry.actor, number].filter(Boolean).join(" · ");
  }

  /** Who is quoted: the code names its system; without one it is the system that was written to. */
  get vendorSaid(): string {
    const { error, direction } = this.entry;
    const isSalesforce =
      error?.code.startsWith("SF_") === true ||
      (error?.code.startsWith("QBO_") === false && direction === "quickbooksToSalesforce");
    return isSalesforce ? LABELS.salesforceSaid : LABELS.quickbooksSaid;
  }

  /** The vendor's own text with its code and request id, for a support case. */
  get vendorText(): string {
    const vendor = this.entry.error?.vendor;
    if (!vendor) return "";
    const told = [vendor.message, vendor.detail].filter((text) => text).join(": ");
    const code = vendor.code ? `${vendor.code}: ` : "";
    return `${code}${told}`;
  }

  get requestId(): string {
    return this.entry.error?.vendor?.requestId ?? "";
  }

  /** The entry's own line is left out of the error when both say the same. */
  get plainWords(): string {
    return this.entry.error?.message ?? "";
  }

  get action(): string {
    return this.entry.error?.action ?? "";
  }

  get offersUnlink(): boolean {
    return this.withActions && this.entry.canUnlink;
  }

  get survivorName(): string {
    return this.entry.mergedInto?.name ?? this.entry.mergedInto?.id ?? "";
  }

  handleOpenSurvivor(): void {
    const record = this.entry.mergedInto;
    if (record === null) return;
    const attributes = { recordId: record.id, objectApiName: record.type, actionName: "view" };
    this[NavigationMixin.Navigate]({ type: "standard__recordPage", attributes });
  }

  handleUnlink(): void {
    this.dispatchEvent(new CustomEvent("unlink"));
  }

  get hasChanges(): boolean {
    return this.entry.changes.length > 0;
  }

  get changes(): { key: string; label: string; before: string; after: string }[] {
    return this.entry.changes.map((change) => ({
      key: change.field,
      label: change.label,
      before: valueText(change.before),
      after: valueText(change.after),
    }));
  }
}
