/** Surface: one record's view, and what a person may ask for it. */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listConnections } from "@accord-sync/ledger/connections.ts";
import { decideEntry, findEntry } from "@accord-sync/ledger/entries.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { listRecordLog } from "@accord-sync/ledger/log-entries.ts";
import type {
  DecideRequest,
  EngineApi,
  LinkRequest,
  LogEntryView,
  RecordView,
  SendRequest,
} from "../engine-api.ts";
import {
  type EngineContext,
  mappedScope,
  mappingForType,
  nowIso,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import { linkRecords } from "../link-record.ts";
import { type NoticeParts, recordNotice } from "../notices/record-notice.ts";
import { unlinkRecord } from "../unlink-record.ts";
import { logEntryViews } from "../views/log-view.ts";
import type { RecordGlances } from "../views/record-glances.ts";
import { goneRecordView, notMapped, seenOf, viewRecord } from "../views/record-view.ts";
import { openQuestions } from "../writer/create-doubt.ts";

const badRequest = (detail: string): OperationalError =>
  operationalError("API_BAD_REQUEST", { detail });

type RecordCalls = Pick<
  EngineApi,
  "viewRecord" | "send" | "fetch" | "link" | "unlink" | "decide" | "recordLog"
>;

interface Target {
  readonly mapping: Mapping;
  readonly ref: RecordRef;
}

export class RecordSurface implements RecordCalls {
  readonly #context: EngineContext;
  readonly #glances: RecordGlances;

  constructor(context: EngineContext, glances: RecordGlances) {
    this.#context = context;
    this.#glances = glances;
  }

  async viewRecord(type: string, id: string): Promise<Result<RecordView>> {
    const name = await this.#companyName();
    const view = await viewRecord(this.#context, this.#glances, name, { type, id });
    // A page of a record that is not linked is answered from the directory, and costs no call (P1).
    if (view.ok && view.value.quickbooks !== null) this.#context.watch.pageSeen();
    return view;
  }

  send(type: string, id: string, { onMatch, actor }: SendRequest): Promise<Result<RecordView>> {
    return this.#ask(type, id, { direction: "send", onMatch, actor, lift: true });
  }

  async fetch(type: string, id: string, actor: string): Promise<Result<RecordView>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    if ((await this.#linkOf(target.value)) === null) {
      return fail(operationalError("RECORD_NOT_LINKED"));
    }
    return this.#ask(type, id, { direction: "fetch", actor });
  }

  async link(
    type: string,
    id: string,
    { quickbooksId, actor }: LinkRequest,
  ): Promise<Result<RecordView>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    const { mapping, ref } = target.value;
    const linked = await linkRecords(this.#context, {
      mapping,
      salesforce: ref,
      quickbooks: quickbooksRef(mapping.quickbooksType, quickbooksId),
      actor,
    });
    if (!linked.ok) return linked;
    this.#context.wake();
    return this.viewRecord(type, id);
  }

  async unlink(type: string, id: string, actor: string): Promise<Result<RecordView>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    const unlinked = await unlinkRecord(this.#context, { ...target.value, actor });
    if (!unlinked.ok) return unlinked;
    this.#glances.forget(target.value.ref);
    const view = await this.viewRecord(type, id);
    // The act is done, also where the Salesforce record is gone and has no view of its own any more.
    return view.ok ? view : this.#goneView(target.value);
  }

  async decide(
    type: string,
    id: string,
    { entry, keep, actor, seen }: DecideRequest,
  ): Promise<Result<RecordView>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    const { mapping, ref } = target.value;
    const link = await this.#linkOf(target.value);
    const refusal = await this.#context.ledger.transaction(async (tx) => {
      const found = await findEntry(tx, entry);
      if (link === null || found?.linkId !== link.id || found.closedAt !== null) {
        return badRequest("this difference is no longer open; load the record again");
      }
      if (seen !== undefined && seen !== seenOf(found)) {
        const { label = found.field } =
          mapping.fields.find((rule) => rule.name === found.field) ?? {};
        return operationalError("DECISION_OUT_OF_DATE", { field: label });
      }
      const at = nowIso(this.#context);
      if (!(await decideEntry(tx, entry, { keep, by: actor, at }))) {
        const who = found.decidedBy ?? "somebody";
        return badRequest(
          `${who} decided for the other value before you, and it is being carried out; load the record again`,
        );
      }
      await recordNotice(this.#context, tx, { mapping, ref, source: "decision", actor });
      return null;
    });
    if (refusal !== null) return fail(refusal);
    this.#context.wake();
    return this.viewRecord(type, id);
  }

  async recordLog(
    type: string,
    id: string,
    limit: number,
  ): Promise<Result<readonly LogEntryView[]>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    const { ledger, scope } = this.#context;
    const entries = await listRecordLog(ledger.db, scope.tenant, target.value.ref, limit);
    return succeed(await logEntryViews(ledger.db, entries));
  }

  async #goneView({ mapping, ref }: Target): Promise<Result<RecordView>> {
    const name = await this.#companyName();
    return succeed(goneRecordView(this.#context, mapping, ref, name));
  }

  async #companyName(): Promise<string> {
    const { ledger, scope } = this.#context;
    const rows = await listConnections(ledger.db, scope.tenant);
    return rows.find((row) => row.system === "quickbooks")?.name ?? scope.company;
  }

  #target(type: string, id: string): Result<Target> {
    const mapping = mappingForType(this.#context, "salesforce", type);
    if (mapping === null) return fail(notMapped(this.#context, type));
    return succeed({ mapping, ref: salesforceRef(type, id) });
  }

  #linkOf({ mapping, ref }: Target): Promise<Link | null> {
    return findLinkByRef(this.#context.ledger.db, mappedScope(this.#context, mapping), ref);
  }

  /** Records a person's wish durably and answers with the view that shows it. */
  async #ask(
    type: string,
    id: string,
    wish: Omit<NoticeParts, "mapping" | "ref" | "source">,
  ): Promise<Result<RecordView>> {
    const target = this.#target(type, id);
    if (!target.ok) return target;
    const { mapping, ref } = target.value;
    const scope = mappedScope(this.#context, mapping);
    const known = await openQuestions(this.#context.ledger.db, scope, ref);
    const before = await this.viewRecord(type, id);
    if (!before.ok) return before;
    await this.#context.ledger.transaction(async (tx) => {
      // The look above may take long. Whoever pressed does not answer what was asked meanwhile.
      const open = await openQuestions(tx, scope, ref);
      const isAnswer = [...open].every((question) => known.has(question));
      const onMatch = isAnswer ? wish.onMatch : "ask";
      const parts: NoticeParts = { mapping, ref, source: "person", ...wish };
      await recordNotice(this.#context, tx, onMatch === undefined ? parts : { ...parts, onMatch });
    });
    this.#context.wake();
    return this.viewRecord(type, id);
  }
}
