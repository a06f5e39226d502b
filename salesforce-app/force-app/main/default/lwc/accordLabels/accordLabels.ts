/** Every text that the components themselves show. What the service says arrives ready for a screen. */

export const LABELS = {
  // QuickBooks Sync, on a record page
  quickbooksSync: "QuickBooks Sync",
  send: "Send to QuickBooks",
  fetch: "Sync From QuickBooks",
  linkRecord: "Link Record",
  unlink: "Unlink",
  advanced: "Advanced",
  lastSyncDate: "Last Sync Date",
  never: "Never",
  quickbooksId: "QuickBooks Id",
  company: "Company",
  opensNewTab: "opens in a new tab",
  inactive: "Inactive",
  waitingFor: "Waiting for",
  loading: "Asking the Accord Sync service…",
  statusUnknown: "Status Unknown",
  tryingAgain: "Trying again by itself.",
  lastKnown: "What you see below is the last known state.",
  noSuchRecord: "Save the record first; its QuickBooks status appears here.",
  whatToDo: "What to do",
  unlinkTitle: "Unlink from QuickBooks?",
  unlinkText:
    "Only the association ends: the record in Salesforce and the one in QuickBooks both stay as they are, " +
    "and changes no longer pass between them until you link or send the record again.",
  failed: "That did not work",

  // Toasts
  sent: "Sent to QuickBooks",
  fetched: "Synced from QuickBooks",
  linked: "Linked",
  unlinked: "Unlinked",
  decided: "Decided",
  bothStay: "Both records stay as they are.",
  held: "Held for your decision",
  stillWaiting: "Recorded; waiting",

  // Possible matches
  matchTitle: "Possible match in QuickBooks",
  matchesTitle: "Possible matches in QuickBooks",
  matchHint: "Link Record keeps both as they are; you then decide each value that differs.",
  alreadyLinked: "This QuickBooks record is already linked to another Salesforce record",
  goTo: "Go to",
  createAnyway: "Create New in QuickBooks",
  field: "Field",
  salesforce: "Salesforce",
  quickbooks: "QuickBooks",
  name: "Name",
  email: "Email",
  phone: "Phone",
  address: "Address",
  balance: "Balance",
  differs: "differs",

  // Decisions
  decisionsTitle: "Values that differ",
  decisionsHint: "Neither side is changed until you choose.",
  difference: "Difference",
  conflict: "Conflict",
  differenceHelp: "The values differed when the records were linked.",
  conflictHelp: "Both sides changed this value since the last sync.",
  keepSalesforce: "Keep Salesforce",
  keepQuickbooks: "Keep QuickBooks",

  // This record's log
  recordLog: "Error Log",
  noLog: "Nothing has been recorded for this record yet.",
  vendorSaid: "QuickBooks or Salesforce said",
  inPlainWords: "In plain words",
  changes: "Changes",
  before: "Before",
  after: "After",
  logNumber: "Log Number",
  requestId: "Request",

  // Accord Admin
  accordAdmin: "Accord Admin",
  sync: "Sync",
  connections: "Connections",
  mappings: "Mappings",
  syncOptions: "Sync Options From QuickBooks to Salesforce",
  quickbooksObject: "QuickBooks Object",
  filterRecords: "Filter Records from QuickBooks",
  filterHelp:
    "A condition of the QuickBooks query language, for example Id = '58', or the address of a QuickBooks page. Empty means every record.",
  filterPlaceholder: "Id = '58'",
  syncNow: "Sync Now",
  progress: "Progress",
  results: "Results",
  noResults: "QuickBooks has no record that this filter selects.",
  runFailed: "The sync stopped",
  salesforceRecord: "Salesforce Record",
  quickbooksName: "QuickBooks Name",
  outcome: "Outcome",
  message: "Message",
  realTime: "Enable Real-Time Updates to Salesforce",
  on: "On",
  off: "Off",
  fieldPairs: "Mapped fields",
  quickbooksField: "QuickBooks Field",
  salesforceField: "Salesforce Field",
  direction: "Direction",
  meteredCalls: "Metered calls this month",
  connectedSince: "Connected since",
  connectAgain: "Connect QuickBooks again",
  incomeAccount: "Income account of new products",
  incomeAccountHelp:
    "A product that you send to QuickBooks becomes a service or non-inventory item whose sales are booked to this account.",
  linkedRecords: "Linked records",
  withErrors: "With errors",
  needDecision: "Need a decision",
  onlyInQuickbooks: "Only in QuickBooks",
  noticesWaiting: "Changes waiting",
  webhooksReceived: "Webhooks received",

  // Accord Log Viewer
  logViewer: "Accord Log Viewer",
  show: "Show",
  all: "All",
  errors: "Errors",
  from: "From",
  to: "To",
  refresh: "Refresh",
  reprocess: "Re-Process Selected Logs",
  olderLogs: "Show Older",
  entityName: "Entity Name",
  type: "Type",
  date: "Date",
  status: "Status",
  reprocessed: "Reprocessed",
  noEntries: "No log entries match.",
  selectLogs: "Select the logs to try again.",
} as const;

export const OUTCOME_LABELS: Readonly<Record<string, string>> = {
  applied: "Applied",
  rejected: "Rejected",
  unknown: "Not Yet Known",
  held: "Held",
  skipped: "Skipped",
  noted: "Noted",
};

export const RUN_OUTCOME_LABELS: Readonly<Record<string, string>> = {
  created: "Created",
  updated: "Updated",
  alreadyInStep: "Already in Step",
  held: "Held",
  error: "Error",
  waiting: "Waiting",
};

export const DIRECTION_LABELS: Readonly<Record<string, string>> = {
  salesforceToQuickbooks: "Salesforce to QuickBooks",
  quickbooksToSalesforce: "QuickBooks to Salesforce",
  both: "Both ways",
  toSalesforce: "To Salesforce",
  toQuickbooks: "To QuickBooks",
  none: "—",
};

export const CONNECTION_STATE_LABELS: Readonly<Record<string, string>> = {
  connected: "Connected",
  waiting: "Waiting",
  needsReconnect: "Needs Reconnecting",
};

/** "Reprocessed 2 logs", with the plural in one place. */
export const countText = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** "3 of 10 records done". */
export const progressText = (done: number, found: number): string =>
  `${done} of ${countText(found, "record", "records")} done`;
