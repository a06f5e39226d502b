import * as fc from "fast-check";
import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { textOf, type JsonObject } from "../../json/json-value.ts";
import { ApiDriver, faultOf, idOf, invoiceOf } from "../../testing/api-driver.ts";
import { PAGE } from "./page-writer.ts";

/** A piece of text where a reader sees it, in points from the lower left corner. */
interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The pieces of each page, as an independent reader of PDF files finds them. */
async function pagesOf(bytes: Uint8Array): Promise<Piece[][]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const pages: Piece[][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item) =>
      "str" in item && item.str.trim() !== ""
        ? [
            {
              text: item.str,
              x: Number(item.transform[4]),
              y: Number(item.transform[5]),
              width: item.width,
            },
          ]
        : [],
    );
    pages.push(pieces);
  }
  return pages;
}

const textOfPages = (pages: readonly Piece[][]): string =>
  pages.map((page) => page.map(({ text }) => text).join("\n")).join("\n");

function pdfOf(driver: ApiDriver, resource: string): Uint8Array {
  const answer = driver.ask("GET", `/v3/company/9341452700000001/${resource}/pdf`, "", {
    accept: "application/pdf",
  });
  expect(answer.status).toBe(200);
  expect(answer.headers["content-type"]).toBe("application/pdf");
  if (typeof answer.body === "string") throw new Error(answer.body);
  expect(Buffer.from(answer.body.subarray(0, 8)).toString("latin1")).toBe("%PDF-1.4");
  return answer.body;
}

function saleLine(amount: number, quantity: number, description: string): JsonObject {
  return {
    Description: description,
    Amount: amount * quantity,
    DetailType: "SalesItemLineDetail",
    SalesItemLineDetail: {
      ItemRef: { value: "1" },
      Qty: quantity,
      UnitPrice: amount,
      TaxCodeRef: { value: "TAX" },
    },
  };
}

/** Nothing stands outside the margins, and nothing on top of anything else. */
function expectReadable(pages: readonly Piece[][]): void {
  for (const page of pages) {
    for (const piece of page) {
      expect(piece.x).toBeGreaterThanOrEqual(PAGE.margin - 1);
      expect(piece.x + piece.width).toBeLessThanOrEqual(PAGE.width - PAGE.margin + 2);
      expect(piece.y).toBeGreaterThanOrEqual(PAGE.margin / 2);
      expect(piece.y).toBeLessThanOrEqual(PAGE.height - PAGE.margin);
    }
    for (const [index, one] of page.entries()) {
      for (const other of page.slice(index + 1)) {
        const isOneLine = Math.abs(one.y - other.y) < 5;
        const isApart = one.x + one.width <= other.x + 0.5 || other.x + other.width <= one.x + 0.5;
        if (isOneLine && !isApart) throw new Error(`"${one.text}" and "${other.text}" overlap`);
      }
    }
  }
}

describe("the PDF of an invoice", () => {
  it("tells who, to whom, when, what and how much, down to the balance due", async () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", {
      CustomerRef: { value: "1" },
      SalesTermRef: { value: "3" },
      CustomerMemo: { value: "Thank you for your business!" },
      TxnTaxDetail: { TxnTaxCodeRef: { value: "2" } },
      CustomField: [{ DefinitionId: "1", Type: "StringType", StringValue: "102" }],
      Line: [
        saleLine(275, 2, "Rock fountain"),
        saleLine(9.5, 5, "Concrete"),
        {
          Amount: 0,
          DetailType: "DiscountLineDetail",
          DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 },
        },
      ],
    });
    driver.created("payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 100,
      Line: [{ Amount: 100, LinkedTxn: [{ TxnId: idOf(invoice), TxnType: "Invoice" }] }],
    });
    const pages = await pagesOf(pdfOf(driver, `invoice/${idOf(invoice)}`));
    expectReadable(pages);
    const text = textOfPages(pages);
    const expected = [
      "INVOICE",
      "Craig's Design and Landscaping Services",
      "123 Sierra Way",
      "San Pablo, CA 87999",
      "BILL TO",
      "Amy's Bird Sanctuary",
      "4581 Finch St.",
      "Bayshore, CA 94326",
      "SHIP TO",
      textOf(invoice, "DocNumber") ?? "?",
      "11/02/2026",
      "Net 30",
      "12/02/2026",
      "102",
      "Services",
      "Rock fountain",
      "2",
      "275.00",
      "550.00",
      "Concrete",
      "5",
      "9.50",
      "47.50",
      "SUBTOTAL",
      "597.50",
      "DISCOUNT 10%",
      "-59.75",
      "TAX (8%)",
      "47.80",
      "TOTAL",
      "USD 585.55",
      "PAYMENT",
      "-100.00",
      "BALANCE DUE",
      "USD 485.55",
      "Thank you for your business!",
      "Page 1 of 1",
    ];
    expect(expected.filter((each) => !text.includes(each))).toEqual([]);
    expect(text).not.toContain("? stands for");
  });

  it("goes on over as many pages as its lines take, with the heads of the table on each", async () => {
    const driver = new ApiDriver();
    const lines = Array.from({ length: 200 }, (_, index) =>
      saleLine(index + 0.25, 1, `Line number ${index}.`),
    );
    const invoice = driver.created("invoice", { CustomerRef: { value: "1" }, Line: lines });
    const pages = await pagesOf(pdfOf(driver, `invoice/${idOf(invoice)}`));
    expectReadable(pages);
    expect(pages.length).toBeGreaterThan(4);
    for (const page of pages) expect(page.some(({ text }) => text === "ACTIVITY")).toBe(true);
    const text = textOfPages(pages);
    expect(lines.filter((_, index) => !text.includes(`Line number ${index}.`))).toEqual([]);
    expect(text).toContain(`Page ${pages.length} of ${pages.length}`);
  });

  it("wraps what is too wide, breaks a word that no line can hold, and never cuts an amount", async () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", {
      CustomerRef: { value: "1" },
      CustomerMemo: { value: `${"memo ".repeat(150)}END` },
      BillAddr: { Line1: "x".repeat(300), City: "Town" },
      Line: [
        saleLine(90_000_000_000, 1, "d".repeat(3_990)),
        saleLine(0.1234567, 1, "odd price"),
      ].map((line, index) => (index === 0 ? line : { ...line, Amount: 0.12 })),
    });
    const pages = await pagesOf(pdfOf(driver, `invoice/${idOf(invoice)}`));
    expectReadable(pages);
    const text = textOfPages(pages);
    for (const whole of ["90,000,000,000.00", "0.1234567", "END"]) expect(text).toContain(whole);
    expect(text.match(/d/g)?.length ?? 0).toBeGreaterThanOrEqual(3_990);
    expect(text.match(/x/g)?.length ?? 0).toBeGreaterThanOrEqual(300);
  });

  it("says so where it has no letters for a name, and shows the rest", async () => {
    const driver = new ApiDriver();
    const customer = driver.created("customer", { DisplayName: "日本 Café Łódź" });
    const invoice = driver.created("invoice", invoiceOf(idOf(customer), 5));
    const text = textOfPages(await pagesOf(pdfOf(driver, `invoice/${idOf(invoice)}`)));
    expect(text).toContain("?? Café Lódz");
    expect(text).toContain("? stands for a letter that this document's fonts do not have.");
  });

  it("is the same bytes for the same record at the same moment, and others later", () => {
    const bytes = (): Buffer => Buffer.from(pdfOf(driver, `invoice/${id}`));
    const driver = new ApiDriver();
    const id = idOf(driver.created("invoice", invoiceOf("1", 5)));
    const first = bytes();
    expect(bytes().equals(first)).toBe(true);
    driver.now += 1_000;
    expect(bytes().equals(first)).toBe(false);
    const twin = new ApiDriver();
    twin.created("invoice", invoiceOf("1", 5));
    expect(Buffer.from(pdfOf(twin, `invoice/${id}`)).equals(first)).toBe(true);
  });

  it("can be read whatever the texts are", async () => {
    // Control characters and halves of pairs are refused before they could be printed (2040).
    const printable = (max: number) =>
      fc
        .string({ unit: "binary", maxLength: max })
        .map((text) =>
          text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""),
        );
    const texts = fc.record({
      name: printable(60),
      memo: printable(400),
      description: fc.string({ unit: "grapheme", maxLength: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(texts, async ({ name, memo, description }) => {
        const driver = new ApiDriver();
        const customer = driver.created("customer", {
          DisplayName: `N${name.replace(/[:\t\r\n]/g, "")}`,
        });
        const made = driver.created("invoice", {
          CustomerRef: { value: idOf(customer) },
          CustomerMemo: { value: memo },
          Line: [{ ...saleLine(5, 1, ""), Description: description }],
        });
        const pages = await pagesOf(pdfOf(driver, `invoice/${idOf(made)}`));
        expectReadable(pages);
        expect(textOfPages(pages)).toContain("BALANCE DUE");
      }),
      { numRuns: 30 },
    );
  });
});

describe("other documents", () => {
  it("are a receipt for a payment that names what it pays", async () => {
    const driver = new ApiDriver();
    const invoice = driver.created("invoice", invoiceOf("1", 80));
    const payment = driver.created("payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 100,
      Line: [{ Amount: 80, LinkedTxn: [{ TxnId: idOf(invoice), TxnType: "Invoice" }] }],
    });
    const pages = await pagesOf(pdfOf(driver, `payment/${idOf(payment)}`));
    expectReadable(pages);
    const text = textOfPages(pages);
    for (const each of [
      "PAYMENT RECEIPT",
      `Invoice ${textOf(invoice, "DocNumber")}`,
      "80.00",
      "USD 100.00",
      "NOT APPLIED",
      "20.00",
    ])
      expect(text).toContain(each);
  });

  it("are there for a sales receipt, and for no record that is not there or has none", () => {
    const driver = new ApiDriver();
    const receipt = driver.created("salesreceipt", invoiceOf("1", 12));
    pdfOf(driver, `salesreceipt/${idOf(receipt)}`);
    expect(faultOf(driver.get("invoice/99999/pdf")).codes).toEqual(["610"]);
    expect(faultOf(driver.get("invoice/x/pdf")).codes).toEqual(["2030"]);
    expect(faultOf(driver.get("customer/1/pdf")).codes).toEqual(["500"]);
    expect(faultOf(driver.post("invoice/67/pdf", "")).codes).toEqual(["500"]);
  });
});
