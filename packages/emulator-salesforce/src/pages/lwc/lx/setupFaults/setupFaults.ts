import { LightningElement, track } from "lwc";
import { type Problem, problemOf, readSetup, saveFaults } from "../../shared/api.ts";
import { toastProblem } from "../../shared/toast.ts";

interface Rule {
  readonly fault?: string;
  readonly times?: number;
  readonly status?: number;
  readonly delayMs?: number;
  readonly recordId?: string;
  readonly match?: { readonly method?: string; readonly path?: unknown; readonly body?: unknown };
}

/** The faults that an integration meets most; the control address takes every other one too. */
const COMMON = [
  { value: "status", label: "Answer with status 503" },
  { value: "timeout-before", label: "Lose the call before it is done" },
  { value: "timeout-after", label: "Lose the answer of a call that was done" },
  { value: "slow", label: "Answer one second late" },
  { value: "expire-session", label: "Session expired" },
  { value: "limit", label: "Daily API limit exceeded" },
  { value: "row-lock", label: "Unable to lock row" },
  { value: "drop-event", label: "Lose a change event" },
  { value: "duplicate-event", label: "Deliver a change event twice" },
  { value: "gap-event", label: "Gap event in place of a change event" },
  { value: "stream-drop", label: "Break the event stream" },
  { value: "stream-garble", label: "Garble a delivery of change events" },
];

const textOf = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** The armed faults: switched off one by one, and armed from a list of the common ones. */
export default class SetupFaults extends LightningElement {
  @track rules: readonly Rule[] | null = null;
  @track problem: Problem | null = null;
  options = COMMON;
  fault = "status";
  path = "";
  times = "1";

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.rules = await readSetup<readonly Rule[]>("faults");
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  get rows() {
    return (this.rules ?? []).map((rule, index) => ({
      index,
      fault: COMMON.find(({ value }) => value === rule.fault)?.label ?? rule.fault ?? "",
      where: [rule.match?.method, rule.match?.path, rule.match?.body, rule.recordId]
        .map(textOf)
        .filter((text) => text !== "")
        .join(" "),
      times: rule.times === 0 ? "always" : `${rule.times ?? 1} more`,
      offText: `Switch off rule ${index + 1}`,
    }));
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  handleFault(event: CustomEvent<{ value: string }>): void {
    this.fault = event.detail.value;
  }

  handlePath(event: CustomEvent<{ value: string }>): void {
    this.path = event.detail.value;
  }

  handleTimes(event: CustomEvent<{ value: string }>): void {
    this.times = event.detail.value;
  }

  async handleArm(): Promise<void> {
    const path = this.path.trim();
    const rule = {
      fault: this.fault,
      times: Number(this.times),
      match: path === "" ? {} : { path },
    };
    await this.replace([...(await readSetup<readonly Rule[]>("faults")), rule]);
  }

  async handleOff(event: Event): Promise<void> {
    const index = Number((event.currentTarget as HTMLElement).dataset["index"]);
    await this.replace((this.rules ?? []).filter((_, place) => place !== index));
  }

  async handleAllOff(): Promise<void> {
    await this.replace([]);
  }

  private async replace(rules: readonly Rule[]): Promise<void> {
    try {
      this.rules = await saveFaults(rules);
    } catch (error) {
      toastProblem("The rules were not changed.", problemOf(error));
    }
  }
}
