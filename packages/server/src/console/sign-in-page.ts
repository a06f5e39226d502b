import { frame } from "./frame.ts";
import { html, NOTHING } from "./html.ts";

/** `problem` says why the last attempt failed; null on the first visit. */
export function signInPage(problem: string | null): string {
  return frame({
    title: "Sign in",
    body: html`<main class="accord-card">
<h1>Sign in to Accord Sync</h1>
<form method="post" action="/sign-in">
<label for="password">Operator password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
${problem === null ? NOTHING : html`<p class="accord-problem" role="alert">${problem}</p>`}
<button class="accord-button" type="submit">Sign In</button>
</form>
<p>The password is in the file <code>operator-token</code> of the data folder. <code>npm run accord -- console</code> prints an address that needs no password.</p>
</main>`,
  });
}
