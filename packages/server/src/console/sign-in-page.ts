import { frame } from "./frame.ts";
import { type Html, html, NOTHING } from "./html.ts";

interface SignIn {
  /** Why the last attempt failed; null on the first visit. */
  readonly problem: string | null;
  /** The path on which the person goes on. */
  readonly to: string;
}

export function signInPage({ problem, to }: SignIn): string {
  return frame({
    title: "Sign in",
    body: html`<main class="accord-card">
<h1>Sign in to Accord Sync</h1>
<form method="post" action="/sign-in">
<input type="hidden" name="to" value="${to}">
<label for="password">Operator password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
${problem === null ? NOTHING : html`<p class="accord-problem" role="alert">${problem}</p>`}
<button class="accord-button" type="submit">Sign In</button>
</form>
<p>The password is in the file <code>operator-token</code> of the data folder. <code>npm run accord -- console</code> prints an address that needs no password.</p>
</main>`,
  });
}

/**
 * Goes on to `to` by itself. A redirect would be the answer to the form, which the browser then follows
 * to no other site; this page's own navigation may end at QuickBooks' sign-in.
 */
export function signedInPage(to: string): string {
  const head: Html = html`<meta http-equiv="refresh" content="0; url=${to}">`;
  return frame({
    title: "Signed in",
    head,
    body: html`<main class="accord-card">
<h1>You are signed in</h1>
<a class="accord-button" href="${to}">Go On</a>
</main>`,
  });
}
