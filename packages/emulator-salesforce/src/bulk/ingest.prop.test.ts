import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import { BulkClient } from "./testing/bulk-client.ts";

/** Text that may hold what files quote, what fields refuse, and nothing at all. */
const text = fc.oneof(
  fc.constantFrom("", "A", " padded ", 'say "hi", then', "two\nlines", "ä€😀", "x".repeat(256)),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

interface SentRow {
  readonly Name: string;
  readonly Phone: string;
  readonly NumberOfEmployees: string;
  readonly Accord_Email__c: string;
  readonly Level__c: string;
  readonly Accord_QB_Id__c: string;
}

const COLUMNS = [
  "Name",
  "Phone",
  "NumberOfEmployees",
  "Accord_Email__c",
  "Level__c",
  "Accord_QB_Id__c",
] as const;

const rows: fc.Arbitrary<readonly SentRow[]> = fc.array(
  fc.record({
    Name: text,
    Phone: fc.oneof(text, fc.constant("0".repeat(41))),
    NumberOfEmployees: fc.oneof(fc.constant(""), fc.integer({ min: 0, max: 1e9 }).map(String)),
    Accord_Email__c: fc.constantFrom("", "a@b.example", "no address"),
    Level__c: fc.constantFrom("", "Gold", "Lead"),
    Accord_QB_Id__c: fc.constantFrom("", "1", "2", "3"),
  }),
  { maxLength: 12 },
);

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const csvOf = (list: readonly SentRow[]): string =>
  [
    COLUMNS.join(","),
    ...list.map((row) => COLUMNS.map((name) => quoted(row[name])).join(",")),
    "",
  ].join("\n");

/** What an org holds, without what differs by the way and time of writing. */
const stateOf = (org: OrgClient): unknown =>
  org.records(`SELECT ${COLUMNS.join(", ")}, OwnerId, IsDeleted FROM Account ORDER BY Id`);

/** The error of a refused creation as the file of failed rows writes it. */
function fileError(body: unknown): string {
  const items = body as readonly { errorCode: string; message: string; fields?: string[] }[];
  return items
    .map(({ errorCode, message, fields = [] }) => {
      const names = fields.length === 0 ? "" : `${fields.join(" ")} `;
      return `${errorCode}:${message}:${names}--`;
    })
    .join(";");
}

describe("a bulk insert", () => {
  it("leaves the values and gives the errors of the same rows created one by one", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const bulk = new BulkClient();
        const single = new OrgClient();
        const errors = list.flatMap((row) => {
          const given = Object.entries(row).filter(([, cell]) => cell !== "");
          const answer = single.send("POST", "sobjects/Account", Object.fromEntries(given));
          return answer.status === 201 ? [] : [fileError(answer.body)];
        });
        const job = bulk.load({ object: "Account", operation: "insert" }, csvOf(list));
        expect(job.numberRecordsProcessed).toBe(list.length);
        expect(job.numberRecordsFailed).toBe(errors.length);
        expect(stateOf(bulk.org)).toEqual(stateOf(single));
        const failed = bulk.file(job.id, "failedResults");
        for (const error of errors) expect(failed).toContain(quoted(error));
      }),
      { numRuns: 150 },
    );
  });
});
