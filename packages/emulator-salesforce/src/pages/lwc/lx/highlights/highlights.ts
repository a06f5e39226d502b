import { api, LightningElement } from "lwc";
import type { ObjectInfo, RecordData } from "../../../api/shapes.ts";

/** `force:highlightsPanel`: the record's name, its key fields and what can be done with it. */
export default class Highlights extends LightningElement {
  @api info!: ObjectInfo;
  @api record!: RecordData;

  get fields() {
    return this.info.highlights.flatMap((item) => {
      const field = this.info.fields[item.field];
      return field === undefined ? [] : [{ ...item, info: field, timeField: item.timeField ?? "" }];
    });
  }

  /** The lists that a child can be added to, behind the more button. */
  get childLists() {
    return this.info.related
      .filter(({ canCreate }) => canCreate)
      .map(({ relationship, objectLabel, isOfProducts }) => ({
        relationship,
        text: isOfProducts ? "Add Products" : `New ${objectLabel}`,
      }));
  }

  get hasMore(): boolean {
    return this.info.canCreate || this.childLists.length > 0;
  }

  private ask(action: string, relationship = ""): void {
    this.dispatchEvent(new CustomEvent("recordaction", { detail: { action, relationship } }));
  }

  handleEdit(): void {
    this.ask("edit");
  }

  handleDelete(): void {
    this.ask("delete");
  }

  handleMore(event: CustomEvent<{ value: string }>): void {
    const { value } = event.detail;
    if (value === "clone" || value === "merge") this.ask(value);
    else this.ask("newChild", value);
  }
}
