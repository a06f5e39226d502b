import { api, LightningElement } from "lwc";
import type {
  FieldInfo,
  LayoutItem,
  LayoutSection,
  ObjectInfo,
  RecordData,
} from "../../../api/shapes.ts";
import { isEditable, partsOf, type Values } from "../../shared/values.ts";
import type InputField from "../inputField/inputField.ts";

/** Messages of the last save by field name. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The sections of a record's layout, to read or to edit. Fires `fieldchange` and `editfield`. */
export default class RecordLayout extends LightningElement {
  @api info!: ObjectInfo;
  /** Undefined for a new record. */
  @api record: RecordData | undefined;
  /** Values as they are typed so far. */
  @api values: Values = {};
  @api errors: FieldErrors = {};
  @api isEditing = false;
  /** Whether fields may be edited where they stand. */
  @api canEdit = false;

  /** Titles of the sections that a person closed. */
  closed: readonly string[] = [];

  get sections() {
    const isNew = this.record === undefined;
    const shown = isNew
      ? this.info.sections.filter((section) => this.hasEditable(section))
      : this.info.sections;
    return shown.map((section, index) => {
      const isClosed = this.closed.includes(section.title);
      return {
        key: `${index} ${section.title}`,
        title: section.title,
        classes: `slds-section${isClosed ? "" : " slds-is-open"}`,
        expanded: String(!isClosed),
        bodyClass: section.columns.length > 1 ? "grid grid_two" : "grid",
        columns: section.columns.map((column, place) => ({
          key: String(place),
          items: column.flatMap((item) => this.itemOf(item, isNew)),
        })),
      };
    });
  }

  private hasEditable({ columns }: LayoutSection): boolean {
    return columns.flat().some((item) => isEditable(this.info, item, true));
  }

  private itemOf(item: LayoutItem, isNew: boolean) {
    const field: FieldInfo | undefined = this.info.fields[item.field];
    if (field === undefined) return [];
    const mayEdit = isEditable(this.info, item, isNew);
    // A new record has nothing to show in what it cannot be given.
    if (isNew && !mayEdit) return [];
    const isInput = this.isEditing && mayEdit;
    return [
      {
        ...item,
        key: item.field,
        info: field,
        timeField: item.timeField ?? "",
        isInput,
        hasPencil: !this.isEditing && this.canEdit && mayEdit,
        pencilText: `Edit ${item.label}`,
        displayValue: this.record?.fields[item.field]?.displayValue ?? "",
        error: this.errorOf(field),
      },
    ];
  }

  private errorOf(field: FieldInfo): string {
    return [field.name, ...partsOf(field)]
      .flatMap((name) => this.errors[name] ?? [])
      .filter((message, index, all) => all.indexOf(message) === index)
      .join(" ");
  }

  handleSection(event: Event): void {
    const title = (event.currentTarget as HTMLElement).dataset["title"] ?? "";
    this.closed = this.closed.includes(title)
      ? this.closed.filter((each) => each !== title)
      : [...this.closed, title];
  }

  handlePencil(event: Event): void {
    const field = (event.currentTarget as HTMLElement).dataset["field"] ?? "";
    this.dispatchEvent(new CustomEvent("editfield", { detail: field }));
  }

  handleChange(event: CustomEvent<Values>): void {
    this.dispatchEvent(new CustomEvent("fieldchange", { detail: event.detail }));
  }

  /** Labels of the inputs whose values cannot be sent; each is marked. */
  @api checkFields(): string[] {
    const inputs = [
      ...(this.template?.querySelectorAll("lx-input-field") ?? []),
    ] as unknown as InputField[];
    return inputs.filter((input) => !input.checkValidity()).map((input) => input.label);
  }

  @api focusField(name: string): void {
    const place = this.template?.querySelector(`[data-field="${name}"] lx-input-field`);
    const first = place ?? this.template?.querySelector("lx-input-field");
    (first as unknown as InputField | null)?.focus();
  }
}
