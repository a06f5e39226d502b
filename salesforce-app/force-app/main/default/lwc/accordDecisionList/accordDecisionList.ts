import { valueText } from "c/accordFormat";
import { LABELS } from "c/accordLabels";
import type { Decision, Edit } from "c/accordApi";
import { api, LightningElement } from "lwc";

/** Who wrote a value and when, as a screen says it. */
interface EditItem {
  /** Before the time, or instead of it where that is not known. */
  text: string;
  /** Empty where it is not known. */
  at: string;
  /** After the time. */
  note: string;
}

function editItem({ by, at }: Edit, system: "salesforce" | "quickbooks"): EditItem {
  if (by === null && at === null) return { text: LABELS.changedUnknown, at: "", note: "" };
  // The spaces are parts of the texts: between elements a template keeps none.
  const note = by === null && system === "quickbooks" ? `. ${LABELS.noUserTold}` : "";
  const text = by === null ? LABELS.changedAt : `${LABELS.changedBy} ${by}`;
  return at === null
    ? { text, at: "", note }
    : { text: `${text}${by === null ? " " : ", "}`, at, note };
}

interface DecisionItem {
  entry: string;
  label: string;
  kind: string;
  help: string;
  reason: string;
  salesforce: string;
  quickbooks: string;
  salesforceEdit: EditItem;
  quickbooksEdit: EditItem;
  keepSalesforceLabel: string;
  keepQuickbooksLabel: string;
}

/** The open differences and conflicts. Fires `decide` {entry, keep, seen}. */
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
      reason: decision.reason ?? "",
      salesforce: valueText(decision.salesforce),
      quickbooks: valueText(decision.quickbooks),
      salesforceEdit: editItem(decision.salesforceEdit, "salesforce"),
      quickbooksEdit: editItem(decision.quickbooksEdit, "quickbooks"),
      keepSalesforceLabel: `${LABELS.keepSalesforce}: ${decision.label}`,
      keepQuickbooksLabel: `${LABELS.keepQuickbooks}: ${decision.label}`,
    }));
  }

  handleKeep(event: Event): void {
    const { entry, keep } = (event.currentTarget as HTMLElement).dataset;
    // What is shown now: a newer answer may come before the request has left.
    const seen = this.decisions.find((decision) => decision.entry === entry)?.seen;
    this.dispatchEvent(new CustomEvent("decide", { detail: { entry, keep, seen } }));
  }
}
