/**
 * The recorded answer of `cdc` looks back nine years, which the vendor has refused since. So its form is
 * compared with that of a newer answer, and its rows with what reads show of the same estimates.
 */

import { describe, expect, it } from "vitest";
import recording from "../../data/recorded/shape-only/cdc--basic.json" with { type: "json" };
import { isObject, objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, idOf, invoiceOf } from "../testing/api-driver.ts";

const recorded = recording.exchanges[0]?.response.body ?? "";

/** The rows of the one group, and the text of the answer around them. */
function taken(body: string, type: string): { envelope: string; rows: readonly JsonObject[] } {
  const { CDCResponse } = JSON.parse(body) as { CDCResponse: { QueryResponse: JsonObject[] }[] };
  const rows = objectsOf(CDCResponse[0]?.QueryResponse[0] ?? {}, type);
  const envelope = JSON.stringify(JSON.parse(body), (name: string, value: unknown) =>
    name === type ? "<rows>" : name === "time" ? "<time>" : value,
  ).replace(`"${type}"`, '"<type>"');
  return { envelope, rows };
}

const changedAt = (row: JsonObject): string => {
  const meta = objectOf(row, "MetaData");
  return (isObject(meta) ? textOf(meta, "LastUpdatedTime") : undefined) ?? "";
};

describe("change data, beside the recorded answer", () => {
  const driver = new ApiDriver();
  const ids = Array.from({ length: 4 }, () => idOf(driver.created("invoice", invoiceOf("1", 5))));
  const [first = ""] = ids;
  driver.now += 60_000;
  driver.created("invoice", { Id: first, SyncToken: "0", sparse: true, PrivateNote: "Later" });
  const { body } = driver.get("cdc?changedSince=2026-11-01T09:00:00-07:00&entities=invoice");
  const emulated = taken(body, "Invoice");
  const real = taken(recorded, "Estimate");

  it("has its members, their order and its counts", () => {
    expect(emulated.envelope).toBe(real.envelope);
  });

  it("shows whole records, with the members that both have in the recorded order", () => {
    const [ours = {}] = emulated.rows;
    const [theirs = {}] = real.rows;
    const shared = Object.keys(ours).filter((name) => name in theirs);
    expect(shared).toEqual(Object.keys(theirs).filter((name) => name in ours));
    expect(shared.slice(0, 5)).toEqual(["domain", "sparse", "Id", "SyncToken", "MetaData"]);
    const isWhole = (row: JsonObject): boolean => row["sparse"] === false;
    expect([...emulated.rows, ...real.rows].every(isWhole)).toBe(true);
  });

  it("shows the recorded rows themselves, byte for byte, where they are read", () => {
    for (const row of real.rows) {
      const shown = driver.get(`estimate/${idOf(row)}`).body;
      const text = /^\{"Estimate":(\{.*\}),"time":"[^"]*"\}$/.exec(shown)?.[1] ?? shown;
      expect(recorded).toContain(text);
    }
  });

  it("lists the oldest change first, whatever the order of creation", () => {
    expect(emulated.rows.map(idOf)).toEqual([...ids.slice(1), first]);
    for (const { rows } of [emulated, real]) {
      expect(rows.map(changedAt)).toEqual(rows.map(changedAt).toSorted());
    }
  });
});
