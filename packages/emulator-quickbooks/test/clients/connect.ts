import OAuthClient from "intuit-oauth";

/** Points the vendor's client at the emulator: this is all it takes. */
export function oauthClientAt(address: string): OAuthClient {
  OAuthClient.environment.sandbox = `${address}/`;
  const client = new OAuthClient({
    clientId: "demo",
    clientSecret: "demo",
    environment: "sandbox",
    redirectUri: "http://localhost:3000/callback",
  });
  return client.setAuthorizeURLs({
    authorizeEndpoint: `${address}/connect/oauth2`,
    tokenEndpoint: `${address}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${address}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${address}/v1/openid_connect/userinfo`,
  });
}

/** A client that a person has connected on the consent page. */
export async function connectedClient(address: string): Promise<OAuthClient> {
  const client = oauthClientAt(address);
  const scope = OAuthClient.scopes.Accounting;
  const url = client.authorizeUri({ scope, state: "s" });
  const body = new URLSearchParams({ decision: "connect" });
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
  await client.createToken(answer.headers.get("location") ?? "");
  return client;
}
