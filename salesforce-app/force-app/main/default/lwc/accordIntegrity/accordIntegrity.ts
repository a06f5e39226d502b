import {
  getIntegrity,
  getIntegrityCost,
  getIntegrityRuns,
  getMappings,
  type IntegrityRun,
  problemText,
  startIntegrity,
} from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import { LightningElement, track } from "lwc";

interface ObjectChoice {
  name: string;
  isChosen: boolean;
}

/** The Sync Integrity tab: proof that the books agree, or what is missing and its repair. */
export default class AccordIntegrity extends LightningElement {
  @track objects: ObjectChoice[] = [];
  @track repair = false;
  @track cost = "";
  @track runs: IntegrityRun[] = [];
  @track shownId = "";
  @track problem = "";
  @track starting = false;

  labels = LABELS;
  private readonly poller = new PagePoller(() => this.follow());

  connectedCallback(): void {
    void this.load();
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  private async load(): Promise<void> {
    try {
      const names = (await getMappings()).map((mapping) => mapping.quickbooksObject);
      this.objects = [...new Set(names)].map((name) => ({ name, isChosen: true }));
      await this.readRuns();
      await this.readCost();
      this.problem = "";
      this.poller.poke();
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }

  private async readRuns(): Promise<void> {
    this.runs = await getIntegrityRuns();
    if (this.shown === undefined) this.shownId = this.runs[0]?.id ?? "";
  }

  private async readCost(): Promise<void> {
    this.cost = (await getIntegrityCost(this.chosen, null)).sentence;
  }

  /** Follows the run that is shown; what others and schedules start is seen with it. */
  private async follow(): Promise<PollOutcome> {
    if (this.objects.length === 0 && this.problem !== "") await this.load();
    const { shown } = this;
    if (shown === undefined || shown.finishedAt !== null) return { busy: false, changed: false };
    try {
      this.put(await getIntegrity(shown.id));
      this.problem = "";
      return { busy: true, changed: true };
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
      throw problem;
    }
  }

  private put(run: IntegrityRun): void {
    const isKnown = this.runs.some((each) => each.id === run.id);
    this.runs = isKnown
      ? this.runs.map((each) => (each.id === run.id ? run : each))
      : [run, ...this.runs];
  }

  handleObject(event: Event): void {
    const { object } = (event.currentTarget as HTMLElement).dataset;
    const { checked } = (event as CustomEvent<{ checked: boolean }>).detail;
    this.objects = this.objects.map((each) =>
      each.name === object ? { ...each, isChosen: checked } : each,
    );
    void this.readCost();
  }

  handleRepair(event: CustomEvent<{ checked: boolean }>): void {
    this.repair = event.detail.checked;
  }

  handleShown(event: CustomEvent<{ value: string }>): void {
    this.shownId = event.detail.value;
    this.poller.poke();
  }

  handleChange(event: CustomEvent<IntegrityRun>): void {
    this.put(event.detail);
    this.poller.poke();
  }

  async handleCheckNow(): Promise<void> {
    if (this.cannotStart) return;
    this.starting = true;
    try {
      const run = await startIntegrity(this.chosen, this.repair);
      this.put(run);
      this.shownId = run.id;
      this.problem = "";
      this.poller.poke();
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.starting = false;
    }
  }

  private get chosen(): string[] {
    return this.objects.filter(({ isChosen }) => isChosen).map(({ name }) => name);
  }

  get names(): string[] {
    return this.objects.map(({ name }) => name);
  }

  get cannotStart(): boolean {
    return this.starting || this.chosen.length === 0;
  }

  get shown(): IntegrityRun | undefined {
    return this.runs.find(({ id }) => id === this.shownId);
  }

  get runChoices(): { label: string; value: string }[] {
    return this.runs.map(({ id, startedAt, summary }) => ({
      value: id,
      label: `${new Date(startedAt).toLocaleString()}: ${summary}`,
    }));
  }
}
