/**
 * The service, as components call it: each function is one call of the Apex proxy, whose text answer is
 * read into its type. A refusal rejects; `problemText` turns it into words for a screen.
 */
export {
  decideEntry,
  fetchRecord,
  getRecordLog,
  getRecordView,
  linkRecord,
  sendRecord,
  unlinkRecord,
} from "./recordCalls";
export {
  getLog,
  getSyncRun,
  getSyncRuns,
  readFilter,
  reprocess,
  startSyncRun,
  type LogFilter,
  type LogQuery,
  type Reprocessed,
} from "./syncCalls";
export {
  chooseIncomeAccount,
  getMappings,
  getStatus,
  pauseConnection,
  resumeConnection,
  setDeletePolicies,
  setPolicies,
  setRealTime,
} from "./setUpCalls";
export {
  cancelIntegrity,
  changeIntegrityJob,
  getFindings,
  getIntegrity,
  getIntegrityCost,
  getIntegrityJobs,
  getIntegrityRuns,
  makeIntegrityJob,
  removeIntegrityJob,
  repairIntegrity,
  startIntegrity,
  type FindingQuery,
} from "./integrityCalls";
export {
  decideHeldChanges,
  decideHeldDeletes,
  getHeldChanges,
  getHeldDeletes,
  getHeldRecords,
  type HeldRecordPage,
} from "./heldCalls";
export {
  applyFirstLoad,
  cancelFirstLoad,
  decideFirstLoad,
  getFirstLoadItems,
  getFirstLoads,
  pauseFirstLoad,
  planFirstLoad,
  resumeFirstLoad,
  type LoadPage,
} from "./loadCalls";

export type {
  ComparedRow,
  ConflictPolicy,
  Decision,
  DeleteChoice,
  DeletePolicy,
  Edit,
  FieldValue,
  FilterReading,
  HeldChanges,
  HeldDecided,
  HeldDecision,
  HeldDelete,
  HeldRecord,
  HoldDecision,
  LogEntry,
  LogOutcome,
  LogPage,
  Mapping,
  Match,
  MonthBudget,
  RecordStatus,
  RecordView,
  Removal,
  RunOutcome,
  SalesforceRef,
  ServiceError,
  ServiceStatus,
  SyncRun,
} from "./types";

export type {
  FindingKind,
  FindingPage,
  IntegrityCost,
  IntegrityFinding,
  IntegrityJob,
  IntegrityObject,
  IntegrityRun,
  JobParts,
  ScheduleParts,
} from "./integrity";

export type {
  FirstLoad,
  LoadAction,
  LoadCandidate,
  LoadChoice,
  LoadCounts,
  LoadDecided,
  LoadDirection,
  LoadField,
  LoadItem,
  LoadItemState,
  LoadOrder,
  LoadQuery,
} from "./backfill";

export { type Problem, problemText, readProblem } from "./problem";
