import { describe, expect, it } from "vitest";
import { codeOnly } from "./code-only.ts";

const tight = (source: string) => codeOnly(source).replaceAll(/ +/g, " ").trim();

describe("the code of a source", () => {
  it.each([
    ["a(); // fetch()", "a();"],
    ["/* fetch()\n*/ b();", "b();"],
    ["c(\"fetch()\", 'fetch()');", "c( , );"],
    ['d("\\"fetch()");', "d( );"],
    ["e(`fetch() ${fetch(1)} fetch()`);", "e( fetch(1) );"],
    ["f(`${g({ h: `fetch()` })}`);", "f( g({ h: }) );"],
    ['const r = /"fetch()[/]/; i();', "const r = ; i();"],
    ["const q = a / b; fetch(); c / d;", "const q = a / b; fetch(); c / d;"],
  ])("of %j is %j", (source, code) => {
    expect(tight(source)).toBe(code);
  });

  it("keeps every line where it is", () => {
    const source = "/*\n\n*/\nfetch();\n`\n`;\nlast();\n";
    expect(codeOnly(source).split("\n")[3]).toBe("fetch();");
    expect(codeOnly(source).split("\n")[6]).toBe("last();");
  });
});
