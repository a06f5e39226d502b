import { api, LightningElement } from "lwc";
import type { AppContext, UserInfo } from "../../../api/shapes.ts";
import { problemOf, search, switchUser } from "../../shared/api.ts";
import type { SearchGroup } from "../../../api/shapes.ts";
import { navigate, recordUrl, searchUrl } from "../../shared/router.ts";
import { SETUP_PAGES, setupUrl } from "../../shared/setup-pages.ts";
import { toastProblem } from "../../shared/toast.ts";

/** How long a person stops typing before matches are looked for. */
const TYPING_PAUSE_MS = 250;
const LETTERS_MIN = 2;

interface Suggestion {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly icon: string;
  readonly url: string;
}

/** The bar on top: search over all records, the set-up menu and who is logged in. */
export default class GlobalHeader extends LightningElement {
  @api context!: AppContext;

  text = "";
  suggestions: readonly Suggestion[] = [];
  isOpen = false;
  setupPages = SETUP_PAGES.map(({ name, label }) => ({ url: setupUrl(name), label }));
  private timer = 0;

  get users() {
    return this.context.users.map((user: UserInfo) => ({
      ...user,
      isCurrent: user.id === this.context.user.id,
      label: user.name,
    }));
  }

  get userMenuText(): string {
    return `View profile, ${this.context.user.name}`;
  }

  handleInput(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.suggest(), TYPING_PAUSE_MS);
  }

  private async suggest(): Promise<void> {
    const text = this.text.trim();
    const groups = text.length < LETTERS_MIN ? [] : await search(text).catch(() => []);
    if (text !== this.text.trim()) return;
    this.suggestions = groups.flatMap(suggestionsOf);
    this.isOpen = text.length >= LETTERS_MIN;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    if (event.key !== "Enter" || this.text.trim() === "") return;
    this.close();
    navigate(searchUrl(this.text.trim()));
  }

  /** A click inside the list must be handled before the list goes. */
  handleFocusOut(event: FocusEvent): void {
    const box = this.template?.querySelector(".search-box");
    const next = event.relatedTarget;
    if (next instanceof Node && box?.contains(next) === true) return;
    this.isOpen = false;
  }

  handlePick(): void {
    this.close();
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.isOpen = false;
  }

  handleSetup(event: CustomEvent<{ value: string }>): void {
    navigate(event.detail.value);
  }

  async handleUser(event: CustomEvent<{ value: string }>): Promise<void> {
    if (event.detail.value === this.context.user.id) return;
    try {
      await switchUser(event.detail.value);
      // Everything on the page was read as somebody else.
      window.location.reload();
    } catch (error) {
      toastProblem("The user was not switched.", problemOf(error));
    }
  }

  get searchPage(): string {
    return searchUrl(this.text.trim());
  }

  get hasNone(): boolean {
    return this.suggestions.length === 0;
  }
}

const suggestionsOf = ({ info, records }: SearchGroup): Suggestion[] =>
  records.map(({ id, name }) => ({
    id,
    name,
    label: info.label,
    icon: info.icon,
    url: recordUrl(info.name, id),
  }));
