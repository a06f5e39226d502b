import { api, LightningElement } from "lwc";
import type { FieldInfo, RecordData } from "../../../api/shapes.ts";
import { recordUrl } from "../../shared/router.ts";
import { currencyOf, isBlank, textOf, valueOf } from "../../shared/values.ts";

type Shape =
  | "empty"
  | "lookup"
  | "email"
  | "phone"
  | "url"
  | "currency"
  | "percent"
  | "number"
  | "date"
  | "datetime"
  | "checkbox"
  | "address"
  | "rich"
  | "text";

const SHAPES: Readonly<Record<string, Shape>> = {
  reference: "lookup",
  email: "email",
  phone: "phone",
  url: "url",
  currency: "currency",
  percent: "percent",
  double: "number",
  int: "number",
  date: "date",
  datetime: "datetime",
  boolean: "checkbox",
  address: "address",
};

/** The value of a field as Lightning Experience shows it. */
export default class OutputField extends LightningElement {
  @api field!: FieldInfo;
  @api record!: RecordData;
  /** A field whose time follows the value, as under Created By. */
  @api timeField = "";

  get raw(): unknown {
    return valueOf(this.record, this.field.name);
  }

  get shape(): Shape {
    const shape = SHAPES[this.field.type] ?? "text";
    if (shape === "address") return this.address === null ? "empty" : "address";
    return shape !== "checkbox" && isBlank(this.raw) ? "empty" : shape;
  }

  get is() {
    const { shape } = this;
    return Object.fromEntries(
      [...new Set([...Object.values(SHAPES), "empty", "text"])].map((each) => [
        each,
        each === shape,
      ]),
    );
  }

  get text(): string {
    if (this.field.type === "multipicklist") return textOf(this.raw).replaceAll(";", "; ");
    const option = this.field.options.find(({ value }) => value === this.raw);
    return option?.label ?? textOf(this.raw);
  }

  get linkText(): string {
    return this.record.fields[this.field.name]?.displayValue ?? textOf(this.raw);
  }

  get link(): string {
    return recordUrl(this.field.referenceTo[0] ?? "", textOf(this.raw));
  }

  /** A web site can only be a web address, whatever was typed. */
  get webAddress(): string {
    const text = textOf(this.raw);
    return /^https?:\/\//i.test(text) ? text : `http://${text}`;
  }

  get time(): string | null {
    const time = this.timeField === "" ? null : valueOf(this.record, this.timeField);
    return typeof time === "string" ? time : null;
  }

  get digits(): number {
    return this.field.scale;
  }

  get currency() {
    return currencyOf(this.record);
  }

  get percent(): number {
    return Number(this.raw) / 100;
  }

  get checkboxText(): string {
    return this.raw === true ? "True" : "False";
  }

  get checkboxIcon(): string {
    return this.raw === true ? "utility:check" : "utility:stop";
  }

  get isChecked(): boolean {
    return this.raw === true;
  }

  get address() {
    const { address } = this.field;
    if (address === null) return null;
    const part = (name: string): string => textOf(valueOf(this.record, name));
    const parts = {
      street: part(address.street),
      city: part(address.city),
      state: part(address.state),
      postalCode: part(address.postalCode),
      country: part(address.country),
    };
    return Object.values(parts).every((text) => text === "") ? null : parts;
  }
}
