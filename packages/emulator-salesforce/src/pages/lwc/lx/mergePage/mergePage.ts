import LightningConfirm from "lightning/confirm";
import { showToast } from "lightning-host";
import { api, LightningElement, track } from "lwc";
import type { LookupMatch, ObjectInfo, RecordData } from "../../../api/shapes.ts";
import {
  findForLookup,
  mergeRecords,
  type Problem,
  problemOf,
  readRecordPage,
} from "../../shared/api.ts";
import { comparedFields, type Choices, mergedValues } from "../../shared/merge.ts";
import { navigate, recordUrl } from "../../shared/router.ts";
import { toastProblem } from "../../shared/toast.ts";
import { valueOf } from "../../shared/values.ts";

const RECORDS_MAX = 3;
const TYPING_PAUSE_MS = 250;

/** Merging up to three accounts or contacts: choose the records, then the master and its values. */
export default class MergePage extends LightningElement {
  /** The record that the merge was begun from. */
  @api recordId = "";

  @track info: ObjectInfo | null = null;
  @track chosen: readonly RecordData[] = [];
  @track matches: readonly LookupMatch[] = [];
  @track choices: Choices = {};
  @track problem: Problem | null = null;
  masterId = "";
  text = "";
  isComparing = false;
  isMerging = false;
  private timer = 0;

  connectedCallback(): void {
    document.title = "Merge Records | Salesforce";
    void this.start();
  }

  private async start(): Promise<void> {
    try {
      const { info, record } = await readRecordPage(this.recordId, true);
      this.info = info;
      this.dispatchEvent(new CustomEvent("recordshown", { detail: record }));
      this.chosen = [record];
      this.masterId = record.id;
      this.text = record.name.split(/\s+/)[0] ?? "";
      await this.find();
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  private async find(): Promise<void> {
    if (this.info === null) return;
    const text = this.text.trim();
    const matches = await findForLookup(this.info.name, text).catch(() => []);
    if (text === this.text.trim()) this.matches = matches;
  }

  get title(): string {
    return `Merge ${this.info?.labelPlural ?? "Records"}`;
  }

  get candidates() {
    const ids = this.chosen.map(({ id }) => id);
    const others = this.matches.filter(({ id }) => !ids.includes(id));
    const own = this.chosen.map(({ id, name, object }) => ({ id, name, object, subtitle: "" }));
    const isFull = this.chosen.length >= RECORDS_MAX;
    return [...own, ...others].map(({ id, name, object, subtitle }) => ({
      id,
      label: subtitle === "" ? name : `${name} (${subtitle})`,
      url: recordUrl(object, id),
      isChosen: ids.includes(id),
      isDisabled: isFull && !ids.includes(id),
    }));
  }

  get cannotCompare(): boolean {
    return this.chosen.length < 2;
  }

  /** Why Next waits, or why no other record can be chosen. */
  get chosenText(): string {
    const count = this.chosen.length;
    if (count === 0) return "Select two records to go on.";
    if (count === 1) return "Select one more record to go on.";
    return count < RECORDS_MAX
      ? `${count} records selected`
      : `${count} records selected, the most that can be merged at once`;
  }

  get columns() {
    return this.chosen.map((record) => ({
      ...record,
      url: recordUrl(record.object, record.id),
      isMaster: record.id === this.masterId,
    }));
  }

  get rows() {
    const { info } = this;
    if (info === null) return [];
    return comparedFields(info, this.chosen).map(({ item, field }) => ({
      key: field.name,
      label: item.label,
      cells: this.chosen.map((record) => ({
        key: record.id,
        record,
        field,
        name: `value-${field.name}`,
        recordId: record.id,
        text: `${item.label} of ${record.name}`,
        isPicked: (this.choices[field.name] ?? this.masterId) === record.id,
      })),
    }));
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.text = event.detail.value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.find(), TYPING_PAUSE_MS);
  }

  async handleChoose(event: CustomEvent<{ checked: boolean }>): Promise<void> {
    const id = (event.target as HTMLElement).dataset["id"] ?? "";
    if (!event.detail.checked) {
      this.chosen = this.chosen.filter((record) => record.id !== id);
      return;
    }
    try {
      const { record } = await readRecordPage(id, true);
      if (this.chosen.length < RECORDS_MAX) this.chosen = [...this.chosen, record];
    } catch (error) {
      toastProblem("The record was not chosen.", problemOf(error));
    }
  }

  handleNext(): void {
    const ids = this.chosen.map(({ id }) => id);
    if (!ids.includes(this.masterId)) this.masterId = ids[0] ?? "";
    this.choices = {};
    this.isComparing = true;
  }

  handleBack(): void {
    this.isComparing = false;
  }

  handleCancel(): void {
    navigate(recordUrl(this.info?.name ?? "", this.recordId));
  }

  /** The master's values are taken where nothing else is chosen. */
  handleMaster(event: Event): void {
    this.masterId = (event.target as HTMLInputElement).value;
    this.choices = {};
  }

  handleValue(event: Event): void {
    const input = event.target as HTMLInputElement;
    const field = input.name.replace(/^value-/, "");
    this.choices = { ...this.choices, [field]: input.value };
  }

  async handleMerge(): Promise<void> {
    const master = this.chosen.find(({ id }) => id === this.masterId);
    if (this.info === null || master === undefined || this.isMerging) return;
    const isSure = await LightningConfirm.open({
      label: this.title,
      message: "Are you sure you want to merge the records? The others go to the Recycle Bin.",
      theme: "warning",
    });
    if (!isSure) return;
    this.isMerging = true;
    try {
      const loserIds = this.chosen.map(({ id }) => id).filter((id) => id !== master.id);
      const values = mergedValues(this.info, this.chosen, { master, choices: this.choices });
      await mergeRecords(this.info.name, { masterId: master.id, loserIds, fields: values });
      const name = values[this.info.nameField] ?? valueOf(master, this.info.nameField);
      showToast({ title: `The records were merged into "${String(name)}".`, variant: "success" });
      navigate(recordUrl(master.object, master.id));
    } catch (error) {
      toastProblem("The records were not merged.", problemOf(error));
    } finally {
      this.isMerging = false;
    }
  }
}
