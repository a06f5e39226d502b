import { api, LightningElement } from "lwc";

/** One way to decide what is held. `D`: the decisions of the screen; `H`: the ways to carry one out. */
export interface Choice<D extends string = string, H extends string = string> {
  decision: D;
  how?: H;
  label: string;
  /** What the button is about, where several say the same. Default: none. */
  title?: string;
  /** As `lightning-button` has it. Default: neutral. */
  variant?: "brand" | "neutral" | "destructive-text";
}

/** What `choose` carries. */
export type Chosen<D extends string, H extends string = string> = Pick<
  Choice<D, H>,
  "decision" | "how"
>;

type Button = Required<Pick<Choice, "label" | "title" | "variant">> & { key: string };

/** The buttons of one thing to decide. Fires `choose` with the decision, and how it is carried out. */
export default class AccordChoices extends LightningElement {
  @api choices: readonly Choice[] = [];
  @api disabled = false;

  get buttons(): Button[] {
    return this.choices.map(({ label, title = "", variant = "neutral" }, at) => ({
      key: String(at),
      label,
      title,
      variant,
    }));
  }

  handleClick(event: Event): void {
    const { key } = (event.currentTarget as HTMLElement).dataset;
    const chosen = this.choices[Number(key)];
    if (chosen === undefined) return;
    const detail = { decision: chosen.decision, how: chosen.how };
    this.dispatchEvent(new CustomEvent("choose", { detail }));
  }
}
