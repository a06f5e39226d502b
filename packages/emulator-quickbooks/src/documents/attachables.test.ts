import { describe, expect, it } from "vitest";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, type TextAnswer } from "../testing/api-driver.ts";
import { fileParts, MULTIPART, multipartBody, type BodyPart } from "../testing/multipart-body.ts";
import { BlobsFullError } from "./blobs.ts";
import { UPLOAD_BYTES_MAX } from "./upload-parts.ts";

const UPLOAD = "/v3/company/9341452700000001/upload";
const INVOICE_75 = [{ EntityRef: { type: "Invoice", value: "75" } }];

function upload(driver: ApiDriver, parts: readonly BodyPart[], query = ""): TextAnswer {
  return driver.send("POST", `${UPLOAD}${query}`, multipartBody(parts), MULTIPART);
}

/** The items of an upload's answer: each an Attachable or a Fault. */
function itemsOf(answer: TextAnswer): readonly JsonObject[] {
  expect(answer.status).toBe(200);
  return objectsOf(bodyOf(answer), "AttachableResponse");
}

function uploaded(driver: ApiDriver, metadata: object, content: string | Uint8Array): JsonObject {
  const [item] = itemsOf(upload(driver, fileParts("01", metadata, content)));
  const attachable = objectOf(item ?? {}, "Attachable");
  if (attachable === undefined) throw new Error(JSON.stringify(item));
  return attachable;
}

/** Codes of an item's fault. */
function codesOf(item: JsonObject | undefined): unknown[] {
  return objectsOf(objectOf(item ?? {}, "Fault") ?? {}, "Error").map((error) => error["code"]);
}

const pathOf = (address: string | undefined): string =>
  (address ?? "").replace("http://127.0.0.1:4002", "");

describe("POST /upload", () => {
  it("keeps bytes of any kind and gives them back with their type and name", () => {
    const driver = new ApiDriver();
    const bytes = Uint8Array.from({ length: 700 }, (_, index) => (index * 37) % 256);
    const shown = uploaded(
      driver,
      { AttachableRef: INVOICE_75, FileName: "Bild é.png", ContentType: "image/png" },
      bytes,
    );
    expect(shown).toMatchObject({ Size: 700, ContentType: "image/png", SyncToken: "0" });
    expect(textOf(shown, "TempDownloadUri")).toMatch(
      /^http:\/\/127\.0\.0\.1:4002\/s3\/9341452700000001\/attachments\//,
    );
    driver.token = "";
    const file = driver.ask("GET", pathOf(textOf(shown, "TempDownloadUri")));
    expect(file.status).toBe(200);
    expect(new Uint8Array(Buffer.from(file.body as Uint8Array))).toEqual(bytes);
    expect(file.headers).toMatchObject({
      "content-type": "image/png",
      "content-disposition":
        "attachment; filename=\"Bild _.png\"; filename*=UTF-8''Bild%20%C3%A9.png",
    });
  });

  it("decodes base64 where a part says so, as python-quickbooks sends it, line feeds and all", () => {
    const driver = new ApiDriver();
    const boundary = "-------------PythonMultipartPost";
    const sent = Buffer.from("a ledger\n").toString("base64");
    const body = `
--${boundary}
Content-Disposition: form-data; name="file_metadata_01"
Content-Type: application/json

{"AttachableRef":[{"EntityRef":{"type":"Vendor","value":"30"}}],"FileName":"book.txt","ContentType":"text/plain"}

--${boundary}
Content-Disposition: form-data; name="file_content_01"
Content-Type: text/plain
Content-Transfer-Encoding: base64

${sent}

--${boundary}--
`;
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const [item] = itemsOf(driver.send("POST", UPLOAD, body, headers));
    const shown = objectOf(item ?? {}, "Attachable") ?? {};
    expect(shown["Size"]).toBe(9);
    expect(driver.send("GET", pathOf(textOf(shown, "TempDownloadUri")), "").body).toBe(
      "a ledger\n",
    );
    const empty = driver.send("POST", UPLOAD, body.replace(sent, ""), headers);
    expect(objectOf(itemsOf(empty)[0] ?? {}, "Attachable")?.["Size"]).toBe(0);
  });

  it("takes a file without metadata, as node-quickbooks sends it, and an update that attaches it", () => {
    const driver = new ApiDriver();
    const content = {
      name: "file_content_01",
      content: "a,b",
      fileName: "lines.csv",
      headers: ["Content-Type: text/csv"],
    };
    const [item] = itemsOf(upload(driver, [content], "?format=json&minorversion=75"));
    const shown = objectOf(item ?? {}, "Attachable") ?? {};
    expect(shown).toMatchObject({ FileName: "lines.csv", ContentType: "text/csv", Size: 3 });
    const updated = driver.created("attachable?operation=update", {
      Id: idOf(shown),
      SyncToken: "0",
      AttachableRef: [{ EntityRef: { type: "Invoice", value: "75" } }],
      FileName: "lines.csv",
      ContentType: "text/csv",
    });
    expect(updated).toMatchObject({
      SyncToken: "1",
      Size: 3,
      AttachableRef: [{ EntityRef: { value: "75", type: "Invoice" }, IncludeOnSend: false }],
    });
  });

  it("answers each item by itself, in order: a refused one does not touch the others", () => {
    const driver = new ApiDriver();
    const items = itemsOf(
      upload(driver, [
        ...fileParts("01", { FileName: "one.pdf" }, "1"),
        ...fileParts("02", { FileName: "two.exe" }, "2"),
        {
          name: "file_metadata_03",
          content: JSON.stringify({ Note: "Only a note", AttachableRef: INVOICE_75 }),
        },
        ...fileParts(
          "04",
          {
            FileName: "four.pdf",
            AttachableRef: [{ EntityRef: { type: "Invoice", value: "99999" } }],
          },
          "4",
        ),
        ...fileParts(
          "05",
          { FileName: "five.pdf", AttachableRef: [{ EntityRef: { type: "Term", value: "1" } }] },
          "5",
        ),
        ...fileParts("06", { FileName: "six.pdf", Category: "Song", Note: "n".repeat(2001) }, "6"),
        { name: "file_metadata_07", content: "no json" },
        { name: "file_metadata_08", content: JSON.stringify({ FileName: "eight.pdf" }) },
        ...fileParts("09", { FileName: "nine.pdf", Wrong: 1 }, "9"),
        {
          name: "file_content_10",
          content: "?!",
          fileName: "ten.txt",
          headers: ["Content-Transfer-Encoding: base64"],
        },
        { name: "file_content_11", content: "x", fileName: "same.txt" },
        { name: "file_content_11", content: "y", fileName: "same.txt" },
        ...fileParts("12", { FileName: "last.pdf" }, "12"),
      ]),
    );
    expect(
      items.map(
        (item) =>
          textOf(objectOf(item, "Attachable") ?? {}, "FileName") ??
          textOf(objectOf(item, "Attachable") ?? {}, "Note") ??
          codesOf(item),
      ),
    ).toEqual([
      "one.pdf",
      ["6041"],
      "Only a note",
      ["2500"],
      ["6050"],
      ["2050", "2170"],
      ["2010"],
      ["2020"],
      ["2010"],
      ["6041"],
      ["6041"],
      "last.pdf",
    ]);
    expect(objectsOf(objectOf(items[1] ?? {}, "Fault") ?? {}, "Error")[0]?.["element"]).toBe("");
    expect(bodyOf(driver.query("select count(*) from Attachable"))["QueryResponse"]).toEqual({
      totalCount: 3,
    });
    expect(driver.company.store.count("file")).toBe(2);
  });

  it.each([
    ["application/json", "{}", "6041"],
    ["multipart/form-data", "x", "6041"],
    [MULTIPART["content-type"], "", "6041"],
    [
      MULTIPART["content-type"],
      Buffer.from(multipartBody([{ name: "other", content: "x" }])),
      "2020",
    ],
  ])("refuses a request of type %s that holds no file", (contentType, body, code) => {
    const answer = new ApiDriver().send("POST", UPLOAD, body, { "content-type": contentType });
    expect(faultOf(answer)).toMatchObject({ status: 400, codes: [code] });
  });

  it("refuses more than 100 MB as a whole, and takes what is just below", () => {
    const driver = new ApiDriver();
    const room =
      UPLOAD_BYTES_MAX - multipartBody(fileParts("01", { FileName: "big.pdf" }, "")).length;
    const big = new Uint8Array(room + 1);
    expect(faultOf(upload(driver, fileParts("01", { FileName: "big.pdf" }, big))).codes).toEqual([
      "6030",
    ]);
    const fitting = uploaded(driver, { FileName: "big.pdf" }, big.subarray(0, room));
    expect(fitting["Size"]).toBe(room);
    const kept = JSON.stringify(
      [...driver.company.store.dump()].filter(
        ({ table }) => table === "file" || table === "Attachable",
      ),
    );
    expect(kept.length).toBeLessThan(1_500);
  });

  it("answers a repeated requestid with the first answer, and keeps one file", () => {
    const driver = new ApiDriver();
    const parts = fileParts("01", { FileName: "once.pdf" }, "once");
    const first = upload(driver, parts, "?requestid=u1");
    expect(upload(driver, parts, "?requestid=u1").body).toBe(first.body);
    expect(driver.company.store.count("Attachable")).toBe(1);
  });

  it("says so when the memory for files is full, and keeps nothing of that item", () => {
    const blobs = {
      put: () => {
        throw new BlobsFullError("full");
      },
      get: () => undefined,
    };
    const driver = new ApiDriver({ blobs });
    const [item] = itemsOf(upload(driver, fileParts("01", { FileName: "a.pdf" }, "a")));
    expect(codesOf(item)).toEqual(["10000"]);
    expect(driver.company.store.count("Attachable")).toBe(0);
  });
});

describe("an attachable", () => {
  it("is made as a note, changed and deleted with its Id alone", () => {
    const driver = new ApiDriver();
    const note = driver.created("attachable", {
      Note: "Call first",
      AttachableRef: [{ IncludeOnSend: "true", EntityRef: { type: "invoice", value: 75 } }],
    });
    expect(note).toMatchObject({
      Note: "Call first",
      AttachableRef: [{ EntityRef: { value: "75", type: "Invoice" }, IncludeOnSend: true }],
    });
    driver.created("attachable", {
      Note: "Elsewhere",
      AttachableRef: [{ EntityRef: { type: "Customer", value: "1" } }],
    });
    driver.created("attachable", { Note: "Nowhere" });
    const changed = driver.created("attachable", { ...note, Note: "Called" });
    expect(changed).toMatchObject({ Note: "Called", SyncToken: "1" });
    expect(driver.created("attachable?operation=delete", { Id: idOf(note) })).toEqual({
      domain: "QBO",
      status: "Deleted",
      Id: idOf(note),
    });
    expect(faultOf(driver.get(`attachable/${idOf(note)}`)).codes).toEqual(["610"]);
  });

  it("is refused without note and name, with a stale token, and deleted only once", () => {
    const driver = new ApiDriver();
    expect(faultOf(driver.post("attachable", { ContentType: "text/plain" })).codes).toEqual([
      "2020",
    ]);
    const note = driver.created("attachable", { Note: "x" });
    expect(faultOf(driver.post("attachable", { ...note, SyncToken: "7" })).codes).toEqual(["5010"]);
    expect(
      faultOf(driver.post("attachable?operation=delete", { Id: idOf(note), SyncToken: "7" })).codes,
    ).toEqual(["5010"]);
    driver.created("attachable?operation=delete", { Id: idOf(note) });
    expect(faultOf(driver.post("attachable?operation=delete", { Id: idOf(note) })).codes).toEqual([
      "610",
    ]);
  });

  it("shows in change data, created and deleted", () => {
    const driver = new ApiDriver();
    driver.created("attachable", { Note: "kept" });
    const gone = driver.created("attachable", { Note: "gone" });
    driver.created("attachable?operation=delete", { Id: idOf(gone) });
    const { body } = driver.get("cdc?entities=attachable&changedSince=2026-11-02T00:00:00-08:00");
    expect(body).toContain('"Note":"kept"');
    expect(body).toContain(`"status":"Deleted","Id":"${idOf(gone)}"`);
  });
});

describe("GET /download/{id}", () => {
  it("answers an address that works for 900 seconds from then on, and not a second longer", () => {
    const driver = new ApiDriver();
    const id = idOf(uploaded(driver, { FileName: "a.txt" }, "content"));
    driver.now += 3_600_000;
    const answer = driver.get(`download/${id}`);
    expect(answer.headers["content-type"]).toContain("text/plain");
    driver.now += 899_999;
    expect(driver.send("GET", pathOf(answer.body), "").body).toBe("content");
    driver.now += 1;
    const late = driver.send("GET", pathOf(answer.body), "");
    expect(late.status).toBe(403);
    expect(late.body).toContain("Request has expired");
  });

  it("gives addresses that cannot be stretched, lent to another file, or used after a delete", () => {
    const driver = new ApiDriver();
    const mine = uploaded(driver, { FileName: "a.txt" }, "mine");
    const other = uploaded(driver, { FileName: "b.txt" }, "other");
    const address = pathOf(textOf(mine, "TempDownloadUri"));
    const status = (url: string, method = "GET"): number => driver.send(method, url, "").status;
    expect(status(address.replace("X-Amz-Expires=900", "X-Amz-Expires=9000"))).toBe(403);
    expect(status(address.replace(/Date=2026/, "Date=2027"))).toBe(403);
    expect(status(address.replace(/\?.*/, ""))).toBe(403);
    const otherPath = pathOf(textOf(other, "TempDownloadUri")).replace(/\?.*/, "");
    expect(status(otherPath + address.replace(/^[^?]*/, ""))).toBe(403);
    expect(status(address, "DELETE")).toBe(403);
    expect(status("/s3/../etc/passwd")).toBe(404);
    expect(status(address)).toBe(200);
    driver.created("attachable?operation=delete", { Id: idOf(mine) });
    expect(status(address)).toBe(404);
  });

  it("never lets a file run in a browser under the emulator's name", () => {
    const driver = new ApiDriver();
    const shown = uploaded(
      driver,
      { FileName: 'x".txt', ContentType: "text/html\r\nX: y" },
      "<script>",
    );
    const { headers } = driver.ask("GET", pathOf(textOf(shown, "TempDownloadUri")));
    expect(headers["content-type"]).toBe("application/octet-stream");
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="x_\.txt"; /);
    expect(headers["content-security-policy"]).toBe("sandbox");
  });

  it("leads back to the name by which the caller came, unless that name is no name", () => {
    const driver = new ApiDriver();
    const id = idOf(uploaded(driver, { FileName: "a.txt" }, "x"));
    const url = `/v3/company/9341452700000001/download/${id}`;
    const addressFor = (headers: Record<string, string>): string =>
      driver.send("GET", url, "", headers).body;
    expect(addressFor({ host: "quickbooks.test:8080" })).toMatch(
      /^http:\/\/quickbooks\.test:8080\/s3\//,
    );
    expect(addressFor({ host: "tunnel.test", "x-forwarded-proto": "https" })).toMatch(
      /^https:\/\/tunnel\.test\/s3\//,
    );
    expect(addressFor({ host: 'evil"/<x>' })).toMatch(/^http:\/\/localhost:4002\/s3\//);
  });

  it("refuses a note, an unknown id and what is no id", () => {
    const driver = new ApiDriver();
    const note = idOf(driver.created("attachable", { Note: "x" }));
    expect(faultOf(driver.get(`download/${note}`)).codes).toEqual(["610"]);
    expect(faultOf(driver.get("download/5000000000000999999")).codes).toEqual(["610"]);
    expect(faultOf(driver.get("download/x1")).codes).toEqual(["2030"]);
    expect(faultOf(driver.get("download")).codes).toEqual(["500"]);
  });
});
