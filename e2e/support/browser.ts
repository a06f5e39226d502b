/** Headless Chromium. */
import { type Browser, chromium } from "playwright-core";

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
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["ACCORD_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });
}
