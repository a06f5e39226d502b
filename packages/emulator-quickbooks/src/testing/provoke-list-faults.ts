import type { CompanySettings } from "../company-settings.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { CompanyStart } from "../seed/company-start.ts";
import { DEFAULT_START } from "../seed/company-start.ts";
import { ApiDriver, idOf, invoiceOf, type TextAnswer } from "./api-driver.ts";
import { fileParts, multipartBody, MULTIPART } from "./multipart-body.ts";

/** Requests that are refused with the code under which they stand, each in a company of its own. */
export type Provocations = Readonly<Record<string, () => TextAnswer>>;

const REALM = "/v3/company/9341452700000001";

function companyWith(settings: Partial<CompanySettings>): ApiDriver {
  return new ApiDriver({ settings });
}

function startedWith(start: Partial<CompanyStart>): ApiDriver {
  return companyWith({ start: { ...DEFAULT_START, ...start } });
}

function post(resource: string, body: unknown): TextAnswer {
  return new ApiDriver().post(resource, body);
}

function upload(driver: ApiDriver, metadata: object, bytes: number, fileName: string): TextAnswer {
  const content = new Uint8Array(bytes);
  const parts = fileParts("01", metadata, content).map((part) =>
    part.name === "file_content_01" ? { ...part, fileName } : part,
  );
  return driver.send("POST", `${REALM}/upload`, multipartBody(parts), MULTIPART);
}

function under(parent: JsonObject, more: JsonObject): JsonObject {
  return { ...more, ParentRef: { value: idOf(parent) } };
}

function fiveLevels(driver: ApiDriver): JsonObject {
  let last = driver.created("class", { Name: "Level 1" });
  for (const level of [2, 3, 4, 5])
    last = driver.created("class", under(last, { Name: `Level ${level}` }));
  return last;
}

const sparse = (shown: JsonObject, more: JsonObject): JsonObject => ({
  Id: idOf(shown),
  SyncToken: shown["SyncToken"] ?? "",
  sparse: true,
  ...more,
});

/** The gateway, addresses, request ids, queries, files and what the company as a whole refuses. */
export const SERVICE_FAULTS: Provocations = {
  "500": () => post("customer?operation=delete", { Id: "1", SyncToken: "0" }),
  "600": () => {
    const driver = companyWith({ requestIdReuse: "refuse" });
    driver.post("customer?requestid=r1", { DisplayName: "First" });
    return driver.post("customer?requestid=r1", { DisplayName: "Second" });
  },
  "610": () => new ApiDriver().get("customer/999999"),
  "1040": () => {
    const items = Array.from({ length: 31 }, (_, n) => ({
      bId: String(n),
      Query: "select * from Item",
    }));
    return post("batch", { BatchItemRequest: items });
  },
  "2130": () => post(`customer?requestid=${"x".repeat(51)}`, { DisplayName: "X" }),
  "3001": () => {
    const driver = companyWith({ rateLimits: true });
    for (let call = 0; call < 10; call += 1) driver.get("customer/1");
    return driver.get("customer/1");
  },
  "3100": () => new ApiDriver().send("GET", "/v3/company/1/customer/1", ""),
  "3200": () => {
    const driver = new ApiDriver();
    driver.token = "AB11 of yesterday";
    return driver.get("customer/1");
  },
  "4000": () => new ApiDriver().query("select * from Invoice where TxnDate TxnDate"),
  "4001": () => new ApiDriver().query("select * from Custmoer"),
  "5010": () => post("customer", { Id: "1", SyncToken: "7", sparse: true, Notes: "Late" }),
  "5020": () => companyWith({ refuseSwitchedOff: true }).post("class", { Name: "North" }),
  "6030": () => upload(new ApiDriver(), { FileName: "a.txt" }, 101 * 1024 * 1024, "a.txt"),
  "6040": () => upload(new ApiDriver(), { Invoice: {} }, 3, "a.txt"),
  "6041": () => upload(new ApiDriver(), { FileName: "run.exe" }, 3, "run.exe"),
  "6050": () =>
    post("attachable", {
      Note: "Which term?",
      AttachableRef: [{ EntityRef: { type: "Term", value: "1" } }],
    }),
  "6190": () => companyWith({ subscriptionEnded: true }).post("customer", { DisplayName: "Late" }),
  "6420": () => new ApiDriver().send("POST", `${REALM}/invoice/264/send`, ""),
  "10000": () => {
    const driver = new ApiDriver();
    driver.company.faults.replace([{ match: {}, fault: "status" }]);
    return driver.get("customer/1");
  },
};

/** Properties of any record. */
export const FIELD_FAULTS: Provocations = {
  "2010": () => post("paymentmethod", { Name: "Barter", Colour: "red" }),
  "2020": () => post("class", {}),
  "2030": () => new ApiDriver().get("customer/1.5"),
  "2040": () => post("class", { Name: "Bell\u0007" }),
  "2050": () => post("class", { Name: "x".repeat(1016) }),
  "2060": () => post("invoice", { ...invoiceOf("1", 5), TxnDate: "02/11/2026" }),
  "2070": () => post("invoice", { ...invoiceOf("1", 5), TxnDate: "2026-02-30" }),
  "2080": () => post("term", { Name: "Net 7½", DueDays: 7.5 }),
  "2090": () => post("payment", { CustomerRef: { value: "1" }, TotalAmt: "ten" }),
  "2110": () => post("payment", '{"CustomerRef":{"value":"1"},"TotalAmt":1234567890123.4567}'),
  "2120": () => post("item", { Name: "Kit", Type: "Assembly", IncomeAccountRef: { value: "1" } }),
  "2170": () => post("invoice", { ...invoiceOf("1", 5), PrintStatus: "Printed" }),
  "2180": () => post("class", { Name: "North:East" }),
  "2200": () => post("customer", { DisplayName: "Page", WebAddr: { URI: "our page" } }),
  "2210": () =>
    post("vendor", { DisplayName: "Mail", PrimaryEmailAddr: { Address: "a@b.ca, c@d.ca" } }),
  "2230": () => post("class", { Name: "Maybe", Active: "maybe" }),
  "2240": () => post("term", { Name: "Net 1000", DueDays: 1000 }),
};

/** Rules of lists. */
export const LIST_FAULTS: Provocations = {
  "700": () =>
    post("item", {
      Name: "Handle",
      Type: "Service",
      IncomeAccountRef: { value: "1" },
      SubItem: true,
      ParentRef: { value: "4" },
    }),
  "900": () => {
    const driver = new ApiDriver();
    const made = driver.created("class", { Name: "Loop" });
    return driver.post("class", sparse(made, { ParentRef: { value: idOf(made) } }));
  },
  "2190": () =>
    startedWith({ multiCurrency: true }).get(
      "exchangerate?sourcecurrencycode=EUR&asofdate=2020-01-01",
    ),
  "2220": () => startedWith({ multiCurrency: true }).post("companycurrency", { Code: "XYZ" }),
  "2500": () => post("customer", { DisplayName: "Branch", Job: true, ParentRef: { value: "583" } }),
  "2600": () => {
    const rate = { TaxRateId: "3" };
    return post("taxservice/taxcode", { TaxCode: "Twice", TaxRateDetails: [rate, rate] });
  },
  "6010": () => post("account", { Name: "Of no kind" }),
  "6060": () => post("account", { Name: "Till", AccountSubType: "CashOnHand", OpeningBalance: 5 }),
  "6130": () => {
    const driver = new ApiDriver();
    const above = driver.created("customer", { DisplayName: "Above" });
    const below = driver.created(
      "customer",
      under(above, { DisplayName: "Below", Job: true, BillWithParent: true }),
    );
    const invoice = driver.created("invoice", invoiceOf(idOf(below), 5));
    driver.created("payment", {
      CustomerRef: { value: idOf(above) },
      TotalAmt: 5,
      Line: [{ Amount: 5, LinkedTxn: [{ TxnId: idOf(invoice), TxnType: "Invoice" }] }],
    });
    return driver.post("customer", sparse(below, { BillWithParent: false }));
  },
  "6150": () => post("customer", { DisplayName: "Job of nobody", Job: true }),
  "6180": () => {
    const driver = new ApiDriver();
    return driver.post("class", under(fiveLevels(driver), { Name: "Level 6" }));
  },
  "6220": () => {
    const driver = new ApiDriver();
    driver.created("invoice", invoiceOf("67", 5));
    return driver.post("customer", sparse(driver.read("customer/67"), { Active: false }));
  },
  "6240": () => post("vendor", { DisplayName: "amy's bird sanctuary" }),
  "6280": () => {
    const driver = new ApiDriver();
    driver.created("timeactivity", {
      NameOf: "Employee",
      EmployeeRef: { value: "54" },
      CustomerRef: { value: "67" },
      BillableStatus: "Billable",
      HourlyRate: 75,
      Hours: 1,
    });
    return driver.post("customer", sparse(driver.read("customer/67"), { Active: false }));
  },
};
