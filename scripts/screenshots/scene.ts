/** A window, the product, and where pictures go. */
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import type { Place } from "../../e2e/support/product.ts";

const WINDOW = { width: 1280, height: 800 };
/** Twice the pixels, for sharp text on dense displays. */
const SCALE = 2;
/** White space around a picture of one component, in CSS pixels. */
const MARGIN = 12;

export interface Scene {
  readonly place: Place;
  readonly open: () => Promise<Page>;
  /** The whole window. */
  readonly takePage: (page: Page, name: string) => Promise<void>;
  /** One component with a margin. */
  readonly takePart: (page: Page, part: Locator, name: string) => Promise<void>;
}

async function withoutToasts(page: Page): Promise<void> {
  await page.evaluate('document.querySelectorAll("[data-toasts] > *").forEach((e) => e.remove())');
  await page.mouse.move(0, 0);
  await page.evaluate("document.activeElement?.blur()");
}

export function createScene(browser: Browser, place: Place, folder: string): Scene {
  const fileOf = (name: string) => path.join(folder, `${name}.png`);
  const told = (name: string) => void process.stdout.write(`${fileOf(name)}\n`);
  return {
    place,
    open: async () => {
      const context = await browser.newContext({ viewport: WINDOW, deviceScaleFactor: SCALE });
      return context.newPage();
    },
    takePage: async (page, name) => {
      await withoutToasts(page);
      await page.screenshot({ path: fileOf(name), animations: "disabled" });
      told(name);
    },
    takePart: async (page, part, name) => {
      await withoutToasts(page);
      await part.scrollIntoViewIfNeeded();
      const box = await part.boundingBox();
      if (box === null) throw new Error(`${name} is not on the page.`);
      const clip = {
        x: Math.max(0, box.x - MARGIN),
        y: Math.max(0, box.y - MARGIN + (await scrolled(page))),
        width: box.width + 2 * MARGIN,
        height: box.height + 2 * MARGIN,
      };
      await page.screenshot({ path: fileOf(name), clip, fullPage: true, animations: "disabled" });
      told(name);
    },
  };
}

const scrolled = (page: Page): Promise<number> => page.evaluate<number>("window.scrollY");
