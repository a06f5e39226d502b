import {
  decideHeldChanges,
  getHeldChanges,
  getHeldRecords,
  type HeldChanges,
  type HeldRecord,
  type HoldDecision,
  problemText,
} from "c/accordApi";
import type { Chosen } from "c/accordChoices";
import { HOLD_DECIDED, holdQuestion, LABELS } from "c/accordLabels";
import LightningConfirm from "lightning/confirm";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";
import { type ChangeCard, changeCards, systemsOf } from "./cards";

/**
 * Held Changes: far more changes than usual, about which a person is asked. A decision is recorded when it is
 * made; the records follow.
 */
export default class AccordHeldChanges extends LightningElement {
  @track held: HeldChanges[] = [];
  @track problem = "";
  @track isLoaded = false;
  @track isBusy = false;
  /** The records loaded so far, and where the next page begins, by the id of what holds them. */
  @track shown: Record<string, HeldRecord[]> = {};
  private readonly next: Record<string, string> = {};

  labels = LABELS;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.held = await getHeldChanges();
      this.shown = {};
      this.problem = "";
      this.isLoaded = true;
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }

  get cards(): ChangeCard[] {
    return changeCards(this.held, this.shown);
  }

  get isEmpty(): boolean {
    return this.isLoaded && this.held.length === 0;
  }

  handleRefresh(): void {
    void this.load();
  }

  async handleMore(event: Event): Promise<void> {
    const { id = "" } = (event.currentTarget as HTMLElement).dataset;
    const before = this.shown[id] ?? [];
    this.isBusy = true;
    try {
      const after = before.length === 0 ? "" : (this.next[id] ?? "");
      const { records, next } = await getHeldRecords(id, after);
      this.shown = { ...this.shown, [id]: [...before, ...records] };
      this.next[id] = next ?? "";
    } catch (problem) {
      this.toast(LABELS.failed, problemText(problem, LABELS.failed), "error");
    }
    this.isBusy = false;
  }

  async handleChoose(event: CustomEvent<Chosen<HoldDecision>>): Promise<void> {
    const { id = "" } = (event.currentTarget as HTMLElement).dataset;
    const about = this.held.find((each) => each.id === id);
    if (about === undefined) return;
    const made = event.detail.decision;
    const question = holdQuestion(made, { count: about.records, ...systemsOf(about) });
    if (!(await LightningConfirm.open({ ...question, theme: "warning" }))) return;
    this.isBusy = true;
    try {
      await decideHeldChanges(id, made);
      this.toast(HOLD_DECIDED[made], about.title, "success");
    } catch (problem) {
      this.toast(LABELS.failed, problemText(problem, LABELS.failed), "error");
    }
    await this.load();
    this.isBusy = false;
  }

  private toast(title: string, message: string, variant: "success" | "error"): void {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }
}
