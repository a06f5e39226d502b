import type { MonthBudget } from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { api, LightningElement } from "lwc";
import { barsOf, shareOf } from "./shares";

/** The month's metered calls: used and expected of what is permitted, and how many on each day. */
export default class AccordMonthBudget extends LightningElement {
  @api budget: MonthBudget | null = null;

  labels = LABELS;

  get used(): string {
    return (this.budget?.meteredThisMonth ?? 0).toLocaleString();
  }

  get permitted(): string {
    return (this.budget?.meteredPerMonth ?? 0).toLocaleString();
  }

  get expected(): string {
    return (this.budget?.expectedThisMonth ?? 0).toLocaleString();
  }

  get basis(): string {
    return this.budget?.expectedBy === "weekdays" ? LABELS.byWeekdays : LABELS.byAverage;
  }

  get summary(): string {
    return `${LABELS.meteredCalls}: ${this.used} / ${this.permitted}. ${LABELS.expectedThisMonth}: ${this.expected}`;
  }

  get message(): string {
    return this.budget?.message ?? "";
  }

  get messageClass(): string {
    return this.budget?.state === "watch" ? "message" : "message slds-text-color_error";
  }

  get usedClass(): string {
    return `used used_${this.budget?.state ?? "ample"}`;
  }

  get usedWidth(): string {
    return `width: ${shareOf(this.budget?.meteredThisMonth, this.budget?.meteredPerMonth)}%`;
  }

  get expectedWidth(): string {
    return `width: ${shareOf(this.budget?.expectedThisMonth, this.budget?.meteredPerMonth)}%`;
  }

  get bars(): { day: string; title: string; height: string }[] {
    return barsOf(this.budget?.days ?? []);
  }
}
