import { api, LightningElement } from "lwc";

export interface SnagItem {
  readonly key: string;
  readonly text: string;
}

/** What keeps a form from being saved: a red button, and the list it opens. */
export default class Snag extends LightningElement {
  /** Labels of the fields to review. */
  @api fields: readonly string[] = [];
  /** What is wrong with the record as a whole. */
  @api get messages(): readonly string[] {
    return this.texts;
  }
  set messages(messages: readonly string[]) {
    this.texts = messages;
    this.isOpen = true;
  }

  private texts: readonly string[] = [];
  isOpen = true;

  get isShown(): boolean {
    return this.texts.length > 0 || this.fields.length > 0;
  }

  get hasFields(): boolean {
    return this.fields.length > 0;
  }

  get hasMessages(): boolean {
    return this.texts.length > 0;
  }

  get fieldItems(): SnagItem[] {
    return this.fields.map((text) => ({ key: text, text }));
  }

  get messageItems(): SnagItem[] {
    return this.texts.map((text, index) => ({ key: String(index), text }));
  }

  get expanded(): string {
    return String(this.isOpen);
  }

  handleToggle(): void {
    this.isOpen = !this.isOpen;
  }
}
