import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutRecords, parseRecords, writeRecords } from "./csv-text.ts";

describe("cutting records off a file", () => {
  it("takes time in proportion to the file, with and without quotes in it", {
    timeout: 5_000,
  }, () => {
    const rows = 250_000;
    const line = "Load 0000001,555-1,500,Bayshore,94000,https://load1.example.com\n";
    const closing = '"one, quoted"\n';
    for (const file of [line.repeat(rows), line.repeat(rows) + closing]) {
      let count = 0;
      for (let at = 0; at < file.length; count += 1) at = cutRecords(file, at, 1).end;
      expect(count).toBe(file.endsWith(closing) ? rows + 1 : rows);
    }
  });

  it("does not end a record at a line feed within quotes", () => {
    const file = 'a,"one\ntwo ""x""\n",b\nnext\n"open\nto the end\n';
    const first = cutRecords(file, 0, 1);
    expect(first.text).toBe('a,"one\ntwo ""x""\n",b\n');
    const second = cutRecords(file, first.end, 1);
    expect(second.text).toBe("next\n");
    expect(cutRecords(file, second.end, 2)).toEqual({
      text: '"open\nto the end\n',
      end: file.length,
    });
  });
});

describe("records that are written", () => {
  it("are read back as they were, whatever their cells hold", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom("", '"', '""', ",", "\n", "\r\n", "a|b", "\t"),
    );
    const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
    const format = fc.record({
      columnDelimiter: fc.constantFrom("COMMA", "PIPE", "TAB", "CARET", "BACKQUOTE", "SEMICOLON"),
      lineEnding: fc.constantFrom("LF", "CRLF"),
    });
    fc.assert(
      fc.property(records, format, (rows, how) => {
        expect(parseRecords(writeRecords(rows, how), how)).toEqual(rows);
      }),
    );
  });
});
