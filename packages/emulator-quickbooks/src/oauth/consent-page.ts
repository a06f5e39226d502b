import type { EmulatorAnswer } from "../emulator-request.ts";
import { html } from "../pages/html.ts";
import { barePage } from "../pages/layout.ts";

/** The page on which a person allows an app to see the company. */
export function consentPage(action: string, app: string): EmulatorAnswer {
  return barePage(
    "Connect to QuickBooks",
    html`<form class="card consent" method="post" action="${action}">
      <h1>Connect ${app} to QuickBooks</h1>
      <p>The app will be able to read and change the customers, products and sales of
        <strong>Craig's Design and Landscaping Services</strong>.</p>
      <div class="actions">
        <button class="primary" id="connect" name="decision" value="connect">Connect</button>
        <button name="decision" value="cancel">No, thanks</button>
      </div>
    </form>`,
  );
}
