import { api, LightningElement } from "lwc";
import type { FieldInfo } from "../../../api/shapes.ts";
import { isBlank, textOf, type Values } from "../../shared/values.ts";

/** A change of one or, for an address, several fields. */
export type FieldChange = Readonly<Record<string, unknown>>;

type Shape = "checkbox" | "picklist" | "multi" | "long" | "lookup" | "address" | "number" | "plain";

const SHAPES: Readonly<Record<string, Shape>> = {
  boolean: "checkbox",
  picklist: "picklist",
  multipicklist: "multi",
  textarea: "long",
  reference: "lookup",
  address: "address",
  currency: "number",
  percent: "number",
  double: "number",
  int: "number",
};
const INPUT_TYPES: Readonly<Record<string, string>> = {
  date: "date",
  datetime: "datetime",
  time: "time",
  email: "email",
  phone: "tel",
};
const NONE = { label: "--None--", value: "" };

/** A base component's input; the one for addresses takes no message of ours. */
interface Checked extends Element {
  setCustomValidity?(message: string): void;
  reportValidity?(): boolean;
}

/** The input of a field. Fires `fieldchange` with the new values, and shows what a save says of it. */
export default class InputField extends LightningElement {
  @api field!: FieldInfo;
  @api label = "";
  /** All values of the form, because an address shows several. */
  @api values: Values = {};
  /** The name behind a lookup's id, when it is known. */
  @api displayValue = "";
  /** What the org says of this field; empty when it has nothing to say. */
  @api get error(): string {
    return this.problem;
  }
  set error(message: string) {
    if (message === this.problem) return;
    this.problem = message;
    this.mustReport = true;
  }

  private problem = "";
  private mustReport = false;

  renderedCallback(): void {
    if (!this.mustReport) return;
    this.mustReport = false;
    this.input?.setCustomValidity?.(this.problem);
    this.input?.reportValidity?.();
  }

  private get input(): Checked | null {
    return this.template?.querySelector<Checked>("[data-input]") ?? null;
  }

  /** Whether the value can be sent; marks the field where it cannot. */
  @api checkValidity(): boolean {
    // What the last save said no longer holds for what is typed now.
    this.problem = "";
    this.input?.setCustomValidity?.("");
    return this.input?.reportValidity?.() ?? true;
  }

  @api focus(): void {
    (this.input as HTMLElement | null)?.focus();
  }

  get shape(): Shape {
    return SHAPES[this.field.type] ?? "plain";
  }

  get is() {
    const { shape } = this;
    const all: readonly Shape[] = [
      "checkbox",
      "picklist",
      "multi",
      "long",
      "lookup",
      "address",
      "number",
      "plain",
    ];
    return Object.fromEntries(all.map((each) => [each, each === shape]));
  }

  get value(): unknown {
    return this.values[this.field.name] ?? (this.shape === "checkbox" ? false : "");
  }

  get isChecked(): boolean {
    return this.value === true;
  }

  get inputType(): string {
    return INPUT_TYPES[this.field.type] ?? "text";
  }

  get maxLength(): number | undefined {
    const isText = ["string", "textarea", "phone", "url", "email"].includes(this.field.type);
    return isText && this.field.length > 0 ? this.field.length : undefined;
  }

  get formatter(): string {
    // The base input knows the sign of one currency alone.
    const hasOwnCurrency = typeof this.values["CurrencyIsoCode"] === "string";
    if (this.field.type === "currency") return hasOwnCurrency ? "decimal" : "currency";
    return this.field.type === "percent" ? "percent-fixed" : "decimal";
  }

  get step(): string {
    return this.field.scale === 0 ? "1" : (1 / 10 ** this.field.scale).toFixed(this.field.scale);
  }

  get options() {
    const chosen = textOf(this.value);
    const isKnown = chosen === "" || this.field.options.some(({ value }) => value === chosen);
    const options = this.field.options.map(({ value, label }) => ({ value, label }));
    // A value that the list no longer offers is kept until another is chosen.
    return [NONE, ...options, ...(isKnown ? [] : [{ value: chosen, label: chosen }])];
  }

  get multiOptions() {
    return this.field.options.map(({ value, label }) => ({ value, label }));
  }

  get multiValue(): string[] {
    return textOf(this.value)
      .split(";")
      .filter((each) => each !== "");
  }

  get address() {
    const { address } = this.field;
    const part = (name: string | undefined): string => textOf(this.values[name ?? ""]);
    return {
      street: part(address?.street),
      city: part(address?.city),
      state: part(address?.state),
      postalCode: part(address?.postalCode),
      country: part(address?.country),
    };
  }

  get addressLabels() {
    const prefix = this.label.replace(/ ?Address$/, "");
    const label = (part: string): string => `${prefix} ${part}`.trim();
    return {
      street: label("Street"),
      city: label("City"),
      state: label("State/Province"),
      postalCode: label("Zip/Postal Code"),
      country: label("Country"),
    };
  }

  private fire(change: FieldChange): void {
    this.dispatchEvent(new CustomEvent("fieldchange", { detail: change }));
  }

  private setOne(value: unknown): void {
    this.fire({ [this.field.name]: isBlank(value) ? null : value });
  }

  handleText(event: CustomEvent<{ value: string }>): void {
    this.setOne(event.detail.value);
  }

  handleCheck(event: CustomEvent<{ checked: boolean }>): void {
    this.setOne(event.detail.checked);
  }

  handleNumber(event: CustomEvent<{ value: string }>): void {
    const { value } = event.detail;
    const number = Number(value);
    this.setOne(value === "" || Number.isNaN(number) ? value : number);
  }

  handleMulti(event: CustomEvent<{ value: string[] }>): void {
    this.setOne(event.detail.value.join(";"));
  }

  handleLookup(event: CustomEvent<{ value: string | null }>): void {
    this.setOne(event.detail.value);
  }

  handleAddress(
    event: CustomEvent<{
      street: string;
      city: string;
      province: string;
      postalCode: string;
      country: string;
    }>,
  ): void {
    const { address } = this.field;
    if (address === null) return;
    const { street, city, province, postalCode, country } = event.detail;
    const named = [
      [address.street, street],
      [address.city, city],
      [address.state, province],
      [address.postalCode, postalCode],
      [address.country, country],
    ] as const;
    const given = named.filter(([name]) => name !== "");
    this.fire(
      Object.fromEntries(given.map(([name, value]) => [name, isBlank(value) ? null : value])),
    );
  }
}
