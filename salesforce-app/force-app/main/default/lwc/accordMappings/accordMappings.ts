import { getMappings, type Mapping, problemText, setRealTime } from "c/accordApi";
import { humanize } from "c/accordFormat";
import { DIRECTION_LABELS, fieldText, LABELS, POLICY_LABELS } from "c/accordLabels";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";

interface MappingCard {
  id: string;
  title: string;
  realTime: boolean;
  rows: {
    name: string;
    label: string;
    quickbooks: string;
    salesforce: string;
    direction: string;
    policy: string;
  }[];
}

const COLUMNS = [
  { label: LABELS.field, fieldName: "label" },
  { label: LABELS.quickbooksField, fieldName: "quickbooks" },
  { label: LABELS.direction, fieldName: "direction" },
  { label: LABELS.salesforceField, fieldName: "salesforce" },
  { label: LABELS.policy, fieldName: "policy" },
];

/** Mappings: which object and fields belong together, and whether QuickBooks changes arrive at once. */
export default class AccordMappings extends LightningElement {
  @track mappings: Mapping[] = [];
  @track problem = "";
  @track loading = true;

  labels = LABELS;
  columns = COLUMNS;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    this.loading = true;
    try {
      this.mappings = await getMappings();
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.loading = false;
    }
  }

  get cards(): MappingCard[] {
    return this.mappings.map((mapping) => ({
      id: mapping.id,
      title: `${mapping.quickbooksObject} ⇄ ${mapping.salesforceObject}`,
      realTime: mapping.realTime,
      rows: mapping.fields.map((field) => ({
        ...field,
        salesforce: fieldText(field.salesforce),
        policy:
          field.policy === null ? "" : (POLICY_LABELS[field.policy] ?? humanize(field.policy)),
        direction: DIRECTION_LABELS[field.direction] ?? humanize(field.direction),
      })),
    }));
  }

  async handleRealTime(event: CustomEvent<{ checked: boolean }>): Promise<void> {
    const { mapping = "" } = (event.currentTarget as HTMLElement).dataset;
    const { checked } = event.detail;
    try {
      await setRealTime(mapping, checked);
    } catch (problem) {
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    // What the service holds is what the switch shows, whether or not the change went through.
    await this.load();
  }

  handleRetry(): void {
    void this.load();
  }
}
