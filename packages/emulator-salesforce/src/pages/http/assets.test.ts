import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assetAnswer, readManifest } from "./assets.ts";

describe("assets", () => {
  let outer: string;
  let folder: string;

  beforeAll(() => {
    outer = mkdtempSync(path.join(tmpdir(), "assets-"));
    folder = path.join(outer, "lwc");
    mkdirSync(path.join(folder, "vendor"), { recursive: true });
    writeFileSync(path.join(folder, "vendor/lwc-Ab12_x-9.js"), "export {};");
    writeFileSync(path.join(folder, "icons.svg"), "<svg/>");
    writeFileSync(path.join(folder, "secret.pem"), "key");
    writeFileSync(path.join(outer, "outside.js"), "secret");
  });

  afterAll(() => rmSync(outer, { recursive: true, force: true }));

  it("are kept for ever when their name carries their hash", () => {
    const answer = assetAnswer(folder, "/assets/vendor/lwc-Ab12_x-9.js", undefined);
    expect(answer?.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
  });

  it("are asked for again otherwise, and not sent twice", () => {
    const first = assetAnswer(folder, "/assets/icons.svg", undefined);
    expect(first?.headers["cache-control"]).toBe("no-cache");
    const again = assetAnswer(folder, "/assets/icons.svg", first?.headers["etag"]);
    expect(again).toMatchObject({ status: 304, body: "" });
  });

  it.each([
    "/assets/../outside.js",
    "/assets/vendor/../../outside.js",
    "/assets/secret.pem",
    "/assets/vendor",
    "/assets/none.js",
  ])("are not found at %s", (pathname) => {
    expect(assetAnswer(folder, pathname, undefined)).toBeUndefined();
  });

  it("have no manifest before they are built", () => {
    expect(readManifest(folder)).toBeUndefined();
  });
});
