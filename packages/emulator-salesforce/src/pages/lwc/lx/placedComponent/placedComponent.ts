import { mountComponent } from "lightning-host";
import { api, LightningElement } from "lwc";
import type { ObjectInfo, PlacedComponent as Placed, RecordData } from "../../../api/shapes.ts";
import { problemOf } from "../../shared/api.ts";

const RELATED = new Set(["force:relatedListContainer", "force:relatedListSingleContainer"]);

/**
 * One component that metadata places on a page: a standard one, or one of the project's own. A component
 * that fails says so in its place and leaves the rest of the page alone.
 */
export default class PlacedComponent extends LightningElement {
  @api placed!: Placed;
  @api info!: ObjectInfo;
  @api record!: RecordData;

  failure = "";
  private mounted = "";

  get is() {
    const { component } = this.placed;
    return {
      highlights: component === "force:highlightsPanel",
      details: component === "force:detailPanel",
      related: RELATED.has(component),
    };
  }

  get isOwn(): boolean {
    return this.placed.component.startsWith("c:") && this.failure === "";
  }

  /** Standard components that these pages do not have: nothing is shown, as for one without content. */
  get relationship(): string {
    const name = this.placed.properties["relatedListApiName"];
    return typeof name === "string" ? name : "";
  }

  renderedCallback(): void {
    if (!this.isOwn || this.mounted === this.placed.component) return;
    const place = this.template?.querySelector("[data-component]");
    if (place === null || place === undefined) return;
    this.mounted = this.placed.component;
    const props = {
      ...this.placed.properties,
      recordId: this.record.id,
      objectApiName: this.record.object,
    };
    mountComponent(place, this.placed.component, props).catch((error: unknown) => {
      this.failure = problemOf(error).message;
    });
  }

  errorCallback(error: unknown): void {
    this.failure = problemOf(error).message;
  }

  get failureTitle(): string {
    return `${this.placed.component} could not be shown`;
  }

  handleAction(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent("recordaction", { detail: event.detail }));
  }
}
