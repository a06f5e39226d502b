import LightningModal from "lightning/modal";
import { api } from "lwc";
import type { AppContext, AppInfo } from "../../../api/shapes.ts";

/** Every app, and every object and tab, by name. Closes with `{app}` or `{url}`. */
export default class AppLauncher extends LightningModal {
  @api context!: AppContext;

  text = "";
  private isReady = false;

  /** The modal gives the focus to its title in the next frame; whoever opened it wants to type. */
  renderedCallback(): void {
    if (this.isReady) return;
    this.isReady = true;
    requestAnimationFrame(() => requestAnimationFrame(() => this.focusSearch()));
  }

  private focusSearch(): void {
    this.template?.querySelector<HTMLElement>("lightning-input")?.focus();
  }

  private isFound(label: string): boolean {
    return label.toLowerCase().includes(this.text.trim().toLowerCase());
  }

  get apps() {
    return this.context.apps
      .filter(({ label }) => this.isFound(label))
      .map((app) => ({ ...app, initials: initialsOf(app.label), about: app.description }));
  }

  get items() {
    const found = this.context.items.filter(({ label }) => this.isFound(label));
    return found.toSorted((a, b) => a.label.localeCompare(b.label));
  }

  get isEmpty(): boolean {
    return this.apps.length === 0 && this.items.length === 0;
  }

  handleSearch(event: CustomEvent<{ value: string }>): void {
    this.text = event.detail.value;
  }

  handleApp(event: Event): void {
    const { name } = (event.currentTarget as HTMLElement).dataset;
    const app: AppInfo | undefined = this.context.apps.find((each) => each.name === name);
    if (app !== undefined) this.close({ app });
  }

  handleItem(event: Event): void {
    event.preventDefault();
    const url = (event.currentTarget as HTMLElement).dataset["url"];
    this.close({ url });
  }
}

const initialsOf = (label: string): string =>
  label
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
