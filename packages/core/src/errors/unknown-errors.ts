/** A name that stands for nothing here, and where the right one is found. */
import type { ErrorRow } from "./registry.ts";

export const UNKNOWN_ERRORS = {
  RECORD_UNKNOWN: {
    disposition: "park",
    message: "There is no {type} {id}",
    action: "Check the record id.",
  },
  MAPPING_UNKNOWN: {
    disposition: "park",
    message: "There is no mapping {id}",
    action: "Choose one of those that Accord Admin > Mappings lists.",
  },
  CONNECTION_UNKNOWN: {
    disposition: "park",
    message: "There is no connection {id}",
    action: "Choose one of those that Accord Admin > Connections lists.",
  },
  INCOME_ACCOUNT_UNKNOWN: {
    disposition: "park",
    message: "There is no income account {id} to choose in this company",
    action: "Choose one of those that Accord Admin > Connections offers.",
  },
  RUN_UNKNOWN: {
    disposition: "park",
    message: "There is no Sync Now run {id}",
    action: "Look in Accord Admin > Sync Now at the runs there are, or start one.",
  },
  INTEGRITY_RUN_UNKNOWN: {
    disposition: "park",
    message: "There is no run {id} of Sync Integrity",
    action: "Look in Accord Admin > Sync Integrity at the runs there are, or start one.",
  },
  INTEGRITY_JOB_UNKNOWN: {
    disposition: "park",
    message: "There is no job {id} of Sync Integrity",
    action:
      "Load Accord Admin > Sync Integrity again: somebody may have removed the job. A new one can be made there.",
  },
} satisfies Record<string, ErrorRow>;
