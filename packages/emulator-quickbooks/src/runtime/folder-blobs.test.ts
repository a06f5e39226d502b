import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../documents/blobs.ts";
import { FolderBlobs } from "./folder-blobs.ts";
import { startEmulator, type RunningEmulator } from "./start-emulator.ts";

const HEADERS = { authorization: "Bearer demo" };
const REALM = "9341452700000001";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "emulator-blobs-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (): string[] =>
  readdirSync(join(folder, "files"), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, "files", name)).isFile(),
  );

describe("bytes in the data folder", () => {
  it("are kept once, found again by another start, and removed when nothing names them", () => {
    const blobs = new FolderBlobs(folder);
    const kept = blobs.put(Buffer.from("kept"));
    expect(blobs.put(Buffer.from("kept"))).toBe(kept);
    const left = blobs.put(Buffer.from("left"));
    writeFileSync(join(folder, "files", kept.slice(0, 2), `${left}.new`), "half");
    expect(filesIn()).toHaveLength(3);
    const later = new FolderBlobs(folder);
    later.keepOnly(new Set([kept]));
    expect(Buffer.from(later.get(kept) ?? "").toString()).toBe("kept");
    expect(later.get(left)).toBeUndefined();
    expect(filesIn()).toHaveLength(1);
  });

  it("are never looked for outside the folder", () => {
    const blobs = new FolderBlobs(folder);
    expect(() => blobs.get("../../company.log")).toThrow("no digest");
    expect(blobs.get(digestOf(Buffer.from("never kept")))).toBeUndefined();
    blobs.keepOnly(new Set());
    expect(existsSync(join(folder, "files"))).toBe(false);
  });
});

describe("an upload over HTTP", () => {
  const running: RunningEmulator[] = [];
  const start = async (): Promise<string> => {
    const emulator = await startEmulator(
      {
        host: "127.0.0.1",
        port: 0,
        dataFolder: folder,
        webhookUrl: undefined,
        settings: { rateLimits: false },
      },
      (error) => {
        throw error;
      },
    );
    running.push(emulator);
    return emulator.address;
  };
  const stop = async (): Promise<void> => running.pop()?.stop();
  afterEach(stop);

  const uploadOf = (bytes: Uint8Array<ArrayBuffer>): FormData => {
    const form = new FormData();
    const metadata = JSON.stringify({ FileName: "big.pdf", ContentType: "application/pdf" });
    form.append("file_metadata_01", new Blob([metadata], { type: "application/json" }));
    form.append("file_content_01", new Blob([bytes]), "big.pdf");
    return form;
  };

  it("takes 20 MB, keeps them out of the log, and gives them back after a restart", async () => {
    const bytes = new Uint8Array(20 * 1024 * 1024).fill(7);
    const address = await start();
    const body = uploadOf(bytes);
    const sent = await fetch(`${address}/v3/company/${REALM}/upload`, {
      method: "POST",
      headers: HEADERS,
      body,
    });
    const answer = (await sent.json()) as {
      AttachableResponse: { Attachable: { Id: string; Size: number } }[];
    };
    const made = answer.AttachableResponse[0]?.Attachable;
    expect(made?.Size).toBe(bytes.length);
    expect(statSync(join(folder, "company.log")).size).toBeLessThan(1024 * 1024);
    await stop();
    const again = await start();
    const download = await fetch(`${again}/v3/company/${REALM}/download/${made?.Id}`, {
      headers: HEADERS,
    });
    const temporary = await download.text();
    expect(temporary.startsWith(`${again}/s3/`)).toBe(true);
    const file = await fetch(temporary);
    expect(file.headers.get("content-type")).toBe("application/pdf");
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("refuses more than 100 MB in the vendor's words, not with a broken connection", async () => {
    const address = await start();
    const body = uploadOf(new Uint8Array(101 * 1024 * 1024));
    const sent = await fetch(`${address}/v3/company/${REALM}/upload`, {
      method: "POST",
      headers: HEADERS,
      body,
    });
    expect(sent.status).toBe(400);
    expect(await sent.text()).toContain('"code":"6030"');
  });
});
