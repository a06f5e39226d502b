import {
  applyFirstLoad,
  cancelFirstLoad,
  type FirstLoad,
  getFirstLoads,
  type LoadOrder,
  pauseFirstLoad,
  planFirstLoad,
  problemText,
  resumeFirstLoad,
} from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { FIRST_LOAD } from "c/accordLoadLabels";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import LightningConfirm from "lightning/confirm";
import { LightningElement, track } from "lwc";
import { applyQuestion, isEnded, isMoving } from "./loads";

type Step = "apply" | "pause" | "resume" | "cancel";

const STEPS: Readonly<Record<Step, (id: string) => Promise<FirstLoad>>> = {
  apply: applyFirstLoad,
  pause: pauseFirstLoad,
  resume: resumeFirstLoad,
  cancel: cancelFirstLoad,
};

/** The First Load tab: a plan is made, looked at, decided and applied. */
export default class AccordFirstLoad extends LightningElement {
  @track load: FirstLoad | null = null;
  @track problem = "";
  @track asking = false;
  /** A new plan is being put together although an ended one could be shown. */
  @track wantsNew = false;
  @track isLooking = true;

  labels = LABELS;
  texts = FIRST_LOAD;
  private readonly poller = new PagePoller(() => this.look());

  connectedCallback(): void {
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  private async look(): Promise<PollOutcome> {
    try {
      const [newest = null] = await getFirstLoads();
      const changed = JSON.stringify(newest) !== JSON.stringify(this.load);
      if (changed) this.load = newest;
      this.problem = "";
      this.isLooking = false;
      return { busy: newest !== null && isMoving(newest), changed };
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
      throw problem;
    }
  }

  /** Asks the service for a change and shows what it answers. */
  private async ask(change: () => Promise<FirstLoad>): Promise<void> {
    this.asking = true;
    try {
      this.load = await change();
      this.wantsNew = false;
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.asking = false;
      this.poller.poke();
    }
  }

  async handlePlan(event: CustomEvent<LoadOrder>): Promise<void> {
    await this.ask(() => planFirstLoad(event.detail));
  }

  async handleStep(event: CustomEvent<Step>): Promise<void> {
    const { load } = this;
    const step = event.detail;
    if (load === null || !(await this.isMeant(step, load))) return;
    await this.ask(() => STEPS[step](load.id));
  }

  private async isMeant(step: Step, load: FirstLoad): Promise<boolean> {
    if (step === "apply") {
      const message = applyQuestion(load);
      return LightningConfirm.open({ label: FIRST_LOAD.applyTitle, message, theme: "warning" });
    }
    if (step !== "cancel") return true;
    const { cancelTitle: label, cancelText: message } = FIRST_LOAD;
    return LightningConfirm.open({ label, message, theme: "warning" });
  }

  handleDecided(event: CustomEvent<FirstLoad>): void {
    this.load = event.detail;
    this.poller.poke();
  }

  handleNew(): void {
    this.wantsNew = true;
  }

  get showsForm(): boolean {
    if (this.isLooking) return false;
    return this.load === null || (this.wantsNew && isEnded(this.load));
  }

  get showsLoad(): boolean {
    return this.load !== null && !this.showsForm;
  }

  get showsItems(): boolean {
    return this.showsLoad && this.load !== null && this.load.plannedAt !== null;
  }
}
