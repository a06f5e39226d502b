import { api, LightningElement } from "lwc";
import type { AppContext, AppInfo } from "../../../api/shapes.ts";
import { navigate } from "../../shared/router.ts";
import AppLauncher from "../appLauncher/appLauncher.ts";

/** The app's name and tabs, and the way to other apps. */
export default class NavBar extends LightningElement {
  @api context!: AppContext;
  @api app: AppInfo | null = null;
  /** The name of the item that the page belongs to. */
  @api current = "";

  get appName(): string {
    return this.app?.label ?? "";
  }

  get items() {
    const own = (this.app?.items ?? []).map((item) => ({ ...item, isTemporary: false }));
    const open = this.context.items.find(({ name }) => name === this.current);
    const isOwn = own.some(({ name }) => name === this.current);
    // As in Lightning Experience, a page outside the app's tabs gets a tab for the time being.
    const all = open === undefined || isOwn ? own : [...own, { ...open, isTemporary: true }];
    return all.map((item) => {
      const isCurrent = item.name === this.current;
      return {
        ...item,
        current: isCurrent ? "page" : undefined,
        text: item.isTemporary ? `* ${item.label}` : item.label,
        classes: isCurrent ? "slds-context-bar__item slds-is-active" : "slds-context-bar__item",
      };
    });
  }

  async handleLauncher(): Promise<void> {
    const chosen = (await AppLauncher.open({
      size: "medium",
      label: "App Launcher",
      context: this.context,
    })) as { readonly app?: AppInfo; readonly url?: string } | undefined;
    if (chosen?.app !== undefined) {
      this.dispatchEvent(new CustomEvent("appchange", { detail: chosen.app }));
    } else if (chosen?.url !== undefined) navigate(chosen.url);
  }
}
