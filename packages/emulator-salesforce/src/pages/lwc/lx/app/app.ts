import { setHost, lightningUrlOf, type PageReference } from "lightning-host";
import { LightningElement, track } from "lwc";
import type { AppContext, AppInfo, NavItem, RecordData } from "../../../api/shapes.ts";
import { type Problem, problemOf, readContext } from "../../shared/api.ts";
import { startChanges } from "../../shared/changes.ts";
import {
  followRoute,
  navigate,
  replaceRoute,
  type Route,
  routeOf,
  startRouter,
} from "../../shared/router.ts";

const APP_KEY = "lightning-app";

/** Where components send a page reference. */
function goTo(page: PageReference, isReplace: boolean): void {
  const url = lightningUrlOf(page);
  if (page.type === "standard__webPage") {
    window.open(url, "_blank", "noopener");
    return;
  }
  if (isReplace) replaceRoute(url);
  else navigate(url);
}

/** The frame around each page, and the page that the address names. */
export default class App extends LightningElement {
  @track context: AppContext | null = null;
  @track problem: Problem | null = null;
  /** One element, so that a new key draws the page anew. */
  @track routes: readonly Route[] = [];
  @track app: AppInfo | null = null;
  /** The object of the open record, which lights up its tab. */
  @track shownObject = "";

  connectedCallback(): void {
    setHost({ navigate: goTo });
    startRouter();
    startChanges();
    followRoute((route) => this.show(route));
    void this.start();
  }

  private async start(): Promise<void> {
    try {
      this.context = await readContext();
      const chosen = sessionStorage.getItem(APP_KEY);
      const { apps } = this.context;
      this.app = apps.find(({ name }) => name === chosen) ?? apps[0] ?? null;
      this.show(routeOf(window.location));
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  private show(route: Route): void {
    this.shownObject = "object" in route ? route.object : "";
    this.routes = [route];
  }

  get page() {
    const [route] = this.routes;
    return {
      isList: route?.page === "list",
      isRecord: route?.page === "record",
      isRelated: route?.page === "related",
      isTab: route?.page === "tab",
      isSearch: route?.page === "search",
      isRecycleBin: route?.page === "recycleBin",
      isSetup: route?.page === "setup",
      isMerge: route?.page === "merge",
      isUnknown: route?.page === "unknown",
    };
  }

  /** The navigation item of the page; empty where none is. */
  get currentItem(): string {
    const [route] = this.routes;
    return route?.page === "tab" ? route.name : this.shownObject;
  }

  get tabItem(): NavItem | undefined {
    const [route] = this.routes;
    if (route?.page !== "tab") return undefined;
    return this.context?.items.find(({ name, kind }) => kind === "tab" && name === route.name);
  }

  handleApp(event: CustomEvent<AppInfo>): void {
    this.app = event.detail;
    sessionStorage.setItem(APP_KEY, event.detail.name);
    const [first] = event.detail.items;
    if (first !== undefined) navigate(first.url);
  }

  handleRecord(event: CustomEvent<RecordData>): void {
    this.shownObject = event.detail.object;
  }

  handleSkip(event: Event): void {
    event.preventDefault();
    this.template?.querySelector<HTMLElement>("main")?.focus();
  }
}
