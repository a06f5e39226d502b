import { describe, expect, it } from "vitest";
import { objectsOf } from "../json/json-value.ts";
import {
  ApiDriver,
  bodyOf,
  faultOf,
  idOf,
  invoiceOf,
  type TextAnswer,
} from "../testing/api-driver.ts";
import { fileParts, multipartBody, MULTIPART } from "../testing/multipart-body.ts";
import { prefer } from "../testing/sales.ts";

const REALM = "/v3/company/9341452700000001";

describe("a company whose subscription has ended", () => {
  const driver = new ApiDriver();
  const invoice = driver.created("invoice", {
    ...invoiceOf("1", 5),
    BillEmail: { Address: "a@b.ca" },
  });
  const claim = { Id: idOf(invoice), SyncToken: "0" };
  driver.company.changeSettings({ subscriptionEnded: true });
  const upload = multipartBody(fileParts("01", { FileName: "a.txt" }, "text"));
  const writes: readonly [what: string, send: () => TextAnswer][] = [
    ["create", () => driver.post("customer", { DisplayName: "Late" })],
    ["update", () => driver.post("invoice", { ...claim, sparse: true, PrivateNote: "Late" })],
    ["delete", () => driver.post("invoice?operation=delete", claim)],
    ["void", () => driver.post("invoice?operation=void", claim)],
    ["send", () => driver.send("POST", `${REALM}/invoice/${idOf(invoice)}/send`, "")],
    ["make a tax code", () => driver.post("taxservice/taxcode", { TaxCode: "Late" })],
    ["set a rate", () => driver.post("exchangerate", { SourceCurrencyCode: "EUR", Rate: 1 })],
  ];

  it.each(writes)("lets nobody %s", (_what, send) => {
    const before = JSON.stringify([...driver.company.store.dump()]);
    expect(faultOf(send())).toMatchObject({ status: 400, codes: ["6190"] });
    expect(JSON.stringify([...driver.company.store.dump()])).toBe(before);
  });

  it("refuses each write of a batch and each uploaded file by itself", () => {
    const batch = driver.post("batch", {
      BatchItemRequest: [
        { bId: "1", operation: "create", Customer: { DisplayName: "Late" } },
        { bId: "2", Query: "select count(*) from Customer" },
      ],
    });
    const files = driver.send("POST", `${REALM}/upload`, upload, MULTIPART);
    expect(objectsOf(bodyOf(batch), "BatchItemResponse")).toMatchObject([
      { Fault: { Error: [{ code: "6190", element: "" }] } },
      { QueryResponse: { totalCount: expect.any(Number) as number } },
    ]);
    expect(objectsOf(bodyOf(files), "AttachableResponse")).toMatchObject([
      { Fault: { Error: [{ code: "6190" }] } },
    ]);
  });

  it("lets everybody read", () => {
    const reads = ["customer/1", "query?query=select * from Item", "preferences"].map((path) =>
      driver.get(path.replaceAll(" ", "%20")),
    );
    expect(reads.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe("lists that the preferences have switched off", () => {
  it("are refused where the setting says so, until they are switched on", () => {
    const driver = new ApiDriver({ settings: { refuseSwitchedOff: true } });
    const codes = (path: string): readonly string[] => {
      const answer = driver.post(path, { Name: `One of ${path}` });
      return answer.status === 200 ? [] : faultOf(answer).codes;
    };
    expect([codes("class"), codes("department"), codes("paymentmethod")]).toEqual([
      ["5020"],
      ["5020"],
      [],
    ]);
    prefer(driver, "AccountingInfoPrefs", {
      ClassTrackingPerTxnLine: true,
      TrackDepartments: true,
    });
    expect([codes("class"), codes("department")]).toEqual([[], []]);
  });

  it("can be written otherwise, so that a trial company shows them", () => {
    const driver = new ApiDriver();
    expect(driver.post("class", { Name: "North" }).status).toBe(200);
    expect(driver.post("department", { Name: "Store" }).status).toBe(200);
  });
});
