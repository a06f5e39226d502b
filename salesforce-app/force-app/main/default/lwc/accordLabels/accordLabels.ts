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
  loading: "Asking the Accord Sync service…",
  syncing: "Syncing",
  passingOn: "Your request is being recorded.",
  statusUnknown: "Status Unknown",
  tryingAgain: "Trying again by itself.",
  noSuchRecord: "Save the record first; its QuickBooks status appears here.",
  whatToDo: "What to do",
  unlinkTitle: "Unlink from QuickBooks?",
  unlinkText:
    "Only the association ends: the record in Salesforce and the one in QuickBooks both stay as they are, " +
    "and changes no longer pass between them until you link the two again.",
  unlinkGoneText:
    "Only the association ends: the record that is left stays as it is. If the deleted one is restored, it is " +
    "not linked again until you link the two.",
  failed: "That did not work",
  saved: "Saved",
  yes: "Yes",
  no: "No",
  empty: "—",

  // Toasts
  sent: "Sent to QuickBooks",
  fetched: "Synced from QuickBooks",
  linked: "Linked",
  unlinked: "Unlinked",
  decided: "Decided",
  bothStay: "Both records stay as they are.",
  otherStays: "The record that is left stays as it is.",
  held: "Held for your decision",
  recorded: "Recorded",

  // Possible matches
  matchTitle: "Possible match in QuickBooks",
  matchesTitle: "Possible matches in QuickBooks",
  matchHint: "Link Record keeps both as they are; you then decide each value that differs.",
  alreadyLinked: "This QuickBooks record is already linked to another Salesforce record",
  goTo: "Go to",
  nameTakenHint:
    "To create a new record there, press Edit, give this one another name, then press Send to QuickBooks.",
  createAnyway: "Create New in QuickBooks",
  field: "Field",
  salesforce: "Salesforce",
  quickbooks: "QuickBooks",
  differs: "differs",

  // Decisions
  decisionsTitle: "Values that differ",
  decisionsHint: "Neither side is changed until you choose.",
  difference: "Difference",
  conflict: "Conflict",
  differenceHelp: "The values differed when the records were linked.",
  conflictHelp: "Both sides changed this value since the last sync.",
  changedBy: "Changed by",
  changedAt: "Changed",
  changedUnknown: "It is not known who changed this, or when.",
  noUserTold: "QuickBooks does not tell by whom.",
  keepSalesforce: "Keep Salesforce",
  keepQuickbooks: "Keep QuickBooks",

  // This record's log
  recordLog: "Error Log and History",
  noLog: "Nothing has been recorded for this record yet.",
  quickbooksSaid: "QuickBooks said",
  salesforceSaid: "Salesforce said",
  inPlainWords: "In plain words",
  mergedInto: "Merged into",
  changes: "Changes",
  before: "Before",
  after: "After",
  logNumber: "Log Number",
  requestId: "Request",

  // Accord Admin
  accordAdmin: "Accord Admin",
  sync: "Sync",
  firstLoad: "First Load",
  connections: "Connections",
  heldDeletes: "Held Deletes",
  heldHint:
    "A linked record was deleted or merged, and the other one is still there. Nothing is removed before you say so. " +
    "Keep leaves it as it is and does not ask again; Unlink ends the association.",
  heldEmpty: "Nothing is held.",
  heldChanges: "Held Changes",
  heldChangesHint:
    "One system changed far more records than usual, so the rest of it waits until somebody has looked. Nothing is " +
    "lost, and other changes go on meanwhile.",
  heldDeletesCount: "Held deletes",
  heldChangesCount: "Held changes",
  heldWaiting: "Waiting",
  heldWritten: "Written before",
  heldFields: "Fields",
  heldSince: "Held since",
  record: "Record",
  showRecords: "Show More Records",
  turnAside: "Turn Aside",
  turnBack: "Turn Back",
  notTold: "not told",
  paused: "Paused",
  pauseSyncing: "Pause Syncing",
  resumeSyncing: "Resume Syncing",
  pauseTitle: "Pause syncing?",
  pauseText:
    "Nothing more is asked of this system and nothing is written to it, until somebody presses Resume Syncing. " +
    "What changes meanwhile waits and comes over then.",
  keepIt: "Keep",
  keepAll: "Keep All",
  releaseAll: "Release All",
  deleteTitle: "Delete in Salesforce?",
  deleteText:
    "The record goes to the recycle bin, together with what Salesforce deletes with it, such as the contacts and " +
    "opportunities of an account.",
  whenDeletedInSalesforce: "When deleted in Salesforce, the QuickBooks record",
  whenDeletedInQuickbooks: "When deleted in QuickBooks, the Salesforce record",
  mappings: "Mappings",
  syncOptions: "Sync Options From QuickBooks to Salesforce",
  quickbooksObject: "QuickBooks Object",
  filterRecords: "Filter Records from QuickBooks",
  filterHelp:
    "A condition of the QuickBooks query language, for example Id = '58', or the address of a QuickBooks page. Empty means every record.",
  filterPlaceholder: "Id = '58'",
  syncNow: "Sync Now",
  progress: "Progress",
  recordsRead: "records read",
  everyRecord: "every record",
  lookingForRecords: "Looking for the records in QuickBooks…",
  allRecordsTitle: "Sync without a filter?",
  quoteHint:
    "The filter holds a typographic quote inside a value. Where QuickBooks has a straight one, write \\' instead.",
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
  quickbooksField: "QuickBooks Field",
  salesforceField: "Salesforce Field",
  direction: "Direction",
  policy: "When Both Changed",
  policyHint:
    "When both systems changed a field since they last agreed: Ask leaves both values until you choose, and the " +
    "rest of the record goes on. Otherwise one value wins, and the log keeps the other. Newest wins asks when " +
    "the edits were no more than 10 seconds apart, or when a time is not known.",
  oneWay: "Does not arise",
  meteredCalls: "Metered calls this month",
  expectedThisMonth: "Expected this month",
  byWeekdays: "by weekday",
  byAverage: "by the days so far",
  meteredByDay: "Metered calls by day",
  sweepEvery: "Changes without a webhook are looked for every",
  seconds: "seconds",
  minutes: "minutes",
  dailyRequests: "Salesforce requests today",
  foundByPolling: "Changes are found by polling",
  withoutEvents: "Not on the channel of change events, so found by polling some seconds later",
  connectedSince: "Connected since",
  connect: "Connect QuickBooks",
  connectSalesforce: "Connect Salesforce",
  connectAgain: "Connect QuickBooks again",
  connectSalesforceAgain: "Connect Salesforce again",
  authorisedUntil: "Authorised until",
  connectAgainBefore: "Its permission ends by itself. Connect again before",
  incomeAccount: "Income account of new products",
  incomeAccountHelp:
    "A product that you send to QuickBooks becomes a service or non-inventory item whose sales are booked to this account.",
  linkedRecords: "Linked records",
  withErrors: "With errors",
  needDecision: "Need a decision",
  onlyInQuickbooks: "Only in QuickBooks",
  noticesWaiting: "Changes waiting",
  webhooksReceived: "Webhooks received",
  webhooksRefused: "Webhooks refused",

  // Sync Integrity
  syncIntegrity: "Sync Integrity",
  integrityHint:
    "Reads everything that both systems hold of these objects, looks twice at what seems to differ, and reports it. " +
    "Nothing is changed unless you have it repaired.",
  objectsToCheck: "Objects",
  repairByItself: "Repair by itself",
  checkNow: "Check Now",
  cancel: "Cancel",
  report: "Report",
  asOfTime: "As of",
  agreed: "Agree",
  waitsForPerson: "Wait for a person",
  beingWorkedOn: "Being worked on",
  foundDiffering: "Differ",
  foundMissing: "Missing",
  onlyInSalesforce: "Only in Salesforce",
  linkedPairs: "linked pairs",
  sumOfBoth: "sum of the linked pairs",
  findings: "Findings",
  ofLinkedPairs: "Linked pairs",
  withoutLink: "Not linked",
  finding: "Finding",
  whatDiffers: "What Differs",
  whatCanBeDone: "What Can Be Done",
  nothingFound: "Nothing of the kind was found.",
  repairSelected: "Repair Selected",
  repairAll: "Repair All",
  showMore: "Show More",
  schedule: "Schedule",
  jobName: "Job Name",
  once: "Once",
  recurring: "Recurring",
  every: "Every",
  unit: "Unit",
  hours: "Hours",
  days: "Days",
  weeks: "Weeks",
  firstDay: "First Day",
  timeOfDay: "Time",
  nextRun: "Next run",
  noFurtherRun: "no further run",
  noJobs: "Nothing is scheduled.",
  remove: "Remove",
  edit: "Edit",
  saveJob: "Save Job",
  reportsOnly: "reports",
  repairsToo: "repairs by itself",

  // Accord Log Viewer
  logViewer: "Accord Log Viewer",
  show: "Show",
  all: "All",
  errors: "Errors",
  needsYou: "Needs You",
  from: "From",
  to: "To",
  refresh: "Refresh",
  reprocess: "Re-Process Selected Logs",
  olderLogs: "Show Older",
  entityName: "Entity Name",
  object: "Object",
  type: "Type",
  date: "Date",
  status: "Status",
  reprocessed: "Reprocessed",
  noEntries: "No log entries match.",
  logDetail: "Log Detail",
  close: "Close",
} as const;

export const OUTCOME_LABELS: Readonly<Record<string, string>> = {
  applied: "Applied",
  rejected: "Rejected",
  unknown: "Not Yet Known",
  held: "Needs You",
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

/** Who wins a field that both systems changed; a field that flows one way has no such choice. */
export const POLICY_LABELS: Readonly<Record<string, string>> = {
  ask: "Ask",
  salesforce: "Salesforce wins",
  quickbooks: "QuickBooks wins",
  newest: "Newest wins",
};

export const REMOVAL_LABELS: Readonly<Record<"deactivate" | "delete" | "void", string>> = {
  deactivate: "Make Inactive",
  delete: "Delete",
  void: "Void",
};

export const DELETE_POLICY_LABELS: Readonly<Record<string, string>> = {
  hold: "stays, and a person is asked",
  deactivate: "is made inactive",
  delete: "is deleted",
  void: "is voided",
};

export const HELD_DECIDED: Readonly<Record<"approve" | "keep" | "unlink", string>> = {
  approve: "Approved",
  keep: "Kept",
  unlink: "Unlinked",
};

export const HOLD_DECIDED: Readonly<Record<"release" | "aside" | "undo", string>> = {
  release: "Let through",
  aside: "Turned aside",
  undo: "Turned back",
};

/** What each decision about held changes means, before it is made. */
export const holdQuestion = (
  decision: "release" | "aside" | "undo",
  { count, here, there }: { count: number; here: string; there: string },
): { label: string; message: string } => {
  const records = `${count.toLocaleString("en-US")} ${count === 1 ? "record" : "records"}`;
  if (decision === "release")
    return {
      label: `Write ${records} to ${there}?`,
      message: `The values that were changed in ${here} replace those of ${there}.`,
    };
  if (decision === "undo")
    return {
      label: `Take back the changes of ${records} in ${here}?`,
      message: `The values of ${there} are written over those that were changed in ${here}.`,
    };
  return {
    label: `Decide ${records} one by one?`,
    message: "Both systems stay as they are. Each record's page then asks which value to keep.",
  };
};

export const letThroughText = (count: number): string =>
  `Let Through: ${count.toLocaleString("en-US")}`;

export const pausedText = (system: string, by: string): string =>
  `Syncing with ${system} is paused by ${by} since`;

/** Far more than usual was deleted at once. */
export const batchTitleText = (count: number): string =>
  `${count} records were deleted, far more than usual`;

export const heldRecordsText = (
  gone: { type: string; id: string },
  left: { type: string; id: string },
): string => `Gone: ${gone.type} ${gone.id}. Still there: ${left.type} ${left.id}.`;

export const DIRECTION_LABELS: Readonly<Record<string, string>> = {
  salesforceToQuickbooks: "Salesforce to QuickBooks",
  quickbooksToSalesforce: "QuickBooks to Salesforce",
  both: "Both ways",
  toSalesforce: "To Salesforce",
  toQuickbooks: "To QuickBooks",
  none: "—",
};

/** Said when a choice is saved: "Phone: Newest wins. It counts from the next conflict on." */
export const policySetText = (field: string, policy: string): string =>
  `${field}: ${POLICY_LABELS[policy] ?? policy}. It counts for conflicts from now on; a value that waits for your ` +
  "decision goes on waiting.";

/** A log entry's direction, where there is little room. */
export const TARGET_LABELS = {
  salesforceToQuickbooks: "To QuickBooks",
  quickbooksToSalesforce: "To Salesforce",
  none: LABELS.empty,
} as const;

export const CONNECTION_STATE_LABELS: Readonly<Record<string, string>> = {
  connected: "Connected",
  waiting: "Waiting",
  needsReconnect: "Needs Reconnecting",
  neverConnected: "Not Connected Yet",
};

/** A member of a Salesforce record, by the name of its role in a mapping. */
const ROLE_LABELS: Readonly<Record<string, string>> = { standardPrice: "Standard Price" };

/** A mapped field for a screen: "UnitPrice (Standard Price)" for a field of a record's member. */
export function fieldText(path: string): string {
  const [role = "", ...field] = path.split(".");
  const label = ROLE_LABELS[role];
  return label === undefined ? path : `${field.join(".")} (${label})`;
}

/** "Reprocessed 2 logs", with the plural in one place. */
export const countText = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

export const reprocessedText = (count: number): string =>
  `${LABELS.reprocessed}: ${countText(count, "log", "logs")}`;

/** "3 of 10 records done". */
export const progressText = (done: number, found: number): string =>
  `${done} of ${countText(found, "record", "records")} done`;

/** Remaining time in words that do not claim more than they know: "about 2 minutes left". */
export function remainingText(seconds: number): string {
  if (seconds <= 1) return "a moment left";
  if (seconds < 90) return `about ${Math.ceil(seconds)} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}

/** "Last known: In Sync, 3 minutes ago." */
export const lastKnownText = (status: string, since: string): string =>
  `Last known: ${status}, ${since}.`;

/** A value's age beside it: "as of 3 minutes ago". */
export const asOfText = (since: string): string => `as of ${since}`;

/** "Waiting for QuickBooks to answer again; it is tried every few seconds." */
export function waitingSentence(waitingFor: string): string {
  const [, what = waitingFor, aside] = /^(.*\S)\s*\((.*)\)$/.exec(waitingFor) ?? [];
  return aside === undefined ? `Waiting for ${what}.` : `Waiting for ${what}; it is ${aside}.`;
}

/** Why no new record can be made under this name; `nameTakenHint` is the way out. */
export const nameTakenText = (name: string): string =>
  `QuickBooks keeps names unique: it would refuse a second “${name}”.`;

export const runFailedText = (why: string): string => `${LABELS.runFailed}. ${why}`.trim();

/** The question before a run without a filter. */
export const allRecordsText = (object: string): string =>
  `Every ${object} of the QuickBooks company is compared with Salesforce, and those that Salesforce does ` +
  "not know are created there. Records that are already in step stay as they are.";

/** "3 of about 120 records read, about 20 seconds left". */
export function readingText(read: number, expected: number, seconds: number | null): string {
  const left = seconds === null ? "" : `, ${remainingText(seconds)}`;
  return `${read} of about ${countText(expected, "record", "records")} read${left}`;
}

/** What a bar of the chart stands for: "Customer: 18 Agree, 2 Differ". */
export const chartText = (object: string, parts: readonly string[]): string =>
  `${object}: ${parts.join(", ")}`;
