/** The texts of the First Load tab. */

export const FIRST_LOAD = {
  title: "First Load",
  intro:
    "Brings what the two systems already hold together. First both are read and a plan is made, which writes nothing. " +
    "You look at it, decide what is not clear, and apply it.",
  objects: "Objects",
  direction: "Records that only one system has",
  linkFrom: "Link clear matches from a score of",
  linkFromHelp:
    "Name, e-mail, phone and address add up to a score from 0 to 100. A match below it, or one of several that are close, is asked about.",
  askEach: "Ask about every match",
  differing: "Where linked records differ",
  includeInactive: "Bring inactive records along",
  makePlan: "Make a Plan",
  writesNothing: "Reads both systems. Nothing is written.",
  reading: "Reading both systems",
  ready: "The plan is ready. Nothing is written before you apply it.",
  applying: "The plan is being applied",
  paused: "Paused",
  done: "Done",
  cancelled: "Cancelled. What was written stays.",
  failed: "The first load stopped",
  apply: "Apply the Plan",
  pause: "Pause",
  resume: "Resume",
  cancel: "Cancel",
  newPlan: "Make Another Plan",
  applyTitle: "Apply the plan?",
  cancelTitle: "Cancel the first load?",
  cancelText: "What was written stays as it is. What is left of the plan is dropped.",
  expected: "Expected",
  used: "Used so far",
  meteredCalls: "metered calls of QuickBooks",
  freeCalls: "free calls of QuickBooks",
  salesforceCalls: "calls of Salesforce",
  noCalls: "no calls",
  records: "Records of the Plan",
  action: "What Is Planned",
  state: "State",
  object: "Object",
  anything: "Any",
  search: "A part of the name",
  noItems: "No record of the plan is as chosen above.",
  more: "Show More",
  approve: "Approve",
  approveAll: "Approve All of These",
  skip: "Skip",
  skipAll: "Skip All of These",
  approveAllTitle: "Approve all of these?",
  skipAllTitle: "Skip all of these?",
  allOfThem:
    "Every record of the plan that is chosen above is meant, also those that are not on this page.",
  createNew: "Create a New Record",
  linkWith: "Link With This One",
  field: "Field",
  comes: "What Comes of It",
  toBeDecided: "to be decided after the link",
  mayBe: "May be one of these",
  mayRefuse: "may refuse it",
  score: "Score",
  show: "Show",
  hide: "Hide",
  changedSince: "changed since they were read; they are looked at again before they are written",
} as const;

export const LOAD_ACTION_LABELS: Readonly<Record<string, string>> = {
  create: "Create",
  link: "Link",
  ask: "Ask",
  update: "Update",
  skip: "Leave Alone",
};

export const LOAD_STATE_LABELS: Readonly<Record<string, string>> = {
  planned: "Planned",
  waiting: "Waits for a Decision",
  skipped: "Left Out",
  underWay: "Under Way",
  done: "Done",
  refused: "Refused",
};

export const LOAD_DIRECTION_LABELS: Readonly<Record<string, string>> = {
  toSalesforce: "Create in Salesforce what only QuickBooks has",
  toQuickbooks: "Create in QuickBooks what only Salesforce has",
  both: "Create in both directions",
  none: "Create nothing, only link",
};

export const DIFFERING_LABELS: Readonly<Record<string, string>> = {
  ask: "Ask about each value",
  salesforce: "Salesforce's value goes to QuickBooks; what is empty is filled",
  quickbooks: "QuickBooks' value goes to Salesforce; what is empty is filled",
};

export const SYSTEM_LABELS: Readonly<Record<string, string>> = {
  salesforce: "Salesforce",
  quickbooks: "QuickBooks",
};
