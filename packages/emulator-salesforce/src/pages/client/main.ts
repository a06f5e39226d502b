/** What a page does once it is loaded: dialogs and live records at once, then the components. */
import { setUpDialogs } from "./dialogs.ts";
import { followRecord } from "./live-record.ts";
import { showKeptToast } from "./toasts.ts";

setUpDialogs();
followRecord();

if (document.querySelector(".not-built") === null) {
  // After the import map is in force, and only where there is one to find it by.
  const { mountApp } = await import("lightning-host");
  await mountApp();
  showKeptToast();
}
