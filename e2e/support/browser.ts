/** Headless Chromium, and pages in it that fail a test when their scripts do. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long a click or a look waits for its element. */
const PATIENCE_MS = 15_000;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["ACCORD_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });
}

export interface Pages {
  /** A new tab, in the test's own browser context. */
  open(): Promise<Page>;
}

/** Declares a browser for a test file. A script error on any page fails the test that opened it. */
export function usePages(): Pages {
  let browser: Browser | null = null;
  let context: BrowserContext | null = null;
  let faults: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await context?.close();
    context = null;
    const seen = faults;
    faults = [];
    expect(seen, "errors of the pages' own scripts").toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    open: async () => {
      if (browser === null) throw new Error("The browser opens before the first test.");
      context ??= await browser.newContext({ viewport: { width: 1280, height: 1000 } });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
      return page;
    },
  };
}
