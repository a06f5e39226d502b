import LightningDatatable from "lightning/datatable";
import choice from "./choice.html";
import choiceEdit from "./choiceEdit.html";
import link from "./link.html";

/** The base datatable with links to records, and picklists that are edited in their cell. */
export default class RecordTable extends LightningDatatable {
  static customTypes = {
    record: { template: link, standardCellLayout: true, typeAttributes: ["url", "label"] },
    choice: {
      template: choice,
      editTemplate: choiceEdit,
      standardCellLayout: true,
      typeAttributes: ["options", "label"],
    },
  };
}
