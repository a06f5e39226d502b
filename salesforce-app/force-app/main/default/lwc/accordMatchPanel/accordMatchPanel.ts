import { moneyText, valueText } from "c/accordFormat";
import { LABELS } from "c/accordLabels";
import type { ComparedValues, Match } from "c/accordApi";
import { api, LightningElement } from "lwc";

interface ComparedRow {
  key: string;
  label: string;
  salesforce: string;
  quickbooks: string;
  rowClass: string;
  differs: boolean;
}

const COMPARED: readonly [keyof ComparedValues, string][] = [
  ["name", LABELS.name],
  ["email", LABELS.email],
  ["phone", LABELS.phone],
  ["address", LABELS.address],
];

/**
 * One possible match, side by side. Fires `linkrecord` {quickbooksId} or, when that QuickBooks record
 * belongs to another Salesforce record, `openrecord` {type, id}.
 */
export default class AccordMatchPanel extends LightningElement {
  @api match!: Match;
  /** This record's own values, for when the service has not seen them yet. */
  @api recordValues: ComparedValues | null = null;
  @api disabled = false;

  labels = LABELS;

  get rows(): ComparedRow[] {
    const own = this.match.salesforce ?? this.recordValues;
    const rows = COMPARED.map(([key, label]): ComparedRow => {
      const salesforce = own === null ? "" : valueText(own[key]);
      const quickbooks = valueText(this.match[key]);
      const differs = own !== null && salesforce !== quickbooks;
      return { key, label, salesforce, quickbooks, differs, rowClass: differs ? "differs" : "" };
    });
    return this.match.balance === undefined || this.match.balance === null
      ? rows
      : [...rows, this.balanceRow];
  }

  private get balanceRow(): ComparedRow {
    const quickbooks = moneyText(this.match.balance, this.match.currency);
    const key = "balance";
    return { key, label: LABELS.balance, salesforce: "", quickbooks, differs: false, rowClass: "" };
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
