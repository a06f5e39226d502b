import type { LoadChoice, LoadItem } from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { FIRST_LOAD, SYSTEM_LABELS } from "c/accordLoadLabels";
import { api, LightningElement, track } from "lwc";
import { type FieldRow, fieldRow, planText, reasonsText, recordsText, stateText } from "./rows";

interface CandidateRow {
  id: string;
  name: string;
  score: string;
  why: string;
  linkLabel: string;
}

/** One record of the plan: what comes of it, field by field, and what a person may decide. */
export default class AccordFirstLoadItem extends LightningElement {
  @api item!: LoadItem;
  @api canDecide = false;
  @track isOpen = false;

  labels = LABELS;
  texts = FIRST_LOAD;

  get plan(): string {
    return planText(this.item);
  }

  get state(): string {
    return stateText(this.item);
  }

  get stateClass(): string {
    return `slds-badge state_${this.item.state}`;
  }

  get records(): string {
    return recordsText(this.item);
  }

  get score(): string {
    const { score, reasons } = this.item;
    return score === null ? "" : `${FIRST_LOAD.score} ${score}: ${reasonsText(reasons)}`;
  }

  get fields(): FieldRow[] {
    return this.item.fields.map(fieldRow);
  }

  get hasFields(): boolean {
    return this.item.fields.length > 0;
  }

  get candidates(): CandidateRow[] {
    return this.item.candidates.map(({ id, type, name, score, reasons }) => ({
      id,
      name: `${name} (${type} ${id})`,
      score: `${FIRST_LOAD.score} ${score}`,
      why: reasonsText(reasons),
      linkLabel: `${FIRST_LOAD.linkWith}: ${name}`,
    }));
  }

  get hasCandidates(): boolean {
    return this.item.candidates.length > 0;
  }

  get refusals(): { key: string; text: string; action: string }[] {
    return this.item.refusals.map(({ system, code, message, action }) => ({
      key: `${system} ${code} ${message}`,
      text: `${SYSTEM_LABELS[system] ?? system} ${FIRST_LOAD.mayRefuse}: ${message}`,
      action,
    }));
  }

  get error(): string {
    return this.item.error?.message ?? "";
  }

  get errorHint(): string {
    return this.item.error?.action ?? "";
  }

  get toggleLabel(): string {
    return this.isOpen ? FIRST_LOAD.hide : FIRST_LOAD.show;
  }

  get toggleName(): string {
    return `${this.toggleLabel} ${this.item.name}`;
  }

  get mayDecide(): boolean {
    return this.canDecide && !["done", "underWay", "refused"].includes(this.item.state);
  }

  get mayApprove(): boolean {
    return this.mayDecide && this.item.state !== "planned" && this.item.action !== "skip";
  }

  get maySkip(): boolean {
    return this.mayDecide && this.item.state !== "skipped";
  }

  get mayCreate(): boolean {
    return this.mayDecide && this.item.action === "ask";
  }

  handleToggle(): void {
    this.isOpen = !this.isOpen;
  }

  handleChoice(event: Event): void {
    const { kind, to } = (event.currentTarget as HTMLElement).dataset;
    const choice = { kind, ...(to === undefined ? {} : { to }) } as LoadChoice;
    this.dispatchEvent(new CustomEvent("decide", { detail: { item: this.item.id, choice } }));
  }
}
