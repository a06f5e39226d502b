import LightningModal from "lightning/modal";
import { api, track } from "lwc";
import type { ApiErrorItem, ObjectInfo, RecordData } from "../../../api/shapes.ts";
import {
  createRecord,
  type Problem,
  problemOf,
  readObject,
  readRecordPage,
  updateRecord,
} from "../../shared/api.ts";
import { duplicatesOf, type Duplicates } from "../../shared/duplicates.ts";
import { followRoute } from "../../shared/router.ts";
import { toastChange } from "../../shared/toast.ts";
import { holdUnsaved } from "../../shared/unsaved.ts";
import { isSame, startValues, textOf, type Values, valueOf } from "../../shared/values.ts";
import type RecordLayout from "../recordLayout/recordLayout.ts";
import type { FieldErrors } from "../recordLayout/recordLayout.ts";

/** What the form closes with once it saved. */
export interface Saved {
  readonly id: string;
  readonly object: string;
  readonly name: string;
  readonly isNew: boolean;
}

/** The form that creates or edits a record. Only what the person changed is sent. */
export default class RecordForm extends LightningModal {
  @api objectName = "";
  /** Edits this record; a new one is made where it is empty. */
  @api recordId = "";
  /** Values that a new record begins with, such as the parent of a related list. */
  @api defaults: Values = {};
  /** A form over another form: it neither goes to the record nor offers to make more. */
  @api isNested = false;

  @track info: ObjectInfo | null = null;
  @track record: RecordData | undefined;
  @track values: Values = {};
  @track fieldErrors: FieldErrors = {};
  @track messages: readonly string[] = [];
  @track reviewed: readonly string[] = [];
  @track problem: Problem | null = null;
  @track duplicates: Duplicates | null = null;
  isSaving = false;
  private start: Values = {};
  /** Whether something was typed since the form opened or saved. */
  private isTouched = false;
  private stop: () => void = () => undefined;

  connectedCallback(): void {
    const stopHolding = holdUnsaved(() => this.isTouched);
    const stopFollowing = followRoute(() => this.close());
    this.stop = () => {
      stopHolding();
      stopFollowing();
    };
    void this.load();
  }

  disconnectedCallback(): void {
    this.stop();
  }

  private async load(): Promise<void> {
    try {
      if (this.recordId === "") {
        const info = await readObject(this.objectName);
        this.begin(info, undefined);
      } else {
        const { info, record } = await readRecordPage(this.recordId, true);
        this.begin(info, record);
      }
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  private begin(info: ObjectInfo, record: RecordData | undefined): void {
    this.start = record === undefined ? {} : valuesIn(record);
    this.values =
      record === undefined ? { ...startValues(info), ...this.defaults } : { ...this.start };
    this.record = record;
    this.info = info;
  }

  get title(): string {
    if (this.recordId !== "")
      return this.record === undefined ? "Edit" : `Edit ${this.record.name}`;
    return this.info === null ? "New" : `New ${this.info.label}`;
  }

  get canMakeMore(): boolean {
    return this.recordId === "" && !this.isNested;
  }

  get saveText(): string {
    return "Save";
  }

  handleChange(event: CustomEvent<Values>): void {
    this.isTouched = true;
    this.values = { ...this.values, ...event.detail };
    this.duplicates = null;
  }

  handleCancel(): void {
    this.close();
  }

  handleSave(): void {
    void this.save(false);
  }

  handleSaveAndNew(): void {
    void this.save(true);
  }

  private async save(isMore: boolean): Promise<void> {
    const layout = this.template?.querySelector(
      "lx-record-layout",
    ) as unknown as RecordLayout | null;
    if (layout === null || this.isSaving) return;
    this.messages = [];
    this.fieldErrors = {};
    this.reviewed = layout.checkFields();
    if (this.reviewed.length > 0) return;
    const allowDuplicates = this.duplicates?.canSave === true;
    this.isSaving = true;
    try {
      const clashing = await this.clashing();
      if (clashing.length > 0) {
        this.messages = [clashText(clashing)];
        return;
      }
      const saved = await this.send(allowDuplicates);
      this.finish(saved, isMore);
    } catch (error) {
      this.refuse(problemOf(error));
    } finally {
      this.isSaving = false;
    }
  }

  /** Labels of the fields to save that somebody else changed since the form read them. Told once. */
  private async clashing(): Promise<readonly string[]> {
    if (this.recordId === "") return [];
    const now = await readRecordPage(this.recordId, true).catch(() => null);
    if (now === null) return [];
    const { record, info } = now;
    const moved = Object.keys(this.changed()).filter(
      (name) => !isSame(this.start[name], valueOf(record, name)),
    );
    for (const name of moved) this.start = { ...this.start, [name]: valueOf(record, name) };
    return moved.map((name) => info.fields[name]?.label ?? name);
  }

  private async send(allowDuplicates: boolean): Promise<Saved> {
    const { objectName, recordId } = this;
    const id =
      recordId === ""
        ? (await createRecord(objectName, this.filled(), allowDuplicates)).id
        : await updateRecord(recordId, this.changed(), allowDuplicates).then(() => recordId);
    // Saved, whether it can be read again or not: an error now would invite to make the record twice.
    const read = await readRecordPage(id, true).catch(() => null);
    const { object = objectName, name = id } = read?.record ?? this.record ?? {};
    return { id, object, name, isNew: recordId === "" };
  }

  private filled(): Values {
    const given = Object.entries(this.values).filter(([, value]) => !isSame(value, null));
    return Object.fromEntries(given);
  }

  private changed(): Values {
    const given = Object.entries(this.values);
    return Object.fromEntries(given.filter(([name, value]) => !isSame(value, this.start[name])));
  }

  private finish(saved: Saved, isMore: boolean): void {
    this.isTouched = false;
    toastChange({ ...saved, label: this.info?.label ?? "" }, saved.isNew ? "created" : "saved");
    if (!isMore || this.info === null) {
      this.close(saved);
      return;
    }
    this.duplicates = null;
    this.begin(this.info, undefined);
  }

  /** Errors about fields of this form stand at them, all others on top of the page. */
  private refuse(problem: Problem): void {
    this.duplicates = duplicatesOf(problem);
    const { fieldErrors, messages, reviewed } = sortErrors(problem.errors, this.info);
    this.fieldErrors = fieldErrors;
    this.reviewed = reviewed;
    this.messages = this.duplicates === null ? messages : [];
  }
}

function valuesIn(record: RecordData): Values {
  const names = Object.keys(record.fields);
  return Object.fromEntries(names.map((name) => [name, valueOf(record, name)]));
}

export const clashText = (labels: readonly string[]): string =>
  `This record was modified during your edit session: ${labels.join(", ")}. ` +
  "To replace the new value with yours, press Save again.";

interface SortedErrors {
  readonly fieldErrors: FieldErrors;
  readonly messages: readonly string[];
  readonly reviewed: readonly string[];
}

export function sortErrors(errors: readonly ApiErrorItem[], info: ObjectInfo | null): SortedErrors {
  const places = new Map<string, string>();
  for (const item of info?.sections.flatMap(({ columns }) => columns.flat()) ?? []) {
    const field = info?.fields[item.field];
    const parts =
      field?.address === null || field === undefined ? [] : Object.values(field.address);
    for (const name of [item.field, ...parts]) places.set(name, item.label);
  }
  const fieldErrors: Record<string, string> = {};
  const messages: string[] = [];
  const reviewed: string[] = [];
  for (const error of errors) {
    const placed = (error.fields ?? []).filter((name) => places.has(name));
    if (placed.length === 0) messages.push(textOf(error.message));
    for (const name of placed) {
      fieldErrors[name] = error.message;
      reviewed.push(places.get(name) ?? name);
    }
  }
  return { fieldErrors, messages, reviewed: [...new Set(reviewed)] };
}
