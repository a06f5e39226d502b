/** Pages that fail a test when their scripts do. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser } from "./browser.ts";

/** How long a click or a look waits for its element. */
const PATIENCE_MS = 15_000;

export interface Pages {
  /** A window of its own, since a tab in the background is slow to act. Closed after the test. */
  open(): Promise<Page>;
}

/** Declares a browser for a test file. A script error on any page fails the test that opened it. */
export function usePages(): Pages {
  let browser: Browser | null = null;
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
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
      const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
      return page;
    },
  };
}
