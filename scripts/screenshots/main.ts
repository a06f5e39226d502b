/**
 * `npm run screenshots`: starts a fresh product and takes the pictures of the README and the user guide.
 * Pictures show the seed data, so a new run gives the same scenes.
 */
import path from "node:path";
import { launchBrowser } from "../../e2e/support/browser.ts";
import { ROOT, startProduct } from "../../e2e/support/product.ts";
import { createScene } from "./scene.ts";
import { adminScenes } from "./admin-scenes.ts";
import { recordScenes } from "./record-scenes.ts";

const FOLDER = path.join(ROOT, "docs", "user-guide", "images");

const product = await startProduct();
const browser = await launchBrowser();
try {
  const scene = createScene(browser, product, FOLDER);
  await recordScenes(scene);
  await adminScenes(scene);
} finally {
  await browser.close();
  await product.discard();
}
