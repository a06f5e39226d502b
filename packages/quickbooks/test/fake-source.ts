/**
 * A company as the walks see it: records of some types that change between calls, answering the
 * statements and CDC calls of this adapter and nothing else. It stands beside the emulator because it
 * can be told to mean other things by Ids, as a real company might.
 */
import type { CompanyApi } from "../src/api/company-api.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { Json, JsonObject } from "@accord-sync/core/json/lossless-json.ts";

export interface FakeRecord {
  readonly type: string;
  readonly id: number;
  token: number;
  modified: number;
  isDeleted: boolean;
}

/** What happens in the company between two calls. */
export type Happening = "create" | "update" | "delete" | "tick";

/** What `Id > 'n'` does: compares numbers, compares letters, or is refused. */
export type IdComparison = "numbers" | "letters" | "refused";

export class FakeSource implements CompanyApi {
  readonly realmId = "1";
  readonly records: FakeRecord[] = [];
  readonly calls: string[] = [];
  now = Date.UTC(2026, 10, 23, 10);
  idComparison: IdComparison = "numbers";
  idOrder: "numbers" | "letters" = "numbers";
  cdcMax = 1000;
  looksBackMs = Number.POSITIVE_INFINITY;
  /** Called before each answer: what happens in the company between two calls. */
  meanwhile: () => void = () => undefined;

  create(type: string): FakeRecord {
    const id = this.records.length + 1;
    const record = { type, id, token: 0, modified: this.now, isDeleted: false };
    this.records.push(record);
    return record;
  }

  update(record: FakeRecord): void {
    record.token += 1;
    record.modified = this.now;
  }

  delete(record: FakeRecord): void {
    record.isDeleted = true;
    record.modified = this.now;
  }

  /** Lets something happen to one of the living records, the `which`th in turn; answers with that one. */
  happen(event: Happening, which: number): FakeRecord | undefined {
    const alive = this.records.filter(({ isDeleted }) => !isDeleted);
    const record = alive[which % Math.max(1, alive.length)];
    if (event === "tick") this.now += 1_000;
    else if (event === "create" || record === undefined) this.create("Bill");
    else if (event === "update") this.update(record);
    else this.delete(record);
    return record;
  }

  exchange(): Promise<never> {
    throw new Error("the walks only read");
  }

  async read(resource: string, parameters: Readonly<Record<string, string>> = {}) {
    const body = await this.get(resource, parameters);
    return body.ok ? succeed({ body: body.value, requestId: null }) : body;
  }

  async get(
    resource: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<Result<JsonObject>> {
    this.meanwhile();
    const { query = "", entities = "", changedSince = "" } = parameters;
    this.calls.push(resource === "cdc" ? `cdc ${entities} since ${changedSince}` : query);
    if (resource === "cdc" && Date.parse(changedSince) < this.now - this.looksBackMs) {
      const detail = "Operation cdc with changedSince date older than fixed days is not supported.";
      const vendor = { code: "500", message: "", detail, requestId: null };
      return fail(operationalError("QBO_REFUSED", { detail }, { vendor }));
    }
    const answer =
      resource === "cdc" ? this.#changes(entities.split(","), changedSince) : this.#select(query);
    return typeof answer === "string"
      ? fail(operationalError("QBO_QUERY_INVALID", { detail: answer }))
      : succeed(answer);
  }

  #changes(types: readonly string[], since: string): JsonObject {
    const from = Date.parse(since);
    let room = this.cdcMax;
    const groups = types.map((type): JsonObject => {
      const changed = this.records
        .filter((record) => record.type === type && record.modified >= from)
        .toSorted((a, b) => Number(a.isDeleted) - Number(b.isDeleted) || a.modified - b.modified)
        .slice(0, room);
      room -= changed.length;
      return changed.length === 0 ? {} : { [type]: changed.map(jsonOf) };
    });
    return { CDCResponse: [{ QueryResponse: groups }], time: new Date(this.now).toISOString() };
  }

  #select(statement: string): JsonObject | string {
    const [, type = "", where = "", order = "", start = "1", rows = "0"] =
      /^SELECT \* FROM (\w+)(?: WHERE (.*?))? ORDERBY (\S+) STARTPOSITION (\d+) MAXRESULTS (\d+)$/.exec(
        statement,
      ) ?? [];
    const conditions = where === "" ? [] : where.split(" AND ");
    if (this.idComparison === "refused" && conditions.some((text) => text.startsWith("Id >"))) {
      return "property 'Id' is not queryable";
    }
    const found = this.records
      .filter((record) => record.type === type && !record.isDeleted)
      .filter((record) => conditions.every((condition) => this.#holds(record, condition)))
      .toSorted((a, b) => (order === "Id" ? 0 : a.modified - b.modified) || this.#byId(a, b))
      .slice(Number(start) - 1, Number(start) - 1 + Number(rows));
    return { QueryResponse: found.length === 0 ? {} : { [type]: found.map(jsonOf) } };
  }

  #byId(a: FakeRecord, b: FakeRecord): number {
    return this.idOrder === "letters" ? (String(a.id) < String(b.id) ? -1 : 1) : a.id - b.id;
  }

  #holds(record: FakeRecord, condition: string): boolean {
    const [, property, sign, value = ""] = /^(\S+) (>=|<|>|IN) '?([^']*)'?$/.exec(condition) ?? [];
    if (property === "Active") return true;
    if (property === "Id") {
      return this.idComparison === "letters"
        ? String(record.id) > value
        : record.id > Number(value);
    }
    if (property !== "MetaData.LastUpdatedTime") throw new Error(`not understood: ${condition}`);
    const time = Date.parse(value);
    return sign === "<" ? record.modified < time : record.modified >= time;
  }
}

function jsonOf(record: FakeRecord): Json {
  const { id, token, modified, isDeleted } = record;
  const MetaData = { LastUpdatedTime: isoSeconds(modified) };
  return isDeleted
    ? { Id: String(id), status: "Deleted", MetaData }
    : { Id: String(id), SyncToken: String(token), MetaData };
}
