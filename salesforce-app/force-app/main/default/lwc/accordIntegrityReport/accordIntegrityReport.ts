import {
  cancelIntegrity,
  getFindings,
  type IntegrityFinding,
  type IntegrityRun,
  problemText,
  repairIntegrity,
} from "c/accordApi";
import { valueText } from "c/accordFormat";
import { chartText, LABELS, readingText, waitingSentence } from "c/accordLabels";
import { NavigationMixin } from "lightning/navigation";
import { api, LightningElement, track } from "lwc";
import { amountText, type Segment, segmentsOf } from "./chart";

interface FindingRow {
  id: string;
  kindLabel: string;
  name: string;
  object: string;
  salesforceUrl: string | undefined;
  salesforceId: string;
  quickbooksUrl: string | undefined;
  quickbooksId: string;
  differs: string;
  action: string;
}

interface ObjectRow {
  name: string;
  summary: string;
  label: string;
  segments: Segment[];
  money: { field: string; label: string; text: string; tone: string }[];
}

const link = (label: string, url: string, text: string, target: string) => ({
  label,
  fieldName: url,
  type: "url",
  initialWidth: 150,
  typeAttributes: { label: { fieldName: text }, target },
});

const COLUMNS = [
  { label: LABELS.finding, fieldName: "kindLabel", initialWidth: 150 },
  { label: LABELS.object, fieldName: "object", initialWidth: 110 },
  { label: LABELS.entityName, fieldName: "name", wrapText: true },
  link(LABELS.salesforceRecord, "salesforceUrl", "salesforceId", "_self"),
  link(LABELS.quickbooksId, "quickbooksUrl", "quickbooksId", "_blank"),
  { label: LABELS.whatDiffers, fieldName: "differs", wrapText: true },
  { label: LABELS.whatCanBeDone, fieldName: "action", wrapText: true },
];

const OF_PAIRS = "pairs";
const UNLINKED_KINDS = ["unlinked", "match", "ambiguous"];

/** The report of one run: whether the books agree, by how much not, and what was found. */
export default class AccordIntegrityReport extends NavigationMixin(LightningElement) {
  @track rows: FindingRow[] = [];
  @track selected: string[] = [];
  @track shown = OF_PAIRS;
  @track next: string | null = null;
  @track problem = "";
  @track loading = false;

  labels = LABELS;
  columns = COLUMNS;
  choices: { label: string; value: string }[] = [
    { label: LABELS.ofLinkedPairs, value: OF_PAIRS },
    { label: LABELS.withoutLink, value: "unlinked" },
  ];
  private findings: IntegrityFinding[] = [];
  private ownRun!: IntegrityRun;
  /** What was loaded, so that a look that changed nothing loads nothing. */
  private loaded = "";

  @api
  get run(): IntegrityRun {
    return this.ownRun;
  }
  set run(run: IntegrityRun) {
    this.ownRun = run;
    const state = `${run.id} ${run.state} ${run.repairable}`;
    if (state === this.loaded) return;
    this.loaded = state;
    void this.load("");
  }

  /** Findings of pairs are few; what is not linked may be very many and comes page by page. */
  private async load(after: string): Promise<void> {
    const { id } = this.ownRun;
    this.loading = true;
    try {
      const kinds = this.shown === OF_PAIRS ? PAIR_KINDS : UNLINKED_KINDS;
      const pages = await Promise.all(
        (after === "" ? kinds : kinds.slice(0, 1)).map((kind) =>
          getFindings({ runId: id, kind, quickbooksObject: "", state: "", after }),
        ),
      );
      if (this.ownRun.id !== id) return;
      const found = pages.flatMap((page) => page.findings);
      this.findings = after === "" ? found : [...this.findings, ...found];
      this.rows = await Promise.all(this.findings.map((finding) => this.makeRow(finding)));
      this.next = this.shown === OF_PAIRS ? null : (pages[0]?.next ?? null);
      this.selected = [];
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.loading = false;
    }
  }

  private async makeRow(finding: IntegrityFinding): Promise<FindingRow> {
    const { id, kindLabel, name, quickbooksObject, salesforce, quickbooks, fields } = finding;
    const attributes =
      salesforce === null
        ? null
        : { recordId: salesforce.id, objectApiName: salesforce.type, actionName: "view" };
    const url =
      attributes === null
        ? undefined
        : await this[NavigationMixin.GenerateUrl]({ type: "standard__recordPage", attributes });
    return {
      id,
      kindLabel,
      name,
      object: quickbooksObject,
      salesforceUrl: url,
      salesforceId: salesforce?.id ?? "",
      quickbooksUrl: quickbooks?.url,
      quickbooksId: quickbooks?.id ?? "",
      differs: fields
        .map(
          (each) => `${each.label}: ${valueText(each.salesforce)} ≠ ${valueText(each.quickbooks)}`,
        )
        .join(", "),
      action: finding.note ?? finding.action,
    };
  }

  handleShown(event: CustomEvent<{ value: string }>): void {
    this.shown = event.detail.value;
    this.rows = [];
    this.next = null;
    void this.load("");
  }

  handleSelection(event: CustomEvent<{ selectedRows: { id: string }[] }>): void {
    this.selected = event.detail.selectedRows.map((row) => row.id);
  }

  handleMore(): void {
    void this.load(this.next ?? "");
  }

  handleRepairSelected(): Promise<void> {
    return this.repair(this.selected);
  }

  handleRepairAll(): Promise<void> {
    return this.repair(null);
  }

  private repair(findings: string[] | null): Promise<void> {
    return this.tell(repairIntegrity(this.ownRun.id, findings));
  }

  handleCancel(): Promise<void> {
    return this.tell(cancelIntegrity(this.ownRun.id));
  }

  /** The tab that holds the run hears of what became of it. */
  private async tell(changing: Promise<IntegrityRun>): Promise<void> {
    this.loading = true;
    try {
      const detail = await changing;
      this.problem = "";
      this.dispatchEvent(new CustomEvent("change", { detail }));
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.loading = false;
    }
  }

  get isActive(): boolean {
    return this.ownRun.finishedAt === null;
  }

  get percent(): number {
    const { read, expected } = this.ownRun.progress;
    return expected === 0 ? 0 : Math.min(99, Math.floor((read / expected) * 100));
  }

  get progressText(): string {
    const { progress, waitingFor } = this.ownRun;
    const text = readingText(progress.read, progress.expected, progress.remainingSeconds);
    return waitingFor === null ? text : `${text}. ${waitingSentence(waitingFor)}`;
  }

  get verdictClass(): string {
    const { agrees } = this.ownRun;
    const tone = agrees === null ? "open" : agrees ? "good" : "bad";
    return `verdict verdict_${tone}`;
  }

  get reason(): string {
    return this.ownRun.reason ?? "";
  }

  get failure(): string {
    return this.ownRun.error?.message ?? "";
  }

  get failureHint(): string {
    return this.ownRun.error?.action ?? "";
  }

  get objectRows(): ObjectRow[] {
    return this.ownRun.objects.map((object) => {
      const segments = segmentsOf(object);
      const { quickbooksObject: name, agreed, linked } = object;
      return {
        name,
        segments,
        summary: `${agreed} / ${linked} ${LABELS.linkedPairs}`,
        label: chartText(
          name,
          segments.map((segment) => `${segment.count} ${segment.label}`),
        ),
        money: (linked === 0 ? [] : object.money).map(
          ({ field, label, salesforce, quickbooks, difference }) => ({
            field,
            label: `${label}, ${LABELS.sumOfBoth}:`,
            text:
              difference === "0"
                ? amountText(salesforce)
                : `${amountText(salesforce)} ≠ ${amountText(quickbooks)} (${amountText(difference)})`,
            tone: difference === "0" ? "sum" : "sum slds-text-color_error",
          }),
        ),
      };
    });
  }

  get hasObjects(): boolean {
    return this.ownRun.asOf !== null;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get isEmpty(): boolean {
    return !this.hasRows && !this.loading;
  }

  get isOfPairs(): boolean {
    return this.shown === OF_PAIRS;
  }

  /** Nothing is done here about what is not linked. */
  get hidesSelection(): boolean {
    return !this.isOfPairs;
  }

  get cannotRepairSelected(): boolean {
    const repairable = this.findings.filter((finding) => finding.canRepair).map(({ id }) => id);
    const isAny = this.selected.some((id) => repairable.includes(id));
    return this.loading || this.ownRun.state !== "done" || !isAny;
  }

  get cannotRepairAll(): boolean {
    return this.loading || this.ownRun.state !== "done" || this.ownRun.repairable === 0;
  }
}

const PAIR_KINDS = ["missing", "drift", "gone", "older", "mark"];
