import {
  decideFirstLoad,
  type FirstLoad,
  getFirstLoadItems,
  type LoadChoice,
  type LoadItem,
  problemText,
} from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { FIRST_LOAD, LOAD_ACTION_LABELS, LOAD_STATE_LABELS } from "c/accordLoadLabels";
import LightningConfirm from "lightning/confirm";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { api, LightningElement, track } from "lwc";

const optionsOf = (labels: Readonly<Record<string, string>>) => [
  { value: "", label: FIRST_LOAD.anything },
  ...Object.entries(labels).map(([value, label]) => ({ value, label })),
];

/** The plan record by record: chosen by kind, state and name, looked at, decided. */
export default class AccordFirstLoadItems extends LightningElement {
  @track items: LoadItem[] = [];
  @track next: string | null = null;
  @track action = "";
  @track state = "";
  @track mapping = "";
  @track text = "";
  @track problem = "";
  @track loading = false;

  texts = FIRST_LOAD;
  actions = optionsOf(LOAD_ACTION_LABELS);
  states = optionsOf(LOAD_STATE_LABELS);
  private own!: FirstLoad;
  private seen = "";
  private asked = 0;

  @api
  get load(): FirstLoad {
    return this.own;
  }
  set load(load: FirstLoad) {
    this.own = load;
    // The list is read again when what it shows may have changed.
    const seen = `${load.id} ${load.state} ${JSON.stringify(load.items)}`;
    if (seen === this.seen) return;
    this.seen = seen;
    void this.read("");
  }

  private async read(after: string): Promise<void> {
    const { action, state, mapping, text } = this;
    this.asked += 1;
    const asked = this.asked;
    this.loading = true;
    try {
      const page = await getFirstLoadItems(this.own.id, { action, state, mapping, text, after });
      // Another choice was made meanwhile: its answer is the one to show.
      if (asked !== this.asked) return;
      this.items = after === "" ? page.items : [...this.items, ...page.items];
      this.next = page.next;
      this.problem = "";
    } catch (problem) {
      if (asked === this.asked) this.problem = problemText(problem, LABELS.failed);
    } finally {
      if (asked === this.asked) this.loading = false;
    }
  }

  handlePick(event: CustomEvent<{ value: string }>): void {
    const { pick } = (event.currentTarget as HTMLElement).dataset;
    if (pick === "action") this.action = event.detail.value;
    else if (pick === "state") this.state = event.detail.value;
    else this.mapping = event.detail.value;
    void this.read("");
  }

  handleText(event: CustomEvent<{ value: string }>): void {
    this.text = event.detail.value;
    void this.read("");
  }

  handleMore(): void {
    if (this.next !== null) void this.read(this.next);
  }

  handleDecide(event: CustomEvent<{ item: string; choice: LoadChoice }>): void {
    const { item, choice } = event.detail;
    void this.decide([item], choice);
  }

  async handleDecideAll(event: Event): Promise<void> {
    const kind =
      (event.currentTarget as HTMLElement).dataset["kind"] === "skip" ? "skip" : "approve";
    const label = kind === "skip" ? FIRST_LOAD.skipAllTitle : FIRST_LOAD.approveAllTitle;
    const message = FIRST_LOAD.allOfThem;
    if (await LightningConfirm.open({ label, message, theme: "warning" })) {
      await this.decide(null, { kind });
    }
  }

  private async decide(items: string[] | null, choice: LoadChoice): Promise<void> {
    const { action, state, mapping } = this;
    const picked = Object.entries({ action, state, mapping }).filter(([, value]) => value !== "");
    const rule = items === null ? Object.fromEntries(picked) : null;
    try {
      const { refused, backfill } = await decideFirstLoad(this.own.id, items, rule, choice);
      const [first] = refused;
      if (first !== undefined) this.toast(first.reason);
      this.seen = "";
      this.dispatchEvent(new CustomEvent("decided", { detail: backfill }));
    } catch (problem) {
      this.toast(problemText(problem, LABELS.failed));
    }
  }

  private toast(message: string): void {
    this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
  }

  get mappings(): { value: string; label: string }[] {
    const objects = this.own.counts.map(({ mapping, quickbooksObject, salesforceObject }) => ({
      value: mapping,
      label: `${quickbooksObject} ⇄ ${salesforceObject}`,
    }));
    return [{ value: "", label: FIRST_LOAD.anything }, ...objects];
  }

  get canDecide(): boolean {
    return this.own.state === "ready" || this.own.state === "paused";
  }

  /** A rule takes no part of a name: with one typed, only single records are decided. */
  get canDecideAll(): boolean {
    return this.canDecide && this.text === "" && this.items.length > 0;
  }

  get isEmpty(): boolean {
    return !this.loading && this.items.length === 0 && this.problem === "";
  }
}
