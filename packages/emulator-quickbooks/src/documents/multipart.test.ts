import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOUNDARY, multipartBody } from "../testing/multipart-body.ts";
import { boundaryOf, dispositionOf, MultipartError, readParts } from "./multipart.ts";

const contentsOf = (body: Uint8Array): Uint8Array[] =>
  readParts(body, BOUNDARY).map((part) => new Uint8Array(part.content));

describe("a multipart body", () => {
  it("gives back any bytes, whatever they look like, in both kinds of line ends", () => {
    const lookalike = fc.constantFrom(
      "\r\n",
      "\n",
      "\r",
      "--",
      BOUNDARY,
      `--${BOUNDARY}`,
      `${BOUNDARY}--`,
    );
    const tricky = fc
      .array(fc.oneof(lookalike, fc.string()), { maxLength: 8 })
      .map((texts) => new Uint8Array(Buffer.from(texts.join(""), "utf8")));
    const content = fc.oneof(fc.uint8Array({ maxLength: 300 }), tricky);
    const lineEnds = fc.constantFrom("\r\n", "\n");
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 5 }),
        lineEnds,
        (contents, lineEnd) => {
          // A content that holds a whole boundary line of its own is no client's.
          const isAmbiguous = (bytes: Uint8Array): boolean =>
            `${lineEnd}${Buffer.from(bytes).toString("latin1")}${lineEnd}`.includes(
              `${lineEnd}--${BOUNDARY}`,
            );
          fc.pre(!contents.some(isAmbiguous));
          const parts = contents.map((each, index) => ({ name: `p${index}`, content: each }));
          expect(contentsOf(multipartBody(parts, lineEnd))).toEqual(
            contents.map((each) => new Uint8Array(each)),
          );
        },
      ),
    );
  });

  it("never takes more than a refusal from hostile bytes", () => {
    const pieces = fc.constantFrom(
      `--${BOUNDARY}`,
      "\r\n",
      "\n",
      "\r\n\r\n",
      "--",
      "a: b",
      "\0",
      "\u{1F600}",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (texts) => {
        const body = Buffer.from(texts.join(""), "utf8");
        try {
          for (const part of readParts(body, BOUNDARY)) {
            expect(part.content.length).toBeLessThanOrEqual(body.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MultipartError);
        }
      }),
    );
  });

  it("may begin with other text and go on after its end", () => {
    const body = Buffer.concat([
      Buffer.from("\n"),
      multipartBody([{ name: "a", content: "x" }], "\n"),
      Buffer.from("epilogue"),
    ]);
    expect(contentsOf(body)).toEqual([new Uint8Array([0x78])]);
  });

  it("is refused without its boundary, its closing boundary or the end of its headers", () => {
    const whole = multipartBody([{ name: "a", content: "x" }]);
    expect(() => readParts(Buffer.from("nothing"), BOUNDARY)).toThrow("not in the body");
    expect(() => readParts(whole.subarray(0, -8), BOUNDARY)).toThrow("closing boundary");
    expect(() => readParts(Buffer.from(`--${BOUNDARY}\r\nA: b`), BOUNDARY)).toThrow("headers");
    const longHeader = `--${BOUNDARY}\r\nA: ${"b".repeat(20_000)}\r\n\r\nx\r\n--${BOUNDARY}--`;
    expect(() => readParts(Buffer.from(longHeader), BOUNDARY)).toThrow("headers");
  });

  it("is refused with thousands of parts, in a moment", () => {
    const parts = Array.from({ length: 2_001 }, () => ({ name: "a", content: "" }));
    expect(() => readParts(multipartBody(parts), BOUNDARY)).toThrow("More than 2000 parts");
  });
});

describe("the names of a part", () => {
  const named = (disposition: string) =>
    dispositionOf({
      headers: new Map([["content-disposition", disposition]]),
      content: new Uint8Array(),
    });

  it.each([
    ['form-data; name="a"; filename="b.pdf"', { name: "a", fileName: "b.pdf" }],
    ["form-data; name=a; filename=b.pdf", { name: "a", fileName: "b.pdf" }],
    ['form-data; name="a"; filename="b \\"c\\"; d.pdf"', { name: "a", fileName: 'b "c"; d.pdf' }],
    [
      'form-data; name="a"; filename="x"; filename*=UTF-8\'\'caf%C3%A9.pdf',
      { name: "a", fileName: "café.pdf" },
    ],
    [
      'form-data; name="a"; filename="x.pdf"; filename*=UTF-8\'\'%E9',
      { name: "a", fileName: "x.pdf" },
    ],
    ["form-data", {}],
  ])("are read from %s", (disposition, expected) => {
    expect(named(disposition)).toEqual(expected);
  });
});

describe("a content type", () => {
  it.each([
    ["multipart/form-data; boundary=abc", "abc"],
    ['Multipart/Form-Data; charset=utf-8; Boundary="a b;c"', "a b;c"],
    ["multipart/form-data", undefined],
    ["multipart/form-data; boundary=", undefined],
    [`multipart/form-data; boundary=${"x".repeat(201)}`, undefined],
    ["application/json; boundary=abc", undefined],
    [undefined, undefined],
  ])("%s has the boundary %s", (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});
