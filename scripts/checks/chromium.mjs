/** Finds a Chromium for the tests in a browser, or installs Debian's where that is possible. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

function findChromium() {
  const named = process.env.ACCORD_CHROMIUM;
  return [named, ...PLACES].find((file) => file !== undefined && existsSync(file));
}

function installByApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  process.stdout.write("Installing Chromium with apt-get, once (about a minute) …\n");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "chromium"],
  ]) {
    spawnSync("apt-get", words, { env: environment, stdio: ["ignore", "ignore", "inherit"] });
  }
}

/** The path of the browser; an Error that says what to install where there is none. */
export function ensureChromium() {
  if (findChromium() === undefined) installByApt();
  const file = findChromium();
  if (file !== undefined) return file;
  throw new Error(
    "The tests in a browser need Chromium or Chrome. Install it (Debian: apt-get install chromium) or name its program in ACCORD_CHROMIUM.",
  );
}
