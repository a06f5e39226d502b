import OAuthClient from "intuit-oauth";

/** The company that every emulator has unless it is told otherwise. */
export const REALM = "9341452700000001";
export const REDIRECT = "http://localhost:3000/callback";

/** Points the vendor's client at the emulator: this is all it takes; README shows it. `more` are its options. */
export function oauthClientAt(address: string, more: object = {}): OAuthClient {
  OAuthClient.environment.sandbox = `${address}/`;
  OAuthClient.environment.production = `${address}/`;
  OAuthClient.jwks_uri = `${address}/op/v1/jwks`;
  const client = new OAuthClient({
    clientId: "demo",
    clientSecret: "demo",
    environment: "sandbox",
    redirectUri: REDIRECT,
    ...more,
  });
  return client.setAuthorizeURLs({
    authorizeEndpoint: `${address}/connect/oauth2`,
    tokenEndpoint: `${address}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${address}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${address}/v1/openid_connect/userinfo`,
  });
}

/** Presses a button of the consent page at `url`; the address to which the person is led back. */
export async function decide(url: string, decision: "connect" | "cancel"): Promise<string> {
  const body = new URLSearchParams({ decision });
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  return answer.headers.get("location") ?? "";
}

/** A client that a person has connected on the consent page. `scope`: the accounting one by default. */
export async function connectedClient(
  address: string,
  scope: string[] = [OAuthClient.scopes.Accounting],
  more: object = {},
): Promise<OAuthClient> {
  const client = oauthClientAt(address, more);
  await client.createToken(await decide(client.authorizeUri({ scope, state: "s" }), "connect"));
  return client;
}
