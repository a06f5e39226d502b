import { array, assert, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../json/json-value.ts";
import {
  ApiDriver,
  bodyOf,
  faultOf,
  idOf,
  invoiceOf,
  type TextAnswer,
} from "../testing/api-driver.ts";

const countOf = (driver: ApiDriver, type: string): unknown =>
  (bodyOf(driver.query(`select count(*) from ${type}`))["QueryResponse"] as JsonObject)[
    "totalCount"
  ];
const itemsOf = (answer: TextAnswer): readonly JsonObject[] =>
  objectsOf(bodyOf(answer), "BatchItemResponse");
const create = (bId: string, name: string): JsonObject => ({
  bId,
  operation: "create",
  Customer: { DisplayName: name },
});

describe("a requestid repeated", () => {
  it("gives the first answer to updates, voids and deletes, which would be refused if done twice", () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("1", 5));
    const id = invoice["Id"];
    const twice = (resource: string, body: object): void => {
      const first = driver.post(resource, body);
      expect(first.status).toBe(200);
      driver.now += 1500;
      expect(driver.post(resource, body).body).toBe(first.body);
    };
    twice("invoice?requestid=u", { Id: id, SyncToken: "0", sparse: true, PrivateNote: "x" });
    twice("invoice?operation=void&requestid=v", { Id: id, SyncToken: "1" });
    twice("invoice?operation=delete&requestid=d", { Id: id, SyncToken: "2" });
  });

  it("with a different request gets the first answer, and fault 600 where that is set", () => {
    const driver = new ApiDriver();
    const first = driver.post("customer?requestid=r", { DisplayName: "First" });
    expect(driver.post("customer?requestid=r", { DisplayName: "Second" }).body).toBe(first.body);
    driver.company.changeSettings({ requestIdReuse: "refuse" });
    expect(faultOf(driver.post("customer?requestid=r", { DisplayName: "Second" })).codes).toEqual([
      "600",
    ]);
    const again = driver.post("customer?minorversion=75&requestid=r", { DisplayName: "First" });
    expect(again.body).toBe(first.body);
  });

  it("knows an upload again although its parts are divided anew", () => {
    const driver = new ApiDriver({ settings: { requestIdReuse: "refuse" } });
    const upload = (boundary: string): string => {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file_content_01"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n`;
      const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
      const url = "/v3/company/9341452700000001/upload?requestid=up";
      const answer = driver.send("POST", url, `${head}hello\r\n--${boundary}--\r\n`, headers);
      expect(answer.status).toBe(200);
      return answer.body;
    };
    const first = upload("one");
    driver.now += 5000;
    expect(upload("two")).toBe(first);
    expect(countOf(driver, "Attachable where FileName = 'a.txt'")).toBe(1);
  });

  it("gives the first answer to a mail too, and sends it once", () => {
    const driver = new ApiDriver();
    const id = idOf(driver.created("invoice", invoiceOf("1", 5)));
    const send = () => driver.post(`invoice/${id}/send?sendTo=a@b.co&requestid=m`, "");
    const first = send();
    expect(first.status).toBe(200);
    expect(send().body).toBe(first.body);
    const mails = bodyOf(driver.send("GET", "/_emulator/mails", ""));
    expect(objectsOf(mails, "mails")).toHaveLength(1);
  });

  it("does not keep a query by POST, nor a read", () => {
    const driver = new ApiDriver();
    const ask = (): string => {
      const url = "/v3/company/9341452700000001/query?requestid=q";
      return driver.send("POST", url, "select count(*) from Customer").body;
    };
    const before = ask();
    driver.created("customer", { DisplayName: "New" });
    expect(ask()).not.toBe(before);
    expect(driver.get("customer/1?requestid=q").body).toContain("Amy's Bird Sanctuary");
  });

  it("survives a restart together with what it wrote", () => {
    const driver = new ApiDriver();
    const first = driver.post("customer?requestid=r", { DisplayName: "Once" });
    const restarted = new ApiDriver({ changes: [...driver.company.store.dump()] });
    expect(restarted.post("customer?requestid=r", { DisplayName: "Once" }).body).toBe(first.body);
    expect(countOf(restarted, "Customer")).toBe(countOf(driver, "Customer"));
  });

  it("is forgotten at a moment of its own where a spread is set", () => {
    const driver = new ApiDriver({
      settings: { requestIdMemoryMs: 1000, requestIdSpreadMs: 100_000 },
    });
    for (let n = 0; n < 20; n += 1)
      driver.post(`customer?requestid=r${n}`, { DisplayName: `C ${n}` });
    const isRemembered = (n: number): boolean =>
      driver.post(`customer?requestid=r${n}`, { DisplayName: `C ${n}` }).status === 200;
    driver.now += 999;
    const all = Array.from({ length: 20 }, (_, n) => n);
    expect(all.every(isRemembered)).toBe(true);
    driver.now += 50_000;
    const half = all.filter(isRemembered).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(20);
    driver.now += 60_000;
    expect(all.some(isRemembered)).toBe(false);
  });

  it("never writes twice, whatever comes in between", () => {
    const step = record({
      key: integer({ min: 0, max: 5 }),
      waitMs: integer({ min: 0, max: 60_000 }),
    });
    assert(
      property(array(step, { maxLength: 30 }), (steps) => {
        const driver = new ApiDriver();
        const ids = new Map<number, string>();
        for (const { key, waitMs } of steps) {
          driver.now += waitMs;
          const id = idOf(driver.created(`invoice?requestid=k${key}`, invoiceOf("1", 1 + key)));
          expect(id).toBe(ids.get(key) ?? id);
          ids.set(key, id);
        }
        expect(new Set(ids.values()).size).toBe(ids.size);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a requestid that is too long", () => {
  it("is refused: above 50, or above 36 for a batch", () => {
    const driver = new ApiDriver();
    const fifty = "x".repeat(50);
    expect(driver.post(`customer?requestid=${fifty}`, { DisplayName: "A" }).status).toBe(200);
    const batch = { BatchItemRequest: [create("1", "B")] };
    expect(driver.post(`batch?requestid=${"y".repeat(36)}`, batch).status).toBe(200);
    expect(faultOf(driver.post(`batch?requestid=${"y".repeat(37)}`, batch))).toMatchObject({
      codes: ["2130"],
      details: ["Request Id should not be longer than 36 characters."],
    });
  });

  it("leaves eleven characters for the bId of a batch no room either, but only under a requestid", () => {
    const driver = new ApiDriver();
    const batch = { BatchItemRequest: [create("12345678901", "Long")] };
    expect(faultOf(driver.post("batch?requestid=b", batch))).toMatchObject({
      codes: ["2130"],
      details: ["bId should not be longer than 10 characters."],
    });
    expect(countOf(driver, "Customer where DisplayName = 'Long'")).toBe(0);
    expect(driver.post("batch", batch).status).toBe(200);
  });
});

describe("a batch repeated under its requestid", () => {
  it("performs only the items whose bId is new, and those that failed", () => {
    const driver = new ApiDriver();
    const first = driver.post("batch?requestid=b", {
      BatchItemRequest: [create("1", "One"), create("2", "one"), create("3", "Three")],
    });
    expect(itemsOf(first).map((item) => Object.keys(item)[0])).toEqual([
      "Customer",
      "Fault",
      "Customer",
    ]);
    const second = driver.post("batch?requestid=b", {
      BatchItemRequest: [create("1", "One"), create("2", "Two"), create("4", "Four")],
    });
    const [one, two, four] = itemsOf(second);
    expect(one).toEqual(itemsOf(first)[0]);
    expect([two, four]).toMatchObject([
      { bId: "2", Customer: { DisplayName: "Two" } },
      { bId: "4", Customer: { DisplayName: "Four" } },
    ]);
    expect(countOf(driver, "Customer where DisplayName like 'One%'")).toBe(1);
  });

  it("keeps what any batch under it has done, whatever other batches come in between", () => {
    const driver = new ApiDriver();
    const invoice = (bId: string): JsonObject => ({ bId, Invoice: invoiceOf("1", 5) });
    const batches = [[invoice("1"), invoice("2")], [invoice("3")], [invoice("4"), invoice("1")]];
    const send = (items: JsonObject[]): readonly JsonObject[] =>
      itemsOf(driver.post("batch?requestid=b", { BatchItemRequest: items }));
    const first = batches.map(send);
    const before = countOf(driver, "Invoice");
    for (const [at, batch] of [...batches, ...batches].entries())
      expect(send(batch)).toEqual(first[at % batches.length]);
    expect(countOf(driver, "Invoice")).toBe(before);
  });

  it("gets the first answer when that was no batch's, and leaves it as it is", () => {
    const driver = new ApiDriver();
    const single = driver.post("customer?requestid=b", { DisplayName: "Single" });
    const batch = { BatchItemRequest: [create("1", "In a batch")] };
    expect(driver.post("batch?requestid=b", batch).body).toBe(single.body);
    expect(driver.post("customer?requestid=b", { DisplayName: "Single" }).body).toBe(single.body);
    expect(countOf(driver, "Customer where DisplayName = 'In a batch'")).toBe(0);
  });
});
