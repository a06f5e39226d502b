import {
  decideHeldDeletes,
  getHeldDeletes,
  type HeldDecision,
  type HeldDelete,
  problemText,
  type Removal,
} from "c/accordApi";
import type { Chosen } from "c/accordChoices";
import { HELD_DECIDED, LABELS } from "c/accordLabels";
import LightningConfirm from "lightning/confirm";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { LightningElement, track } from "lwc";
import { type BatchCard, batchCards, type HeldCard, heldCards } from "./cards";

/**
 * Held Deletes: deletions of linked records about which a person is asked. A decision is recorded when it is
 * made; the log tells when it is carried out.
 */
export default class AccordHeldDeletes extends LightningElement {
  @track held: HeldDelete[] = [];
  @track problem = "";
  @track isLoaded = false;
  @track isBusy = false;

  labels = LABELS;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.held = await getHeldDeletes();
      this.problem = "";
      this.isLoaded = true;
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }

  get cards(): HeldCard[] {
    return heldCards(this.held);
  }

  get batches(): BatchCard[] {
    return batchCards(this.held);
  }

  get isEmpty(): boolean {
    return this.isLoaded && this.held.length === 0;
  }

  handleRefresh(): void {
    void this.load();
  }

  async handleChoose(event: CustomEvent<Chosen<HeldDecision, Removal>>): Promise<void> {
    const { id, batch } = (event.currentTarget as HTMLElement).dataset;
    const { decision: made, how: removal = null } = event.detail;
    if (!(await this.isMeant(made, removal))) return;
    await this.decide({ ids: id === undefined ? null : [id], batch: batch ?? null, made, removal });
  }

  private async decide(about: {
    ids: string[] | null;
    batch: string | null;
    made: HeldDecision;
    removal: Removal | null;
  }): Promise<void> {
    const { ids, batch, made, removal } = about;
    this.isBusy = true;
    try {
      const { skipped } = await decideHeldDeletes(ids, batch, made, removal);
      const [first] = skipped;
      if (first === undefined) this.toast(HELD_DECIDED[made], "", "success");
      else this.toast(LABELS.failed, first.reason, "warning");
    } catch (problem) {
      this.toast(LABELS.failed, problemText(problem, LABELS.failed), "error");
    }
    await this.load();
    this.isBusy = false;
  }

  private toast(title: string, message: string, variant: "success" | "warning" | "error"): void {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  /** A deletion takes along what Salesforce deletes with a record, so it is asked about. */
  private async isMeant(made: HeldDecision, removal: Removal | null): Promise<boolean> {
    if (made !== "approve" || removal !== "delete") return true;
    return LightningConfirm.open({
      label: LABELS.deleteTitle,
      message: LABELS.deleteText,
      theme: "warning",
    });
  }
}
