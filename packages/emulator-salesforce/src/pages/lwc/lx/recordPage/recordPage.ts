import { api, LightningElement, track } from "lwc";
import type { PageRegion, PlacedComponent, RecordPage as Answer } from "../../../api/shapes.ts";
import { deleteRecord, type Problem, problemOf, readRecordPage } from "../../shared/api.ts";
import { type Changed, concerns, followChanges } from "../../shared/changes.ts";
import { listUrl, navigate, recordUrl, rename, type Route } from "../../shared/router.ts";
import { toastDeleted, toastProblem } from "../../shared/toast.ts";
import { pickProducts } from "../../shared/pick-products.ts";
import { partsOf, type Values, valueOf } from "../../shared/values.ts";
import DeleteModal from "../deleteModal/deleteModal.ts";
import type { RecordChange } from "../detailPanel/detailPanel.ts";
import RecordForm, { type Saved } from "../recordForm/recordForm.ts";

const GONE = "The record does not exist, or it has been deleted.";
const GONE_CODES = new Set(["NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"]);

/** After a reading that was not answered, milliseconds. */
const READ_AGAIN_MS = 2_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => window.setTimeout(resolve, ms));

interface Placed extends PlacedComponent {
  readonly key: string;
}

/** A record's page: the regions and components that its flexipage names. */
export default class RecordPage extends LightningElement {
  @api route!: Extract<Route, { page: "record" }>;

  @track page: Answer | null = null;
  @track problem: Problem | null = null;
  isDeleted = false;
  private stop: () => void = () => undefined;
  /** Counts readings: the answer to an older one is passed over. */
  private asked = 0;
  private newest: Promise<void> | null = null;
  private isOpen = false;
  /** The record changed while it was read for the first time, perhaps after it was read. */
  private isOutrun = false;

  connectedCallback(): void {
    this.isOpen = true;
    this.stop = followChanges((changes) => this.hear(changes));
    void this.load(false).then(() => this.act());
  }

  disconnectedCallback(): void {
    this.isOpen = false;
    this.stop();
  }

  /** An address may ask for a form at once. */
  private act(): void {
    const { action } = this.route;
    if (this.page === null) return;
    const { object, id } = this.page.record;
    if (this.route.object !== object || action !== "view") rename(recordUrl(object, id));
    if (action === "edit") void this.edit();
    if (action === "delete") void this.remove();
  }

  /** Ends when the newest reading has ended, whoever asked for it. */
  private async load(isSilent: boolean): Promise<void> {
    this.newest = this.read(isSilent);
    for (let ended: Promise<void> | null = null; ended !== this.newest; ) {
      ended = this.newest;
      await ended;
    }
  }

  private async read(isSilent: boolean): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    try {
      const page = await readRecordPage(this.route.recordId, isSilent);
      if (asked !== this.asked) return;
      const { object } = this.route;
      // An address with another object in it names no record.
      if (object !== "" && object !== page.record.object) throw new Error(GONE);
      this.page = page;
      this.problem = null;
      this.isDeleted = false;
      document.title = `${page.record.name} | ${page.info.label} | Salesforce`;
      this.dispatchEvent(new CustomEvent("recordshown", { detail: page.record }));
      if (this.isOutrun) {
        this.isOutrun = false;
        void this.load(true);
      }
    } catch (error) {
      if (asked !== this.asked) return;
      await this.fail(problemOf(error), asked);
    }
  }

  /**
   * A page that was open stays, so that what was typed is not lost. Where the server gave no answer, what it
   * shows may be old by now, so it is read again until there is one.
   */
  private async fail(problem: Problem, asked: number): Promise<void> {
    if (this.page === null) {
      this.problem = problem;
      document.title = "Page not found | Salesforce";
      return;
    }
    this.isDeleted = problem.errors.some(({ errorCode }) => GONE_CODES.has(errorCode));
    const isLost = problem.errors.some(({ errorCode }) => errorCode === "NETWORK");
    if (!isLost && problem.status < 500) return;
    await pause(READ_AGAIN_MS);
    if (this.isOpen && asked === this.asked) await this.read(true);
  }

  get problemText(): string {
    const isGone = this.problem?.errors.some(({ errorCode }) => GONE_CODES.has(errorCode));
    return isGone === true ? GONE : (this.problem?.message ?? "");
  }

  private hear(changes: readonly Changed[]): void {
    if (this.page === null) {
      const { recordId, object } = this.route;
      this.isOutrun ||= concerns(changes, { objects: [object], recordId });
      return;
    }
    const { id, object } = this.page.record;
    // A product's price is shown on its page but kept in another row.
    const also = object === "Product2" ? ["PricebookEntry"] : [];
    const touchesChild = changes.some(({ objectApiName }) => also.includes(objectApiName));
    if (touchesChild || concerns(changes, { objects: [object], recordId: id })) {
      void this.load(true);
    }
  }

  private region(test: (name: string) => boolean): Placed[] {
    const regions: readonly PageRegion[] = this.page?.regions ?? [];
    return regions
      .filter(({ name }) => test(name))
      .flatMap(({ components }) => components)
      .map((each, index) => ({ ...each, key: `${index} ${each.component}` }));
  }

  get header(): Placed[] {
    return this.region((name) => name === "header");
  }

  /** Everything between the header and the side bar, whatever the template calls it. */
  get main(): Placed[] {
    return this.region((name) => !["header", "sidebar"].includes(name));
  }

  get loose(): Placed[] {
    return this.main.filter(({ tab }) => tab === null);
  }

  get tabs() {
    const titles = [...new Set(this.main.flatMap(({ tab }) => tab ?? []))];
    return titles.map((title) => ({
      title,
      value: title,
      components: this.main.filter(({ tab }) => tab === title),
    }));
  }

  get hasTabs(): boolean {
    return this.tabs.length > 0;
  }

  /** The tab that is open at first: the details, where there are any. */
  get firstTab(): string {
    const titles = this.tabs.map(({ title }) => title);
    return titles.includes("Details") ? "Details" : (titles[0] ?? "");
  }

  get sidebar(): Placed[] {
    return this.region((name) => name === "sidebar");
  }

  get columnsClass(): string {
    return this.sidebar.length > 0 ? "columns columns_two" : "columns";
  }

  handleRecordChange({ detail }: RecordChange): void {
    detail.waitFor(this.load(true));
  }

  handleAction(event: CustomEvent<{ action: string; relationship: string }>): void {
    const { action, relationship } = event.detail;
    if (action === "edit") void this.edit();
    if (action === "delete") void this.remove();
    if (action === "clone") void this.clone();
    if (action === "merge") navigate(`/lightning/merge?recordId=${this.page?.record.id ?? ""}`);
    if (action === "newChild") void this.newChild(relationship);
  }

  private async edit(): Promise<void> {
    if (this.page === null) return;
    const { id, object, name } = this.page.record;
    const label = `Edit ${name}`;
    await RecordForm.open({ size: "medium", label, objectName: object, recordId: id });
    await this.load(true);
  }

  private async clone(): Promise<void> {
    if (this.page === null) return;
    const { info, record } = this.page;
    const copied: Values = {};
    for (const item of info.sections.flatMap(({ columns }) => columns.flat())) {
      const field = info.fields[item.field];
      if (field === undefined || item.readOnly) continue;
      for (const name of partsOf(field)) {
        if (info.fields[name]?.createable === true) copied[name] = valueOf(record, name);
      }
    }
    await this.open(record.object, `New ${info.label}`, copied);
  }

  private async newChild(relationship: string): Promise<void> {
    const list = this.page?.info.related.find((each) => each.relationship === relationship);
    if (list === undefined || this.page === null) return;
    if (list.isOfProducts) {
      await pickProducts(this.page.record.id, list.label);
      return;
    }
    const defaults = { [list.field]: this.page.record.id };
    await this.open(list.object, `New ${list.objectLabel}`, defaults);
  }

  private async open(objectName: string, label: string, defaults: Values): Promise<void> {
    const saved = (await RecordForm.open({ size: "medium", label, objectName, defaults })) as
      | Saved
      | undefined;
    if (saved !== undefined) navigate(recordUrl(saved.object, saved.id));
  }

  private async remove(): Promise<void> {
    if (this.page === null) return;
    const { info, record } = this.page;
    const label = `Delete ${info.label}`;
    const options = { size: "small", label, objectLabel: info.label, name: record.name };
    if ((await DeleteModal.open(options)) !== true) return;
    // The page must not take its own deletion for somebody else's.
    this.stop();
    try {
      await deleteRecord(record.id);
      toastDeleted(info.label, record.name);
      navigate(listUrl(record.object));
    } catch (error) {
      this.stop = followChanges((changes) => this.hear(changes));
      toastProblem(`${info.label} "${record.name}" was not deleted.`, problemOf(error));
    }
  }
}
