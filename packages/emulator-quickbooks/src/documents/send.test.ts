import { describe, expect, it } from "vitest";
import { isObject, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../testing/api-driver.ts";
import { fileParts, MULTIPART, multipartBody } from "../testing/multipart-body.ts";
import { DEFAULT_LIMITS } from "../metering/rate-limits.ts";
import { BlobsFullError } from "./blobs.ts";

const webhooks = { verifierToken: "key", aggregateMs: 0 };
const made = (driver: ApiDriver, more: JsonObject = {}): JsonObject =>
  driver.created("invoice", { ...invoiceOf("1", 5), ...more });
const mailsOf = (driver: ApiDriver): readonly JsonObject[] =>
  objectsOf(bodyOf(driver.send("GET", "/_emulator/mails", "")), "mails");

describe("POST /invoice/{id}/send", () => {
  it("sends to the address of sendTo, keeps it on the record and tells when, whatever the content type", () => {
    const driver = new ApiDriver();
    const id = idOf(made(driver, { BillEmail: { Address: "old@example.com" } }));
    for (const contentType of [
      "application/octet-stream",
      "application/x-www-form-urlencoded",
      "application/json",
    ]) {
      driver.now += 1_000;
      const url = `/v3/company/9341452700000001/invoice/${id}/send?sendTo=new%2Bbills@example.com`;
      const answer = driver.send("POST", url, "", { "content-type": contentType });
      expect(answer.status).toBe(200);
    }
    expect(driver.read(`invoice/${id}`)).toMatchObject({
      SyncToken: "3",
      EmailStatus: "EmailSent",
      BillEmail: { Address: "new+bills@example.com" },
      DeliveryInfo: { DeliveryType: "Email", DeliveryTime: "2026-11-02T10:00:03-08:00" },
    });
  });

  it("falls back to BillEmail, and is refused without any address or with one that is none", () => {
    const driver = new ApiDriver();
    const withAddress = made(driver, { BillEmail: { Address: "own@example.com" } });
    expect(driver.created(`invoice/${idOf(withAddress)}/send`, "")).toMatchObject({
      EmailStatus: "EmailSent",
    });
    const without = idOf(made(driver));
    expect(faultOf(driver.post(`invoice/${without}/send`, ""))).toMatchObject({
      status: 400,
      codes: ["6420"],
    });
    expect(faultOf(driver.post(`invoice/${without}/send?sendTo=`, "")).codes).toEqual(["6420"]);
    for (const bad of ["nobody", "a@b", "a@b.co,c@d.co", "a b@c.de", `${"a".repeat(100)}@b.co`]) {
      const answer = driver.post(`invoice/${without}/send?sendTo=${encodeURIComponent(bad)}`, "");
      expect(faultOf(answer).codes).toEqual(["2210"]);
    }
    expect(driver.read(`invoice/${without}`)).toMatchObject({
      SyncToken: "0",
      EmailStatus: "NotSet",
    });
    expect(mailsOf(driver)).toHaveLength(1);
    expect(faultOf(driver.post("invoice/99999/send?sendTo=a@b.co", "")).codes).toEqual(["610"]);
    expect(faultOf(driver.post("customer/1/send?sendTo=a@b.co", "")).codes).toEqual(["500"]);
  });

  it("tells listeners that it was e-mailed", () => {
    const driver = new ApiDriver({ settings: { webhooks } });
    const id = idOf(made(driver));
    driver.company.takeDueDeliveries((driver.now += 1));
    driver.post(`invoice/${id}/send?sendTo=a@b.co`, "");
    const [delivery] = driver.company.takeDueDeliveries((driver.now += 1)).slice(-1);
    expect(delivery?.body).toContain('"type":"qbo.invoice.emailed.v1"');
    expect(delivery?.body).toContain(`"intuitentityid":"${id}"`);
  });

  it("leaves the record as it was when there is no room for the mail", () => {
    const blobs = {
      put: () => {
        throw new BlobsFullError("full");
      },
      get: () => undefined,
    };
    const driver = new ApiDriver({ blobs });
    const id = idOf(made(driver));
    const answer = driver.post(`invoice/${id}/send?sendTo=a@b.co`, "");
    expect(faultOf(answer)).toMatchObject({ status: 500, codes: ["10000"] });
    expect(driver.read(`invoice/${id}`)).toMatchObject({ SyncToken: "0", EmailStatus: "NotSet" });
  });

  it("is done once under one requestid", () => {
    const driver = new ApiDriver();
    const id = idOf(made(driver));
    const first = driver.post(`invoice/${id}/send?sendTo=a@b.co&requestid=s1`, "");
    expect(driver.post(`invoice/${id}/send?sendTo=a@b.co&requestid=s1`, "").body).toBe(first.body);
    expect(mailsOf(driver)).toHaveLength(1);
  });

  it("keeps when it was sent through a full update, which resets the status", () => {
    const driver = new ApiDriver();
    const id = idOf(made(driver));
    const sent = driver.created(`invoice/${id}/send?sendTo=a@b.co`, "");
    const updated = driver.created("invoice", {
      ...invoiceOf("1", 6),
      Id: id,
      SyncToken: textOf(sent, "SyncToken") ?? "",
    });
    expect(updated).toMatchObject({
      EmailStatus: "NotSet",
      DeliveryInfo: sent["DeliveryInfo"] ?? {},
    });
  });

  it("is refused after the fortieth mail of a day, until the next one, unless limits are off", () => {
    const driver = new ApiDriver({ settings: { rateLimits: true } });
    const mailsPerDay = DEFAULT_LIMITS.mailsPerDay ?? 0;
    const id = idOf(made(driver));
    const send = () => driver.post(`invoice/${id}/send?sendTo=a@b.co`, "");
    for (let count = 0; count < mailsPerDay; count += 1) {
      driver.now += 1_000;
      expect(send().status).toBe(200);
    }
    driver.now += 1_000;
    expect(faultOf(send()).codes).toEqual(["6000"]);
    driver.now += 14 * 3_600_000;
    expect(send().status).toBe(200);
    const free = new ApiDriver();
    const other = idOf(made(free));
    for (let count = 0; count <= mailsPerDay; count += 1)
      expect(free.post(`invoice/${other}/send?sendTo=a@b.co`, "").status).toBe(200);
  });
});

describe("a payment", () => {
  it("is sent to its customer's address, having none of its own", () => {
    const driver = new ApiDriver();
    const payment = driver.created("payment", { CustomerRef: { value: "1" }, TotalAmt: 5 });
    const sent = driver.created(`payment/${idOf(payment)}/send`, "");
    expect(sent["BillEmail"]).toBeUndefined();
    expect(mailsOf(driver)[0]).toMatchObject({ to: "Birds@Intuit.com" });
    const silent = driver.created("customer", { DisplayName: "No address" });
    const other = driver.created("payment", { CustomerRef: { value: idOf(silent) }, TotalAmt: 5 });
    expect(faultOf(driver.post(`payment/${idOf(other)}/send`, "")).codes).toEqual(["6420"]);
  });
});

describe("GET /_emulator/mails", () => {
  it("shows each mail, the latest first, with its files and the PDF as it was sent", () => {
    const driver = new ApiDriver();
    const invoice = made(driver);
    const id = idOf(invoice);
    for (const [name, isSent] of [
      ["with.pdf", true],
      ["without.pdf", false],
    ] as const) {
      const AttachableRef = [{ EntityRef: { type: "Invoice", value: id }, IncludeOnSend: isSent }];
      const body = multipartBody(fileParts("01", { FileName: name, AttachableRef }, name));
      driver.send("POST", "/v3/company/9341452700000001/upload", body, MULTIPART);
    }
    driver.post(`invoice/${id}/send?sendTo=first@example.com`, "");
    const before = driver.ask("GET", `/v3/company/9341452700000001/invoice/${id}/pdf`);
    driver.now += 60_000;
    driver.created("invoice", {
      Id: id,
      SyncToken: "1",
      sparse: true,
      CustomerMemo: { value: "Changed" },
    });
    driver.post(`invoice/${id}/send?sendTo=second@example.com`, "");
    const mails = mailsOf(driver);
    expect(mails.map((mail) => mail["to"])).toEqual(["second@example.com", "first@example.com"]);
    const [, first] = mails;
    expect(first).toMatchObject({
      at: "2026-11-02T18:00:00.000Z",
      subject: `Invoice ${textOf(invoice, "DocNumber")} from Craig's Design and Landscaping Services`,
      attachments: ["with.pdf"],
      record: { type: "Invoice", id },
    });
    if (!isObject(first)) throw new Error("no mail");
    const pdf = driver.ask(
      "GET",
      (textOf(first, "pdf") ?? "").replace("http://127.0.0.1:4002", ""),
    );
    expect(pdf.headers["content-type"]).toBe("application/pdf");
    expect(Buffer.from(pdf.body as Uint8Array).equals(Buffer.from(before.body as Uint8Array))).toBe(
      true,
    );
  });

  it("is told to this machine only, and knows no other mail", () => {
    const driver = new ApiDriver();
    expect(driver.send("GET", "/_emulator/mails", "", { host: "evil.example" }).status).toBe(403);
    expect(driver.send("GET", "/_emulator/mails/none.pdf", "").status).toBe(404);
    expect(mailsOf(driver)).toEqual([]);
  });
});
