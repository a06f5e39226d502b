import {
  decideEntry,
  fetchRecord,
  getRecordView,
  linkRecord,
  type Problem,
  problemText,
  readProblem,
  type RecordView,
  sendRecord,
  unlinkRecord,
} from "c/accordApi";
import { relativeTime } from "c/accordFormat";
import { LABELS, nameTakenText, pausedText } from "c/accordLabels";
import { PagePoller, type PollOutcome } from "c/accordPoller";
import LightningConfirm from "lightning/confirm";
import { NavigationMixin } from "lightning/navigation";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import { api, LightningElement, track } from "lwc";
import { completionToast, mayHaveWritten, type Request } from "./completion";
import { type Indicator, indicatorOf, problemHint } from "./indicator";
import { refusedName } from "./refusedName";

/**
 * QuickBooks Sync: whether this record agrees with QuickBooks, and the buttons to send, fetch, link and
 * unlink it. All decisions are the service's; this component shows its view and passes on clicks.
 */
export default class AccordRecordSync extends NavigationMixin(LightningElement) {
  @api recordId = "";
  @api objectApiName = "";

  @track view: RecordView | null = null;
  /** Why the last question had no view as its answer; null while there is one. */
  @track problem: Problem | null = null;
  @track indicator: Indicator | null = null;
  /** A click that is on its way to the service. */
  @track calling = false;
  @track isAdvancedOpen = false;
  @track lastSyncText = "";

  labels = LABELS;
  viewedAtMs = 0;
  private request: Request | null = null;
  /** Counts clicks, so that an answer asked for before a click never overwrites the click's own. */
  private clicks = 0;
  private readonly poller = new PagePoller(() => this.refresh());

  connectedCallback(): void {
    this.poller.connect();
  }

  disconnectedCallback(): void {
    this.poller.disconnect();
  }

  private async refresh(): Promise<PollOutcome> {
    if (!this.recordId) return { busy: false, changed: false };
    const clicks = this.clicks;
    const before = this.view?.revision;
    try {
      const view = await getRecordView(this.recordId);
      if (clicks === this.clicks) this.accept(view);
      return { busy: view.busy, changed: view.revision !== before };
    } catch (rejection) {
      if (clicks === this.clicks) this.problem = readProblem(rejection, LABELS.failed);
      this.showIndicator();
      throw rejection;
    }
  }

  private accept(view: RecordView): void {
    const before = this.view;
    this.view = view;
    this.viewedAtMs = Date.now();
    this.problem = null;
    this.showIndicator();
    if (before !== null && mayHaveWritten(before, view)) {
      void notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    }
    this.reportCompletion(view);
  }

  private showIndicator(): void {
    const now = Date.now();
    const lastSyncAt = this.view?.lastSyncAt ?? null;
    this.indicator = indicatorOf(this, now);
    this.lastSyncText = lastSyncAt === null ? LABELS.never : relativeTime(lastSyncAt, now);
  }

  private reportCompletion(view: RecordView): void {
    if (this.request === null) return;
    const toast = completionToast(this.request, view);
    if (toast === null) return;
    this.request = null;
    this.dispatchEvent(new ShowToastEvent(toast));
  }

  private async act(request: Request, call: () => Promise<RecordView>): Promise<void> {
    if (this.calling) return;
    this.calling = true;
    this.clicks += 1;
    this.request = request;
    this.showIndicator();
    try {
      this.accept(await call());
    } catch (rejection) {
      this.request = null;
      const problem = readProblem(rejection, LABELS.failed);
      // A refusal of this request says nothing about the record; no answer at all does.
      if (problem.code === null) this.problem = problem;
      const message = problemText(rejection, LABELS.failed);
      this.dispatchEvent(new ShowToastEvent({ title: LABELS.failed, message, variant: "error" }));
    } finally {
      this.calling = false;
      this.showIndicator();
      this.poller.poke();
    }
  }

  handleSend(): void {
    void this.act({ done: LABELS.sent, mayBeHeld: true }, () => sendRecord(this.recordId, "ask"));
  }

  handleCreate(): void {
    void this.act({ done: LABELS.sent }, () => sendRecord(this.recordId, "create"));
  }

  handleFetch(): void {
    void this.act({ done: LABELS.fetched }, () => fetchRecord(this.recordId));
  }

  handleLink(event: CustomEvent<{ quickbooksId: string }>): void {
    const { quickbooksId } = event.detail;
    void this.act({ done: LABELS.linked }, () => linkRecord(this.recordId, quickbooksId));
  }

  handleDecide(
    event: CustomEvent<{ entry: string; keep: "salesforce" | "quickbooks"; seen: string }>,
  ): void {
    const { entry, keep, seen } = event.detail;
    void this.act({ done: LABELS.decided }, () =>
      decideEntry(this.recordId, entry, { keep, seen }),
    );
  }

  async handleUnlink(): Promise<void> {
    const agreed = await LightningConfirm.open({
      label: LABELS.unlinkTitle,
      message: LABELS.unlinkText,
      theme: "warning",
    });
    if (!agreed) return;
    const request = { done: LABELS.unlinked, message: LABELS.bothStay };
    await this.act(request, () => unlinkRecord(this.recordId));
  }

  handleOpenRecord(event: CustomEvent<{ type: string; id: string }>): void {
    const { type, id } = event.detail;
    this[NavigationMixin.Navigate]({
      type: "standard__recordPage",
      attributes: { recordId: id, objectApiName: type, actionName: "view" },
    });
  }

  handleSections(event: CustomEvent<{ openSections: string[] | string }>): void {
    this.isAdvancedOpen = event.detail.openSections.includes("advanced");
  }

  /** What nothing can pass by: connections that a person has paused. */
  get pauses(): { system: string; text: string; at: string }[] {
    return (this.view?.paused ?? []).map(({ system, by, at }) => ({
      system,
      text: pausedText(system === "quickbooks" ? LABELS.quickbooks : LABELS.salesforce, by),
      at,
    }));
  }

  get isLoading(): boolean {
    return this.view === null && this.problem === null && this.recordId !== "";
  }

  get isUnsaved(): boolean {
    return this.recordId === "";
  }

  get problemHint(): string {
    return this.problem === null ? "" : problemHint(this.problem);
  }

  /** An error of the record, while the indicator shows the record's own state. */
  get error(): RecordView["error"] {
    return this.indicator?.status === "error" ? (this.view?.error ?? null) : null;
  }

  get linkTitle(): string {
    return `${this.view?.quickbooks?.name ?? ""}, ${LABELS.opensNewTab}`;
  }

  get isInactive(): boolean {
    return this.view?.quickbooks?.active === false;
  }

  get hasMatches(): boolean {
    return (this.view?.matches.length ?? 0) > 0;
  }

  get matchesTitle(): string {
    return (this.view?.matches.length ?? 0) > 1 ? LABELS.matchesTitle : LABELS.matchTitle;
  }

  get matchHint(): string {
    const isLinkable = this.view?.matches.some((match) => match.linkedTo === null) ?? false;
    return isLinkable ? LABELS.matchHint : "";
  }

  /** Why QuickBooks would refuse a record of this name, and the way out; empty when it would not. */
  get nameTaken(): string {
    const name = this.view === null ? null : refusedName(this.view);
    return name === null ? "" : nameTakenText(name);
  }

  /** A record whose QuickBooks record is gone is linked still: Unlink comes before another is made. */
  get canCreate(): boolean {
    return this.view?.quickbooks === null;
  }

  get hasDecisions(): boolean {
    return (this.view?.decisions.length ?? 0) > 0;
  }

  /** Where the record can be linked, that is the way on, and not a Send that would only ask. */
  get sendVariant(): "brand" | "neutral" {
    return this.view?.actions.link ? "neutral" : "brand";
  }

  get cannotSend(): boolean {
    return this.calling || !this.view?.actions.send;
  }

  get cannotFetch(): boolean {
    return this.calling || !this.view?.actions.fetch;
  }

  get cannotUnlink(): boolean {
    return this.calling || !this.view?.actions.unlink;
  }
}
