import type { EmulatorAnswer } from "../emulator-request.ts";
import { html } from "../pages/html.ts";
import { barePage } from "../pages/layout.ts";

/** What the page says; `action` is where its buttons lead. */
export interface ConsentRequest {
  readonly action: string;
  readonly app: string;
  readonly company: string;
  /** What the app will be able to do, a sentence for each scope. */
  readonly sentences: readonly string[];
}

/** The page on which a person allows an app to see the company. */
export function consentPage({ action, app, company, sentences }: ConsentRequest): EmulatorAnswer {
  return barePage(
    "Connect to QuickBooks",
    html`<form class="card consent" method="post" action="${action}">
      <h1>Connect ${app} to QuickBooks</h1>
      <p>The app asks to use <strong>${company}</strong>. It will be able to:</p>
      <ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
      <div class="actions">
        <button class="primary" id="connect" name="decision" value="connect">Connect</button>
        <button name="decision" value="cancel">No, thanks</button>
      </div>
    </form>`,
  );
}

/** Instead of consent, for a request that no app should have made. */
export function refusalPage(problem: string): EmulatorAnswer {
  const page = barePage(
    "Connect to QuickBooks",
    html`<div class="card consent"><h1>The app cannot be connected</h1><p>${problem}</p></div>`,
  );
  return { ...page, status: 400 };
}
