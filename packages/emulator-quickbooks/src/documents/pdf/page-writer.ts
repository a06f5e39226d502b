import { jsPDF } from "jspdf";
import { printableText } from "./printable-text.ts";

/** US letter, in points. */
export const PAGE = { width: 612, height: 792, margin: 48, footer: 40 } as const;
/** What a line of text takes, by its size. */
const LEADING = 1.3;
/** Of a line that is no word, e.g. a rule. */
const GREY = 110;

/** The library writes no kerning, so it must measure none. */
const UNKERNED = { doKerning: false };

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly isBold?: boolean;
  readonly isGrey?: boolean;
  /** How far below `y` the letters stand; default the size. Keeps smaller text on its neighbours' line. */
  readonly baseline?: number;
}

/** Puts text on pages from top to bottom; `y` is where the next line begins. */
export class PageWriter {
  readonly #pdf: jsPDF;
  readonly #onNewPage: (writer: PageWriter) => void;
  y: number = PAGE.margin;
  /** Whether every letter so far was in the fonts. */
  isComplete = true;

  /** `onNewPage` repeats what stands at the top of each further page. */
  constructor(onNewPage: (writer: PageWriter) => void) {
    this.#pdf = new jsPDF({ unit: "pt", format: "letter", compress: true, putOnlyUsedFonts: true });
    this.#onNewPage = onNewPage;
  }

  get bottom(): number {
    return PAGE.height - PAGE.margin - PAGE.footer;
  }

  /** The text in lines no wider than `width`; words that are wider are broken. */
  wrap(text: string, width: number, style: TextStyle): string[] {
    this.#apply(style);
    const printable = printableText(text);
    this.isComplete &&= printable.isComplete;
    return printable.text
      .split("\n")
      .flatMap((line) => this.#pdf.splitTextToSize(line, width, UNKERNED) as string[]);
  }

  /** The style, smaller if need be, in which the line is no wider than `width`. */
  fit(line: string, width: number, style: TextStyle): TextStyle {
    this.#apply(style);
    const natural = this.#widthOf(line, style);
    if (natural <= width) return style;
    return { ...style, size: (style.size * width) / natural, baseline: style.size };
  }

  /** Writes one line of printable text at the current height; does not move down. */
  write(line: string, x: number, style: TextStyle, align: "left" | "right" = "left"): void {
    if (line === "") return;
    this.#apply(style);
    const at = align === "left" ? x : x - this.#widthOf(line, style);
    this.#pdf.text(line, at, this.y + (style.baseline ?? style.size));
  }

  /** Wraps, writes and moves down, over pages if need be. */
  paragraph(text: string, x: number, width: number, style: TextStyle): void {
    for (const line of this.wrap(text, width, style)) {
      this.makeRoom(heightOf(style));
      this.write(line, x, style);
      this.y += heightOf(style);
    }
  }

  /** Goes on to the next page when less than `height` is left. */
  makeRoom(height: number): void {
    if (this.y + height > this.bottom) this.newPage();
  }

  newPage(): void {
    this.#pdf.addPage();
    this.y = PAGE.margin;
    this.#onNewPage(this);
  }

  /** A rule across the page. */
  rule(): void {
    this.#pdf.setDrawColor(GREY);
    this.#pdf.setLineWidth(0.5);
    this.#pdf.line(PAGE.margin, this.y, PAGE.width - PAGE.margin, this.y);
  }

  /** Writes on every page, below everything else. */
  footers(left: string, style: TextStyle): void {
    const pages = this.#pdf.getNumberOfPages();
    this.y = PAGE.height - PAGE.margin;
    for (let page = 1; page <= pages; page += 1) {
      this.#pdf.setPage(page);
      this.write(left, PAGE.margin, style);
      this.write(`Page ${page} of ${pages}`, PAGE.width - PAGE.margin, style, "right");
    }
  }

  /** The finished file; `createdAt` as PDF writes times, `fileId` of 32 hex digits. */
  finish(title: string, createdAt: string, fileId: string): Uint8Array {
    this.#pdf.setDocumentProperties({ title: printableText(title).text });
    this.#pdf.setCreationDate(createdAt);
    this.#pdf.setFileId(fileId);
    return new Uint8Array(this.#pdf.output("arraybuffer"));
  }

  /** As it is drawn; the library's own `getTextWidth` counts on kerning, which it does not write. */
  #widthOf(line: string, { size }: TextStyle): number {
    return this.#pdf.getStringUnitWidth(line, UNKERNED) * size;
  }

  #apply({ size, isBold = false, isGrey = false }: TextStyle): void {
    this.#pdf.setFont("helvetica", isBold ? "bold" : "normal");
    this.#pdf.setFontSize(size);
    this.#pdf.setTextColor(isGrey ? GREY : 0);
  }
}

/** How far a line of this style moves down. */
export function heightOf(style: TextStyle): number {
  return style.size * LEADING;
}
