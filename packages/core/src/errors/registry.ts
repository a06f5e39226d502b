/**
 * The registry of operational errors: one row per code. `disposition` is the whole policy; callers
 * never look at a vendor's status. `docs/errors.md` lists the same rows, which a test checks.
 */
import { BACKFILL_ERRORS } from "./backfill-errors.ts";
import { DELETION_ERRORS } from "./deletion-errors.ts";
import { GUARD_ERRORS } from "./guard-errors.ts";
import { INTEGRITY_ERRORS } from "./integrity-errors.ts";
import { UNKNOWN_ERRORS } from "./unknown-errors.ts";

/**
 * What happens next:
 *   retry          the same intent with the same key, after a jittered pause; parked after RETRY_LIMIT
 *   wait           not our fault: no attempt counted, the whole system's budget pauses
 *   observe-again  what we knew is old: look, merge and plan again
 *   reauthorise    the connection pauses and keeps its inbox until a person connects or resumes it
 *   pause-system   no writes to one system until its window ends; intake runs on
 *   park           the record leaves rotation, visible with its action, until a person or a change acts
 *   halt           refuse to run
 */
export type Disposition =
  | "retry"
  | "wait"
  | "observe-again"
  | "reauthorise"
  | "pause-system"
  | "park"
  | "halt";

export interface ErrorRow {
  readonly disposition: Disposition;
  /** What is so, and what a person should do, in plain words; `{name}` is one of the parameters. */
  readonly message: string;
  readonly action: string;
}

const rows = {
  ...BACKFILL_ERRORS,
  ...INTEGRITY_ERRORS,
  ...GUARD_ERRORS,
  ...UNKNOWN_ERRORS,
  // Transport and the remote systems' health.
  REMOTE_UNREACHABLE: {
    disposition: "wait",
    message: "{system} cannot be reached",
    action: "Nothing to do: the work waits and goes on by itself when {system} answers again.",
  },
  REMOTE_FAILING: {
    disposition: "wait",
    message: "{system} answered with an internal error ({status})",
    action:
      "Nothing to do: the work waits and is tried again. If it lasts, look at {system}'s status page.",
  },
  REMOTE_ANSWER_UNREADABLE: {
    disposition: "retry",
    message: "{system} answered with something that is not its API's language",
    action:
      "Check that the address of {system} in the settings is right and that no proxy stands between.",
  },
  RECORD_UNREADABLE: {
    disposition: "park",
    message: "{system} gives {type} {id} in a form that cannot be read",
    action:
      "Open the record in {system} and save it once more, then press Re-Process. If it stays, send the service's log to whoever looks after it. Other records go on meanwhile.",
  },
  // QuickBooks.
  QBO_THROTTLED: {
    disposition: "wait",
    message: "QuickBooks asked us to slow down",
    action: "Nothing to do: the work goes on by itself within a minute.",
  },
  QBO_REQUEST_KNOWN: {
    disposition: "wait",
    message: "QuickBooks has met this request before and does not say what became of it",
    action:
      "Nothing to do: it is asked again, and after some minutes the record itself is looked for.",
  },
  QBO_STALE_VERSION: {
    disposition: "observe-again",
    message: "QuickBooks {type} {id} changed since we last saw it",
    action: "Nothing to do: the record is read again and the change is merged.",
  },
  QBO_DUPLICATE_NAME: {
    disposition: "park",
    message:
      "Another customer, vendor, employee or item in QuickBooks already has the name '{name}'",
    action:
      "Use Link Record if it is the same customer or product. Otherwise give one of the two another name, then press Send to QuickBooks again.",
  },
  QBO_NAME_IN_USE: {
    disposition: "park",
    message: "QuickBooks takes no name twice, and {kind} {id} there has the name '{name}'",
    action:
      "Nothing to do if {kind} {id} is renamed, made inactive or merged: the new name then goes over by itself. Otherwise give the record another name in Salesforce.",
  },
  QBO_NAME_OF_ANOTHER_KIND: {
    disposition: "park",
    message: "A {kind} in QuickBooks already has the name '{name}'",
    action:
      "QuickBooks keeps one list of names for customers, vendors and employees. Give one of the two another name, for example '{name} (customer)', then press Send to QuickBooks again.",
  },
  QBO_NAME_INVALID: {
    disposition: "park",
    message: "QuickBooks does not accept the name '{name}'",
    action:
      "Names must not be empty and must not contain a colon, a tab or a line break. Correct the name, then press Send to QuickBooks again.",
  },
  QBO_VALUE_TOO_LONG: {
    disposition: "park",
    message: "A value is longer than QuickBooks allows: {detail}",
    action: "Shorten the value, then send the record again.",
  },
  QBO_VALUE_INVALID: {
    disposition: "park",
    message: "QuickBooks does not accept a value: {detail}",
    action: "Correct the value that the message names, then send the record again.",
  },
  QBO_REFERENCE_INVALID: {
    disposition: "park",
    message:
      "QuickBooks does not find, or has made inactive, something this record refers to: {detail}",
    action: "Make it active again in QuickBooks or choose another one, then send the record again.",
  },
  QBO_NOT_FOUND: {
    disposition: "park",
    message: "QuickBooks has no {type} {id}",
    action:
      "Check the Id. If this record was linked to it, it may have been merged or deleted in QuickBooks: unlink the record, then link or send it again.",
  },
  QBO_PERIOD_CLOSED: {
    disposition: "park",
    message: "The accounting period is closed in QuickBooks",
    action: "Ask the accountant to open the period, or make the change in QuickBooks itself.",
  },
  QBO_DUPLICATE_NUMBER: {
    disposition: "park",
    message: "QuickBooks already has a transaction with this number: {detail}",
    action:
      "Give the transaction another number, or link it to the one that QuickBooks names, then send it again.",
  },
  QBO_TRANSACTION_LOCKED: {
    disposition: "park",
    message: "The transaction has been deposited in QuickBooks and cannot be changed",
    action:
      "Ask the accountant to take it out of its deposit in QuickBooks first, then send the record again.",
  },
  QBO_SUBSCRIPTION_ENDED: {
    disposition: "reauthorise",
    message: "The company's QuickBooks subscription has ended or has a billing problem",
    action:
      "Renew the subscription in QuickBooks, then connect QuickBooks again. Nothing is lost meanwhile.",
  },
  QBO_REFUSED: {
    disposition: "park",
    message: "QuickBooks refused the change: {detail}",
    action: "Read the message from QuickBooks below, correct the record, then send it again.",
  },
  QBO_QUERY_INVALID: {
    disposition: "park",
    message: "QuickBooks did not understand the filter: {detail}",
    action: "Correct the filter, for example Id = '58', and press Sync Now again.",
  },
  // Salesforce.
  SF_REQUIRED_FIELD_MISSING: {
    disposition: "park",
    message: "Salesforce needs a value that is missing: {detail}",
    action:
      "Fill the field in QuickBooks, or make it optional in Salesforce, then press Sync From QuickBooks.",
  },
  SF_VALIDATION_FAILED: {
    disposition: "park",
    message: "A rule in Salesforce refused the change: {detail}",
    action: "Correct the record so that the rule accepts it, then try again.",
  },
  SF_VALUE_TOO_LONG: {
    disposition: "park",
    message: "A value is longer than the Salesforce field: {detail}",
    action:
      "Shorten the value in QuickBooks or lengthen the field, then press Sync From QuickBooks.",
  },
  SF_DUPLICATE: {
    disposition: "park",
    message: "Salesforce found a duplicate: {detail}",
    action: "Link the existing record instead, or merge the two.",
  },
  SF_FIELD_NOT_WRITABLE: {
    disposition: "park",
    message: "The integration user cannot write a mapped field: {detail}",
    action: "Assign the permission set Accord Sync Integration to the integration user.",
  },
  SF_STALE_VERSION: {
    disposition: "observe-again",
    message: "Salesforce {type} {id} changed since we last saw it",
    action: "Nothing to do: the record is read again and the change is merged.",
  },
  SF_NOT_FOUND: {
    disposition: "park",
    message: "Salesforce has no {type} {id}",
    action: "It may have been deleted or merged. Restore it from the recycle bin, or unlink it.",
  },
  SF_ROW_LOCKED: {
    disposition: "retry",
    message: "Salesforce could not lock the record, because somebody else was saving it",
    action: "Nothing to do: it is tried again.",
  },
  SF_REQUEST_LIMIT: {
    disposition: "pause-system",
    message: "Salesforce's daily limit of API requests is reached",
    action:
      "The work waits and goes on when Salesforce allows requests again. Ask Salesforce for more requests if this happens often.",
  },
  SF_BUSY: {
    disposition: "wait",
    message: "Salesforce is working on too many long requests of this org at once",
    action: "Nothing to do: the work goes on by itself in a moment.",
  },
  SF_EVENTS_LIMIT: {
    disposition: "wait",
    message: "The org's change events of a day are used up",
    action:
      "Nothing to do: changes are found by polling meanwhile, some seconds later, and the events are asked for again by themselves. Ask Salesforce for more deliveries if this happens often.",
  },
  SF_EVENTS_CLOSED: {
    disposition: "wait",
    message: "Salesforce does not give its change events to Accord Sync: {detail}",
    action:
      "Changes are found by polling meanwhile, some seconds later. Deploy the channel Accord_Sync__chn of the Salesforce package, and assign Accord Sync Integration to the integration user.",
  },
  SF_EVENT_UNREADABLE: {
    disposition: "observe-again",
    message: "A change event of {object} could not be read and was passed over: {detail}",
    action:
      "Nothing to do: what it may have told is found by a sweep, some seconds later. If events of one object cannot be read again and again, its changes come later for as long: report it, with this message.",
  },
  SF_OBJECT_MISSING: {
    disposition: "park",
    message: "The integration user does not see the object {type} in Salesforce",
    action: "Assign the permission set Accord Sync Integration to the integration user.",
  },
  SF_FIELD_MISSING: {
    disposition: "park",
    message: "The integration user does not see these mapped fields of {type}: {detail}",
    action:
      "Deploy the Salesforce package if they are its own, and assign the permission set Accord Sync Integration to the integration user, or give it access to these fields.",
  },
  SF_BULK_NOT_REACHED: {
    disposition: "retry",
    message: "Salesforce's bulk job did not come to this record: {detail}",
    action: "Nothing to do: it is tried again with the next job.",
  },
  SF_REFUSED: {
    disposition: "park",
    message: "Salesforce refused the change: {detail}",
    action: "Read the message from Salesforce below, correct the record, then try again.",
  },
  // Authorisation.
  AUTH_EXPIRED: {
    disposition: "wait",
    message: "The session with {system} has ended",
    action: "Nothing to do: a new one is opened by itself.",
  },
  AUTH_NOT_CONNECTED: {
    disposition: "reauthorise",
    message: "{system} is not connected yet",
    action: "Open Accord Admin > Connections and connect {system}.",
  },
  AUTH_REFRESH_REJECTED: {
    disposition: "reauthorise",
    message: "{system} no longer accepts our authorisation",
    action:
      "Open Accord Admin > Connections and connect {system} again. Nothing is lost meanwhile.",
  },
  SF_APP_UNKNOWN: {
    disposition: "reauthorise",
    message: "Salesforce does not know the app, or its secret is another: {detail}",
    action:
      "Compare ACCORD_SALESFORCE_CLIENT_ID (and ACCORD_SALESFORCE_CLIENT_SECRET, where one is used) with the external client app in Setup, then start the service again. A new app is known after up to ten minutes.",
  },
  SF_USER_NOT_APPROVED: {
    disposition: "reauthorise",
    message: "The integration user may not use the app in Salesforce: {detail}",
    action:
      "In the app's policies in Setup set Permitted Users to 'Admin approved users are pre-authorized' and add the permission set Accord Sync Integration; check the user's name in ACCORD_SALESFORCE_USERNAME and that the user is active.",
  },
  SF_AUDIENCE_WRONG: {
    disposition: "reauthorise",
    message: "Salesforce does not take the assertion: its audience is not this org's login address",
    action:
      "Set ACCORD_SALESFORCE_URL to the org's own address (My Domain), with .sandbox. in it for a sandbox, then start the service again.",
  },
  SF_ASSERTION_EXPIRED: {
    disposition: "reauthorise",
    message: "Salesforce takes our assertion for expired: the clocks differ by minutes",
    action:
      "Set the clock of the service's machine right (network time), then start the service again.",
  },
  SF_KEY_UNKNOWN: {
    disposition: "reauthorise",
    message: "The signature does not fit the certificate of the app in Salesforce: {detail}",
    action:
      "Upload the certificate that belongs to ACCORD_SALESFORCE_JWT_KEY_FILE to the external client app (`accord salesforce-key` makes a fitting pair), then start the service again.",
  },
  AUTH_FORBIDDEN: {
    disposition: "reauthorise",
    message: "{system} does not let us see this company or org",
    action: "Connect {system} again as a user who may use it.",
  },
  // Links.
  LINK_TAKEN: {
    disposition: "park",
    message: "{ref} is already linked to {other}",
    action: "Open that record, or unlink it there first.",
  },
  DECISION_OUT_OF_DATE: {
    disposition: "park",
    message: "{field} has other values by now than the two you chose between",
    action: "Look at both values as they are now, then choose again.",
  },
  MATCH_FOUND: {
    disposition: "park",
    message: "QuickBooks already has a record that looks the same: {name}",
    action: "Choose Link Record to use it, or create another one.",
  },
  MATCH_IN_SALESFORCE: {
    disposition: "park",
    message: "Salesforce already has {what} named {name}",
    action: "Open that record in Salesforce and press Link Record.",
  },
  ...DELETION_ERRORS,
  WRITE_OUTCOME_AMBIGUOUS: {
    disposition: "park",
    message:
      "It is not certain whether {system} carried out an earlier write; records that could be its result: {count}",
    action:
      "Look at what was made in {system} then: link the one that is '{name}', or choose to create another one when none is.",
  },
  MADE_IN_DOUBT: {
    disposition: "park",
    message: "It may be what an earlier write for {record} made, of which no answer came",
    action:
      "Press Link Record on {record} when it is; when it is not, choose there to create another one.",
  },
  RETRIES_EXHAUSTED: {
    disposition: "park",
    message: "It was tried {attempts} times without success: {last}",
    action: "Look at the last message, then press the button again.",
  },
  INCOME_ACCOUNT_MISSING: {
    disposition: "park",
    message: "No income account is chosen for products made in QuickBooks",
    action:
      "Choose the income account in the set-up of the QuickBooks connection, then send the record again.",
  },
  REAL_TIME_OFF: {
    disposition: "wait",
    message: "Real-time updates to Salesforce are switched off for {object}",
    action:
      "Press Sync From QuickBooks to bring this change in now, or switch Enable Real-Time Updates to Salesforce on in Accord Admin > Mappings.",
  },
  NOTHING_DONE: {
    disposition: "wait",
    message: "{reason}, so nothing was changed",
    action: "Press the button again in a moment.",
  },
  RECORD_KEPT_APART: {
    disposition: "park",
    message: "A person unlinked it, and it is kept apart since",
    action: "Press Send to QuickBooks or Link Record on it to take it up again.",
  },
  NOT_MADE_HERE: {
    disposition: "park",
    message: "Accord Sync makes no {type} in {system}",
    action: "Make it in {system} by hand, then link the two.",
  },
  NEEDED_RECORDS: {
    disposition: "wait",
    message: "This record names others that must be in {system} first: {records}",
    action: "Nothing to do: they are being brought there, and this record follows by itself.",
  },
  NEEDED_RECORD_HELD: {
    disposition: "park",
    message: "This record names {record}, which is not linked: {reason}",
    action:
      "Open that record and do what it asks for. As soon as it is linked, this one goes on by itself.",
  },
  REFERENCES_CIRCULAR: {
    disposition: "park",
    message:
      "These records name each other in a circle, so none of them can be the first: {records}",
    action: "Take one of these references out, then press Send to QuickBooks again.",
  },
  OTHER_RECORD_OF_THE_ID: {
    disposition: "park",
    message: "QuickBooks {type} {id} is another record than the one that was linked",
    action:
      "This happens when a company was restored or replaced. Unlink this record, then link it to the right one or send it again.",
  },
  // The service itself.
  INTERNAL_ERROR: {
    disposition: "retry",
    message: "Accord Sync met an error of its own while working on this record",
    action:
      "Nothing was lost. Press the button again; if it stays, send the service's log to whoever looks after it.",
  },
  API_NOT_SIGNED_IN: {
    disposition: "park",
    message: "You are not signed in to Accord Sync",
    action:
      "Sign in, or check that the Named Credential's certificate is registered with the service.",
  },
  API_BAD_REQUEST: {
    disposition: "park",
    message: "The request cannot be understood: {detail}",
    action: "Correct the request.",
  },
  OBJECT_NOT_MAPPED: {
    disposition: "park",
    message: "{type} is not mapped; these are: {mapped}",
    action: "Choose one of these objects, or a record of one.",
  },
  RECORD_NOT_LINKED: {
    disposition: "park",
    message: "This record is not linked to a QuickBooks record",
    action: "Press Send to QuickBooks, or link it first.",
  },
  RECORD_BUSY: {
    disposition: "retry",
    message: "Other work on this record is not finished",
    action: "Try again in a moment.",
  },
  FILTER_INVALID: {
    disposition: "park",
    message: "The filter cannot be read: {detail}",
    action: "Correct it at the place shown. An example: Id = '58'",
  },
  WEBHOOK_SIGNATURE_WRONG: {
    disposition: "park",
    message: "A webhook's signature is wrong",
    action: "Compare the verifier token in the settings with the one of the app at Intuit.",
  },
  DATA_FOLDER_IN_USE: {
    disposition: "halt",
    message: "Another process is using the data folder {folder}",
    action: "Stop the other process, or choose another folder with ACCORD_DATA.",
  },
  LEDGER_TAKEN_OVER: {
    disposition: "halt",
    message: "Another process has taken over the ledger, so this one ends",
    action:
      "Nothing to do when you started that one in its place. Otherwise see to it that the service is started once: nothing was lost, and nothing was done twice.",
  },
  DATA_FOLDER_OF_OTHER_ACCOUNTS: {
    disposition: "halt",
    message: "The data folder belongs to other accounts: {held}, while the settings name {wanted}",
    action:
      "Choose another folder with ACCORD_DATA, for example when you go from the demo to your own accounts: links and work of one pair of accounts mean nothing to another.",
  },
  PORT_IN_USE: {
    disposition: "halt",
    message: "Port {port} is in use",
    action: "Stop the program that uses it, or choose another port with PORT.",
  },
  LEDGER_NEWER_SCHEMA: {
    disposition: "halt",
    message:
      "The ledger was written by a newer version of Accord Sync (schema {found}, this one knows {supported})",
    action: "Install the newer version again.",
  },
  LEDGER_OTHER_SCHEMA: {
    disposition: "halt",
    message: "The ledger was written by another build of Accord Sync (its schema {found} differs)",
    action: "Start that build again, or name an empty folder with ACCORD_DATA.",
  },
  SETTINGS_INVALID: {
    disposition: "halt",
    message: "A setting cannot be used: {detail}",
    action: "Correct the setting and start again.",
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof rows;

export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = rows;
