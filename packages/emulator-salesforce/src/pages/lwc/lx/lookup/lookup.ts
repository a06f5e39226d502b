import { api, LightningElement, track } from "lwc";
import type { FieldInfo, LookupMatch } from "../../../api/shapes.ts";
import { findForLookup, readObject } from "../../shared/api.ts";
import { textOf } from "../../shared/values.ts";

const TYPING_PAUSE_MS = 200;
const REQUIRED = "Complete this field.";
const NOT_CHOSEN = "Select an option from the picklist or remove the search term.";

/** A lookup: type to find a record, choose it, or make a new one. Fires `lookupchange` with its id. */
export default class Lookup extends LightningElement {
  @api label = "";
  @api field!: FieldInfo;
  @api required = false;
  /** The name behind `value`, where the record that is edited knows it. */
  @api displayValue = "";
  @api get value(): string {
    return this.id;
  }
  set value(id: string) {
    if (textOf(id) === this.id) return;
    this.id = textOf(id);
    this.chosenName = "";
  }

  id = "";
  chosenName = "";
  text = "";
  isOpen = false;
  active = -1;
  message = "";
  icon = "standard:record";
  objectLabel = "";
  canCreate = false;
  @track matches: readonly LookupMatch[] = [];
  private custom = "";
  private timer = 0;

  connectedCallback(): void {
    void readObject(this.target)
      .then((info) => {
        this.icon = info.icon;
        this.objectLabel = info.label;
        this.canCreate = info.canCreate;
        this.placeholder = `Search ${info.labelPlural}...`;
        return info;
      })
      .catch(() => null);
  }

  placeholder = "Search...";

  get target(): string {
    return this.field.referenceTo[0] ?? "";
  }

  get isChosen(): boolean {
    return this.id !== "";
  }

  get name(): string {
    return this.chosenName === "" ? this.displayValue || this.id : this.chosenName;
  }

  get options() {
    return this.matches.map((match, index) => ({
      ...match,
      index,
      optionId: `option-${index}`,
      selected: index === this.active ? "true" : "false",
      classes: `slds-media slds-listbox__option slds-listbox__option_entity slds-listbox__option_has-meta${
        index === this.active ? " slds-has-focus" : ""
      }`,
    }));
  }

  get expanded(): string {
    return this.isOpen ? "true" : "false";
  }

  get comboboxClasses(): string {
    return `slds-combobox slds-dropdown-trigger slds-dropdown-trigger_click${this.isOpen ? " slds-is-open" : ""}`;
  }

  get elementClasses(): string {
    return `slds-form-element${this.message === "" ? "" : " slds-has-error"}`;
  }

  get newText(): string {
    return `New ${this.objectLabel}`;
  }

  get isEmpty(): boolean {
    return this.matches.length === 0;
  }

  handleFocus(): void {
    void this.find();
  }

  handleInput(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.find(), TYPING_PAUSE_MS);
  }

  private async find(): Promise<void> {
    const text = this.text.trim();
    const matches = await findForLookup(this.target, text).catch(() => []);
    if (text !== this.text.trim()) return;
    this.matches = matches;
    this.active = -1;
    this.isOpen = true;
  }

  handleKey(event: KeyboardEvent): void {
    const { key } = event;
    if (key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.isOpen = false;
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const count = this.matches.length;
      if (count > 0)
        this.active = (this.active + (key === "ArrowDown" ? 1 : count - 1) + count) % count;
    } else if (key === "Enter" && this.isOpen) {
      event.preventDefault();
      this.choose(this.matches[Math.max(0, this.active)]);
    }
  }

  /** The press on an option must come before the input loses its focus. */
  handlePress(event: Event): void {
    event.preventDefault();
  }

  handleOption(event: Event): void {
    const { index } = (event.currentTarget as HTMLElement).dataset;
    this.choose(this.matches[Number(index)]);
  }

  handleBlur(): void {
    this.isOpen = false;
  }

  private choose(match: LookupMatch | undefined): void {
    if (match === undefined) return;
    this.id = match.id;
    this.chosenName = match.name;
    this.settle();
  }

  handleClear(): void {
    this.id = "";
    this.chosenName = "";
    this.settle();
  }

  private settle(): void {
    this.isOpen = false;
    this.text = "";
    this.message = "";
    this.dispatchEvent(
      new CustomEvent("lookupchange", { detail: { value: this.id === "" ? null : this.id } }),
    );
  }

  async handleNew(): Promise<void> {
    this.isOpen = false;
    const { default: RecordForm } = await import("../recordForm/recordForm.ts");
    const made = (await RecordForm.open({
      size: "medium",
      label: this.newText,
      objectName: this.target,
      isNested: true,
    })) as { readonly id: string; readonly name: string } | undefined;
    if (made === undefined) return;
    this.id = made.id;
    this.chosenName = made.name;
    this.settle();
  }

  @api setCustomValidity(message: string): void {
    this.custom = message;
  }

  @api reportValidity(): boolean {
    const isMissing = this.required && this.id === "";
    const isHalf = this.id === "" && this.text.trim() !== "";
    this.message = this.custom || (isHalf ? NOT_CHOSEN : isMissing ? REQUIRED : "");
    return this.message === "";
  }

  @api focus(): void {
    this.template?.querySelector<HTMLElement>("input, button")?.focus();
  }
}
