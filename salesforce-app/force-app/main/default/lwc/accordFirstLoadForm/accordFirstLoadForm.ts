import { getMappings, type LoadDirection, type LoadOrder, problemText } from "c/accordApi";
import { LABELS } from "c/accordLabels";
import { DIFFERING_LABELS, FIRST_LOAD, LOAD_DIRECTION_LABELS } from "c/accordLoadLabels";
import { api, LightningElement, track } from "lwc";

interface ObjectChoice {
  mapping: string;
  title: string;
  isChosen: boolean;
  direction: LoadDirection;
}

const LINK_FROM = 80;
const DEFAULT_DIRECTION: LoadDirection = "toSalesforce";

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What a plan is made from: objects, directions, how matches are linked, who wins. */
export default class AccordFirstLoadForm extends LightningElement {
  @api disabled = false;

  @track objects: ObjectChoice[] = [];
  @track linkFrom = String(LINK_FROM);
  @track askEachMatch = false;
  @track differing: LoadOrder["differing"] = "ask";
  @track includeInactive = false;
  @track problem = "";

  labels = LABELS;
  texts = FIRST_LOAD;
  directions = optionsOf(LOAD_DIRECTION_LABELS);
  differings = optionsOf(DIFFERING_LABELS);

  connectedCallback(): void {
    void this.loadObjects();
  }

  private async loadObjects(): Promise<void> {
    try {
      this.objects = (await getMappings()).map((mapping) => ({
        mapping: mapping.id,
        title: `${mapping.quickbooksObject} ⇄ ${mapping.salesforceObject}`,
        isChosen: true,
        direction: DEFAULT_DIRECTION,
      }));
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    }
  }

  private change(event: Event, change: Partial<ObjectChoice>): void {
    const { mapping } = (event.currentTarget as HTMLElement).dataset;
    this.objects = this.objects.map((object) =>
      object.mapping === mapping ? { ...object, ...change } : object,
    );
  }

  handleChosen(event: CustomEvent<{ checked: boolean }>): void {
    this.change(event, { isChosen: event.detail.checked });
  }

  handleDirection(event: CustomEvent<{ value: LoadDirection }>): void {
    this.change(event, { direction: event.detail.value });
  }

  handleLinkFrom(event: CustomEvent<{ value: string }>): void {
    this.linkFrom = event.detail.value;
  }

  handleAskEach(event: CustomEvent<{ checked: boolean }>): void {
    this.askEachMatch = event.detail.checked;
  }

  handleDiffering(event: CustomEvent<{ value: LoadOrder["differing"] }>): void {
    this.differing = event.detail.value;
  }

  handleInactive(event: CustomEvent<{ checked: boolean }>): void {
    this.includeInactive = event.detail.checked;
  }

  handlePlan(): void {
    if (this.cannotPlan) return;
    const { askEachMatch, differing, includeInactive } = this;
    const objects = this.objects
      .filter((object) => object.isChosen)
      .map(({ mapping, direction }) => ({ mapping, direction }));
    const linkFrom = Number(this.linkFrom);
    const detail: LoadOrder = { objects, linkFrom, askEachMatch, differing, includeInactive };
    this.dispatchEvent(new CustomEvent("plan", { detail }));
  }

  get isScoreGood(): boolean {
    const score = Number(this.linkFrom);
    return this.linkFrom.trim() !== "" && score >= 0 && score <= 100;
  }

  get cannotPlan(): boolean {
    const isScoreMissing = !this.askEachMatch && !this.isScoreGood;
    return this.disabled || isScoreMissing || !this.objects.some((object) => object.isChosen);
  }
}
