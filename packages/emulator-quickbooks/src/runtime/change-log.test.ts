import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCompany, type Company } from "../company.ts";
import { predictableIds } from "../testing/predictable-ids.ts";
import { ApiDriver } from "../testing/api-driver.ts";
import { ChangeLog } from "./change-log.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-quickbooks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A company on the folder, as after a start of the process. */
function start(): { driver: ApiDriver; log: ChangeLog } {
  const { log, changes } = ChangeLog.open(folder);
  const driver = new ApiDriver({
    onCommit: (committed) => log.append(committed),
    ...(changes === undefined ? {} : { changes }),
  });
  return { driver, log };
}

const everything = (company: Company): unknown =>
  new Map(
    [...company.store.dump()].map((change) => [`${change.table}/${change.key}`, change.value]),
  );

describe("the folder's log", () => {
  it("gives a second start everything as it was: records, tokens, remembered answers, notices", () => {
    const first = start();
    first.driver.post("customer?requestid=r1", { DisplayName: "Kept" });
    const invoice = first.driver.created("invoice", {
      CustomerRef: { value: "3" },
      Line: [{ Amount: 5, DetailType: "SalesItemLineDetail", SalesItemLineDetail: {} }],
    });
    first.driver.created("invoice?operation=delete", { Id: invoice["Id"], SyncToken: "0" });
    first.log.close();
    const second = start();
    expect(everything(second.driver.company)).toEqual(everything(first.driver.company));
    expect(second.driver.post("customer?requestid=r1", { DisplayName: "Kept" }).body).toContain(
      '"Id":"71"',
    );
    second.log.close();
  });

  it("drops a torn last line and goes on after it", () => {
    const first = start();
    first.driver.created("customer", { DisplayName: "Whole" });
    first.log.close();
    appendFileSync(join(folder, "company.log"), '[{"table":"Customer","key":"72","value":{"ty');
    const second = start();
    expect(everything(second.driver.company)).toEqual(everything(first.driver.company));
    expect(second.driver.created("customer", { DisplayName: "After" })["Id"]).toBe("72");
    second.log.close();
    const third = start();
    expect(third.driver.read("customer/72")["DisplayName"]).toBe("After");
    third.log.close();
  });

  it("cut at any byte restores a state between two commits", () => {
    const { driver, log } = start();
    const states = [everything(driver.company)];
    for (const name of ["One", "Two", "Three"]) {
      driver.created("customer", { DisplayName: name });
      states.push(everything(driver.company));
    }
    log.close();
    const whole = readFileSync(join(folder, "company.log"));
    const seedEnd = whole.indexOf(0x0a) + 1;
    for (let cut = seedEnd; cut <= whole.length; cut += 97) {
      writeFileSync(join(folder, "company.log"), whole.subarray(0, cut));
      const opened = ChangeLog.open(folder);
      const company = createCompany({ ids: predictableIds(), changes: opened.changes ?? [] });
      opened.log.close();
      expect(states).toContainEqual(everything(company));
    }
  });

  it("refuses a line that is damaged in the middle rather than forget it", () => {
    const { driver, log } = start();
    driver.created("customer", { DisplayName: "One" });
    log.close();
    appendFileSync(join(folder, "company.log"), "damaged\n[]\n");
    expect(start).toThrow(/company\.log is damaged at line 3/);
  });

  it("is rewritten to its values once it has grown far beyond them", () => {
    const { driver, log } = start();
    for (let token = 0; token < 10; token += 1) {
      driver.created("customer", { Id: "58", SyncToken: `${token}`, sparse: true, Notes: "n" });
    }
    const record = driver.company.store.record("Customer", "58");
    for (let n = 0; n < 6_000; n += 1)
      log.append([{ table: "Customer", key: "58", value: record }]);
    const before = readFileSync(join(folder, "company.log")).length;
    log.close();
    const again = start();
    again.log.compact(again.driver.company.store.dump(), again.driver.company.store.size);
    again.driver.created("customer", { DisplayName: "After" });
    again.log.close();
    expect(readFileSync(join(folder, "company.log")).length).toBeLessThan(before / 4);
    const second = start();
    expect(second.driver.read("customer/58")["SyncToken"]).toBe("10");
    expect(second.driver.read("customer/71")["DisplayName"]).toBe("After");
    second.log.close();
  });
});

describe("a log of many megabytes", () => {
  it("comes back line by line, also where a line is longer than what is read at once", () => {
    const { log } = ChangeLog.open(folder);
    const lines = [30, 1_500_000, 7, 1_048_575, 1_048_576, 12].map((length, n) => [
      { table: "counter" as const, key: `${n}é`, value: "ü".repeat(length) },
    ]);
    for (const line of lines) log.append(line);
    log.close();
    const opened = ChangeLog.open(folder);
    const found = [...(opened.changes ?? [])].map(({ key, value }) => [key, String(value).length]);
    opened.log.close();
    expect(found).toEqual(lines.flat().map(({ key, value }) => [key, value.length]));
  });
});

describe("a refused request", () => {
  it("writes nothing to the log", () => {
    const { driver, log } = start();
    const before = readFileSync(join(folder, "company.log")).length;
    driver.post("customer", { DisplayName: "Weiskopf Consulting" });
    driver.get("customer/1");
    log.close();
    expect(readFileSync(join(folder, "company.log")).length).toBe(before);
  });
});
