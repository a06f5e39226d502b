import LightningDatatable from "lightning/datatable";
import entity from "./entity.html";

/**
 * The log's table, with a column type of its own: `entity` is a link where its value is an address, and
 * its label alone where there is none. The platform's `url` shows nothing then.
 */
export default class AccordLogTable extends LightningDatatable {
  static customTypes = {
    entity: { template: entity, standardCellLayout: true, typeAttributes: ["label"] },
  };
}
