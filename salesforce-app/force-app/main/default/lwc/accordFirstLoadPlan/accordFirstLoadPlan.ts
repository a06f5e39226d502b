import type { FirstLoad } from "c/accordApi";
import { LABELS, progressText, remainingText, waitingSentence } from "c/accordLabels";
import { FIRST_LOAD } from "c/accordLoadLabels";
import { api, LightningElement } from "lwc";
import { barsOf, type ObjectBars } from "./shares";

/** What costs nothing is not counted up; none at all reads as such. */
function callsText({ metered, free, salesforce }: FirstLoad["calls"]["used"]): string {
  const parts: [count: number, what: string][] = [
    [metered, FIRST_LOAD.meteredCalls],
    [free, FIRST_LOAD.freeCalls],
    [salesforce, FIRST_LOAD.salesforceCalls],
  ];
  const said = parts.filter(([count]) => count > 0);
  if (said.length === 0) return FIRST_LOAD.noCalls;
  return said.map(([count, what]) => `${count.toLocaleString()} ${what}`).join(", ");
}

const minutesText = (minutes: number): string => {
  if (minutes < 1) return "less than a minute";
  return minutes < 1.5 ? "about a minute" : `about ${Math.round(minutes)} minutes`;
};

/** A first load: how it stands, what it does as bars, what it costs, and its buttons. */
export default class AccordFirstLoadPlan extends LightningElement {
  @api load!: FirstLoad;
  @api disabled = false;

  labels = LABELS;
  texts = FIRST_LOAD;

  get headline(): string {
    return FIRST_LOAD[this.load.state];
  }

  get detail(): string {
    const { state, waitingFor, reading, progress } = this.load;
    if (waitingFor !== null) return waitingSentence(waitingFor);
    if (state === "reading") {
      const records = reading.reduce((sum, part) => sum + part.records, 0);
      return `${records.toLocaleString()} ${LABELS.recordsRead}`;
    }
    if (state !== "applying" && state !== "paused") return "";
    const done = progressText(progress.done, progress.of);
    const { remainingSeconds } = progress;
    return remainingSeconds === null ? done : `${done}, ${remainingText(remainingSeconds)}`;
  }

  get percent(): number {
    const { state, progress } = this.load;
    if (state === "done") return 100;
    return progress.of === 0 ? 0 : Math.floor((progress.done / progress.of) * 100);
  }

  get showsProgress(): boolean {
    return ["applying", "paused", "done"].includes(this.load.state);
  }

  get isPlanned(): boolean {
    return this.load.plannedAt !== null;
  }

  get objects(): ObjectBars[] {
    return this.load.counts.map(barsOf);
  }

  get expected(): string {
    const { calls, expectedMinutes } = this.load;
    const minutes = expectedMinutes === null ? "" : `, ${minutesText(expectedMinutes)}`;
    return `${FIRST_LOAD.expected}: ${callsText(calls.expected)}${minutes}`;
  }

  get used(): string {
    return `${FIRST_LOAD.used}: ${callsText(this.load.calls.used)}`;
  }

  get changedSince(): string {
    const { changedSince } = this.load;
    return changedSince === 0 ? "" : `${changedSince.toLocaleString()} ${FIRST_LOAD.changedSince}.`;
  }

  get error(): string {
    return this.load.error?.message ?? "";
  }

  get errorHint(): string {
    return this.load.error?.action ?? "";
  }

  get canApply(): boolean {
    return this.load.state === "ready";
  }

  get hasNothingPlanned(): boolean {
    return this.disabled || this.load.items.planned === 0;
  }

  get canPause(): boolean {
    return this.load.state === "applying";
  }

  get canResume(): boolean {
    return this.load.state === "paused";
  }

  get isEnded(): boolean {
    return ["done", "cancelled", "failed"].includes(this.load.state);
  }

  get canCancel(): boolean {
    return !this.isEnded;
  }

  handleStep(event: Event): void {
    const { step } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent("step", { detail: step }));
  }

  handleNew(): void {
    this.dispatchEvent(new CustomEvent("new"));
  }
}
