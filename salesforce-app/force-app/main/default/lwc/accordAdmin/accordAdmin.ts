import { LABELS } from "c/accordLabels";
import { LightningElement } from "lwc";

/** The Accord Admin tab: syncs, connections, mappings. */
export default class AccordAdmin extends LightningElement {
  labels = LABELS;
}
