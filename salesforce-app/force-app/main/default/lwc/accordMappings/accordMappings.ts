import {
  type ConflictPolicy,
  getMappings,
  type Mapping,
  problemText,
  setPolicies,
  setRealTime,
} from "c/accordApi";
import { humanize } from "c/accordFormat";
import { DIRECTION_LABELS, fieldText, LABELS, POLICY_LABELS, policySetText } from "c/accordLabels";
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
    policy: ConflictPolicy | null;
    policyLabel: string;
  }[];
}

/**
 * Mappings: which object and fields belong together, who wins a field that both systems changed, and whether
 * QuickBooks changes arrive at once. Each choice is made at once, by itself.
 */
export default class AccordMappings extends LightningElement {
  @track mappings: Mapping[] = [];
  @track problem = "";
  @track loading = true;

  labels = LABELS;
  policies = Object.entries(POLICY_LABELS).map(([value, label]) => ({ value, label }));

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
        policyLabel: `${field.label}: ${LABELS.policy}`,
        direction: DIRECTION_LABELS[field.direction] ?? humanize(field.direction),
      })),
    }));
  }

  async handleRealTime(event: CustomEvent<{ checked: boolean }>): Promise<void> {
    const { mapping = "" } = (event.currentTarget as HTMLElement).dataset;
    const { checked } = event.detail;
    this.show(mapping, (held) => ({ ...held, realTime: checked }));
    await this.save(() => setRealTime(mapping, checked));
  }

  async handlePolicy(event: CustomEvent<{ value: ConflictPolicy }>): Promise<void> {
    const { mapping = "", field = "" } = (event.currentTarget as HTMLElement).dataset;
    const { value: policy } = event.detail;
    this.show(mapping, (held) => ({
      ...held,
      fields: held.fields.map((each) => (each.name === field ? { ...each, policy } : each)),
    }));
    const isSaved = await this.save(() => setPolicies(mapping, { [field]: policy }));
    if (!isSaved) return;
    const label = this.mappings
      .find(({ id }) => id === mapping)
      ?.fields.find(({ name }) => name === field)?.label;
    const message = policySetText(label ?? field, policy);
    this.dispatchEvent(new ShowToastEvent({ title: LABELS.saved, message, variant: "success" }));
  }

  /** What a person chose is shown at once: without it a refused choice would stay on the screen. */
  private show(mapping: string, change: (held: Mapping) => Mapping): void {
    this.mappings = this.mappings.map((held) => (held.id === mapping ? change(held) : held));
  }

  /** What the service holds is what the screen shows then, whether or not the change went through. */
  private async save(change: () => Promise<unknown>): Promise<boolean> {
    let isSaved = true;
    try {
      await change();
    } catch (problem) {
      isSaved = false;
      const message = problemText(problem, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    }
    await this.load();
    return isSaved;
  }

  handleRetry(): void {
    void this.load();
  }
}
