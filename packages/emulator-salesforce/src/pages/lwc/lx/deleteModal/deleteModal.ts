import LightningModal from "lightning/modal";
import { api } from "lwc";

/** Asks before a record is deleted; closes with true when the person agrees. */
export default class DeleteModal extends LightningModal {
  @api objectLabel = "";
  @api name = "";

  get title(): string {
    return `Delete ${this.objectLabel}`;
  }

  get question(): string {
    return `Are you sure you want to delete ${this.name}?`;
  }

  handleCancel(): void {
    this.close(false);
  }

  handleDelete(): void {
    this.close(true);
  }
}
