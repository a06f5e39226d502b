import { valueText } from "c/accordFormat";
import { LABELS } from "c/accordLabels";
import type { Decision } from "c/accordApi";
import { api, LightningElement } from "lwc";

interface DecisionItem {
  entry: string;
  label: string;
  kind: string;
  help: string;
  salesforce: string;
  quickbooks: string;
  keepSalesforceLabel: string;
  keepQuickbooksLabel: string;
}

/** The open differences and conflicts. Fires `decide` {entry, keep}. */
export default class AccordDecisionList extends LightningElement {
  @api decisions: Decision[] = [];
  @api disabled = false;

  labels = LABELS;

  get items(): DecisionItem[] {
    return this.decisions.map((decision) => ({
      entry: decision.entry,
      label: decision.label,
      kind: decision.kind === "conflict" ? LABELS.conflict : LABELS.difference,
      help: decision.kind === "conflict" ? LABELS.conflictHelp : LABELS.differenceHelp,
      salesforce: valueText(decision.salesforce),
      quickbooks: valueText(decision.quickbooks),
      keepSalesforceLabel: `${LABELS.keepSalesforce}: ${decision.label}`,
      keepQuickbooksLabel: `${LABELS.keepQuickbooks}: ${decision.label}`,
    }));
  }

  handleKeep(event: Event): void {
    const { entry, keep } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent("decide", { detail: { entry, keep } }));
  }
}
