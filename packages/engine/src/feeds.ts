/** The feeds whose positions the ledger keeps, by account. */

/** Change events of the org: a replay id, or `FROM_EARLIEST`. */
export const CHANGE_FEED = "change-events";
/** The sweep of an org or a company: the adapter's own cursor. */
export const SWEEP_FEED = "sweep";

/** The position was lost: everything that Salesforce still keeps comes next. No replay id is of this form. */
export const FROM_EARLIEST = "earliest";
