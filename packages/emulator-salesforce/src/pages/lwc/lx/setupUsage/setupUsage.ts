import { LightningElement, track } from "lwc";
import type { SetupUsage as Usage } from "../../../api/shapes.ts";
import { type Problem, problemOf, readSetup } from "../../shared/api.ts";

const MOMENT = {
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
};
const CALL_COLUMNS = [
  { label: "Time", fieldName: "at", type: "date", initialWidth: 150, typeAttributes: MOMENT },
  { label: "Method", fieldName: "method", type: "text", initialWidth: 100 },
  { label: "Resource", fieldName: "url", type: "text" },
  { label: "Client", fieldName: "client", type: "text", initialWidth: 160 },
  { label: "Status", fieldName: "status", type: "text", initialWidth: 90 },
];
/** Shown first and with a bar. */
const FIRST = "DailyApiRequests";
const FULL_PERCENT = 100;

/** What is used of each limit, and the calls that used it. */
export default class SetupUsage extends LightningElement {
  @track usage: Usage | null = null;
  @track problem: Problem | null = null;
  callColumns = CALL_COLUMNS;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.usage = await readSetup<Usage>("usage");
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  handleRefresh(): void {
    void this.load();
  }

  get limits() {
    const limits = this.usage?.limits ?? [];
    const order = (name: string): number => (name === FIRST ? 0 : 1);
    return limits
      .toSorted((a, b) => order(a.name) - order(b.name))
      .map(({ name, max, used }) => {
        const percent = max === 0 ? 0 : (used / max) * FULL_PERCENT;
        return {
          name,
          label: name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2"),
          percent,
          text: `${used.toLocaleString("en-US")} of ${max.toLocaleString("en-US")}`,
        };
      });
  }

  get kinds() {
    return this.usage?.byKind ?? [];
  }

  get hasKinds(): boolean {
    return this.kinds.length > 0;
  }

  get calls() {
    return (this.usage?.calls ?? []).map((call, index) => ({
      ...call,
      key: String(index),
      status: String(call.status),
    }));
  }

  get hasCalls(): boolean {
    return this.calls.length > 0;
  }
}
