import {
  type ConflictPolicy,
  type DeletePolicy,
  getMappings,
  type Mapping,
  problemText,
  setDeletePolicies,
  setPolicies,
  setRealTime,
} from "c/accordApi";
import { humanize } from "c/accordFormat";
import {
  DELETE_POLICY_LABELS,
  DIRECTION_LABELS,
  fieldText,
  LABELS,
  POLICY_LABELS,
  policySetText,
} from "c/accordLabels";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";

interface MappingCard {
  id: string;
  title: string;
  realTime: boolean;
  /** One for each system in which records of this kind can be deleted. */
  deletes: {
    system: string;
    label: string;
    policy: DeletePolicy;
    options: { value: string; label: string }[];
  }[];
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

/** Where there is a choice: a kind of record that cannot be deleted needs none. */
function deleteChoices({ whenDeleted }: Mapping): MappingCard["deletes"] {
  const labels = {
    salesforce: LABELS.whenDeletedInSalesforce,
    quickbooks: LABELS.whenDeletedInQuickbooks,
  };
  return (["salesforce", "quickbooks"] as const)
    .filter((system) => whenDeleted[system].choices.length > 1)
    .map((system) => ({
      system,
      label: labels[system],
      policy: whenDeleted[system].policy,
      options: whenDeleted[system].choices.map((value) => ({
        value,
        label: DELETE_POLICY_LABELS[value] ?? value,
      })),
    }));
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
      deletes: deleteChoices(mapping),
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

  async handleDeletePolicy(event: CustomEvent<{ value: DeletePolicy }>): Promise<void> {
    const { mapping = "", system } = (event.currentTarget as HTMLElement).dataset;
    const { value: policy } = event.detail;
    const key = system === "quickbooks" ? "quickbooks" : "salesforce";
    this.show(mapping, (held) => ({
      ...held,
      whenDeleted: { ...held.whenDeleted, [key]: { ...held.whenDeleted[key], policy } },
    }));
    if (await this.save(() => setDeletePolicies(mapping, { [key]: policy }))) {
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.saved, variant: "success" }));
    }
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
