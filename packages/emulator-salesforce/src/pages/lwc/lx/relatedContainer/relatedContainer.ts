import { api, LightningElement } from "lwc";
import type { ObjectInfo, RecordData } from "../../../api/shapes.ts";

/** `force:relatedListContainer`: a card for each list of children. */
export default class RelatedContainer extends LightningElement {
  @api info!: ObjectInfo;
  @api record!: RecordData;
  /** Shows this relationship alone; all of them when empty. */
  @api relationship = "";

  get lists() {
    return this.info.related.filter(
      ({ relationship }) => this.relationship === "" || relationship === this.relationship,
    );
  }

  get isEmpty(): boolean {
    return this.lists.length === 0;
  }
}
