/** The browser's entry: puts the app into the page that the server answered for every address. */
// Must come first: it brings synthetic shadow, which patches what the engine then captures.
import { listenForToasts } from "lightning-host";
import { createElement } from "lwc";
import App from "./lx/app/app.ts";

listenForToasts();
const app = createElement("lx-app", { is: App });
document.querySelector("#app")?.append(app);
