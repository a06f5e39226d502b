/**
 * A record as a PDF file: company, parties, facts, table, totals, message. The same record at the same
 * moment gives the same bytes.
 */

import { createHash } from "node:crypto";
import type { DocumentContent, DocumentRow } from "./document-content.ts";
import { heightOf, PAGE, PageWriter, type TextStyle } from "./page-writer.ts";

const NORMAL: TextStyle = { size: 9 };
const BOLD: TextStyle = { size: 9, isBold: true };
const LABEL: TextStyle = { size: 8, isBold: true, isGrey: true };
const STRONG: TextStyle = { size: 11, isBold: true };
const COMPANY: TextStyle = { size: 14, isBold: true };
const TITLE: TextStyle = { size: 20, isBold: true };
const FOOTER: TextStyle = { size: 8, isGrey: true };

const LEFT = PAGE.margin;
const RIGHT = PAGE.width - PAGE.margin;
const GAP = 12;
const BLOCK = 165;
const FACT_LABEL = 84;
const FACT_TEXT = 96;
const TOTALS_LEFT = 300;
const TOTALS_LABEL = 110;
const TOTALS_TEXT = 148;

/** Where each column of the table begins (or ends, for numbers) and how wide it is. */
const COLUMNS: readonly {
  readonly of: keyof DocumentRow;
  readonly label: string;
  readonly x: number;
  readonly width: number;
  readonly align: "left" | "right";
}[] = [
  { of: "activity", label: "ACTIVITY", x: LEFT, width: 104, align: "left" },
  { of: "description", label: "DESCRIPTION", x: LEFT + 110, width: 176, align: "left" },
  { of: "quantity", label: "QTY", x: LEFT + 336, width: 44, align: "right" },
  { of: "rate", label: "RATE", x: LEFT + 414, width: 72, align: "right" },
  { of: "amount", label: "AMOUNT", x: RIGHT, width: 96, align: "right" },
];

/** `createdAt` as PDF writes times: `D:20260101120000-08'00'`. */
export function renderPdf(content: DocumentContent, createdAt: string): Uint8Array {
  let isInTable = false;
  const writer = new PageWriter((each) => {
    if (isInTable) writeColumnHeads(each);
  });
  writeHead(writer, content);
  writeParties(writer, content);
  isInTable = true;
  writeColumnHeads(writer);
  for (const row of content.rows) writeRow(writer, row);
  isInTable = false;
  writer.rule();
  writer.y += GAP;
  writeTotals(writer, content);
  if (content.memo !== "") {
    writer.y += GAP;
    writer.paragraph(content.memo, LEFT, RIGHT - LEFT, NORMAL);
  }
  writer.footers(
    writer.isComplete ? "" : "? stands for a letter that this document's fonts do not have.",
    FOOTER,
  );
  const number = content.facts[0]?.text ?? "";
  const fileId = createHash("sha256")
    .update(JSON.stringify([content, createdAt]))
    .digest("hex");
  const bytes = writer.finish(
    `${content.title} ${number}`.trim(),
    createdAt,
    fileId.slice(0, 32).toUpperCase(),
  );
  return asVersion14(bytes);
}

/** R get_pdf/invoice: the vendor's files say 1.4. All of 1.3, which the library says, is in 1.4. */
function asVersion14(bytes: Uint8Array): Uint8Array {
  bytes.set(Buffer.from("%PDF-1.4", "latin1"));
  return bytes;
}

/** The company at the left, the kind of document at the right. */
function writeHead(
  writer: PageWriter,
  { title, companyName, companyLines }: DocumentContent,
): void {
  writer.write(title.toUpperCase(), RIGHT, TITLE, "right");
  writer.paragraph(companyName, LEFT, 280, COMPANY);
  for (const line of companyLines) writer.paragraph(line, LEFT, 280, NORMAL);
  writer.y = Math.max(writer.y, PAGE.margin + heightOf(TITLE)) + GAP;
}

/** The parties side by side, the facts at the right. A block that fills a page goes on on the next one. */
function writeParties(writer: PageWriter, { parties, facts }: DocumentContent): void {
  const blocks = parties.map(({ label, lines }) => [
    { text: label.toUpperCase(), style: LABEL },
    ...lines
      .flatMap((line) => writer.wrap(line, BLOCK - GAP, NORMAL))
      .map((text) => ({ text, style: NORMAL })),
  ]);
  const factLines = facts.flatMap(({ label, text }) => {
    const labels = writer.wrap(label.toUpperCase(), FACT_LABEL, LABEL);
    const texts = writer.wrap(text, FACT_TEXT, BOLD);
    const lines = Math.max(labels.length, texts.length);
    return Array.from({ length: lines }, (_, at) => [labels[at] ?? "", texts[at] ?? ""] as const);
  });
  const count = Math.max(factLines.length, ...blocks.map((block) => block.length));
  for (let index = 0; index < count; index += 1) {
    writer.makeRoom(heightOf(NORMAL));
    for (const [at, block] of blocks.entries()) {
      const line = block[index];
      if (line !== undefined) writer.write(line.text, LEFT + at * BLOCK, line.style);
    }
    const [label = "", text = ""] = factLines[index] ?? [];
    writer.write(label, LEFT + 2 * BLOCK, LABEL);
    writer.write(text, RIGHT, BOLD, "right");
    writer.y += heightOf(NORMAL);
  }
  writer.y += GAP;
}

function writeColumnHeads(writer: PageWriter): void {
  writer.makeRoom(3 * heightOf(NORMAL));
  for (const { label, x, align } of COLUMNS) writer.write(label, x, LABEL, align);
  writer.y += heightOf(NORMAL);
  writer.rule();
  writer.y += 4;
}

/**
 * As many lines as the longest cell takes, line by line, so that no row is too long for a page. Texts are
 * wrapped; a number is never broken or cut, but written smaller when it is too wide.
 */
function writeRow(writer: PageWriter, row: DocumentRow): void {
  const cells = COLUMNS.map((column) => {
    const text = row[column.of];
    const isNumber = column.align === "right";
    const lines = isNumber ? [text] : writer.wrap(text, column.width, NORMAL);
    return { ...column, lines, style: isNumber ? writer.fit(text, column.width, NORMAL) : NORMAL };
  });
  const count = Math.max(...cells.map(({ lines }) => lines.length));
  for (let index = 0; index < count; index += 1) {
    writer.makeRoom(heightOf(NORMAL));
    for (const { lines, x, align, style } of cells)
      writer.write(lines[index] ?? "", x, style, align);
    writer.y += heightOf(NORMAL);
  }
  writer.y += 4;
}

/** All totals stand together on one page. */
function writeTotals(writer: PageWriter, { totals }: DocumentContent): void {
  writer.makeRoom(totals.length * heightOf(STRONG));
  for (const { label, text, isStrong = false } of totals) {
    const style = isStrong ? STRONG : NORMAL;
    writer.write(
      label.toUpperCase(),
      TOTALS_LEFT,
      writer.fit(label.toUpperCase(), TOTALS_LABEL, style),
    );
    writer.write(text, RIGHT, writer.fit(text, TOTALS_TEXT, style), "right");
    writer.y += heightOf(STRONG);
  }
}
