import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printableText } from "./printable-text.ts";

describe("printable text", () => {
  it.each([
    ["Café Süß – “quoted” €5 ™", "Café Süß – “quoted” €5 ™"],
    ["Łódź, Đakovo, Šibenik, ﬁne, ½", "Lódz, Dakovo, Šibenik, fine, ½"],
    ["Cafe\u0301", "Café"],
    ["a\u00A0b\tc\u200Bd\u00ADe", "a b cde"],
    ["1\u202F000\u2212x\u2011y", "1 000-x-y"],
    ["one\r\ntwo", "one\ntwo"],
  ])("keeps or comes near %j", (text, expected) => {
    expect(printableText(text)).toEqual({ text: expected, isComplete: true });
  });

  it.each([
    ["日本語", "???"],
    ["Ελλάδα", "??????"],
    ["Москва", "??????"],
    ["ok 👍", "ok ?"],
    ["half \uD83D", "half ?"],
  ])("says that it could not show all of %j", (text, expected) => {
    expect(printableText(text)).toEqual({ text: expected, isComplete: false });
  });

  it("holds nothing that the fonts lack, whatever comes in", () => {
    const anything = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(anything, (text) => {
        expect(printableText(text).text).toMatch(
          /^[\n\x20-\x7e\xa1-\xac\xae-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/,
        );
      }),
    );
  });

  it("changes nothing a second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = printableText(text).text;
        expect(printableText(once)).toEqual({ text: once, isComplete: true });
      }),
    );
  });
});
