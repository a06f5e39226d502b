import type { CompanySettings } from "../company-settings.ts";
import { bodyText, type EmulatorRequest } from "../emulator-request.ts";

/**
 * The app that a request to the token endpoints authenticates as: by Basic, or by `client_id` and
 * `client_secret` in the form (both stand in the vendor's discovery document). Undefined when it is none
 * of the registered apps, or its secret is wrong.
 */
export function authenticatedApp(
  request: EmulatorRequest,
  settings: CompanySettings,
): string | undefined {
  const [id, secret] = basicCredentials(request) ?? formCredentials(request);
  return registeredApps(settings).find((app) => app.id === id && app.secret === secret)?.id;
}

export function isRegistered(clientId: string | null, settings: CompanySettings): boolean {
  return registeredApps(settings).some((app) => app.id === clientId);
}

function registeredApps(settings: CompanySettings): readonly { id: string; secret: string }[] {
  return [{ id: settings.clientId, secret: settings.clientSecret }, ...settings.otherApps];
}

/** Id and secret may be percent-encoded (RFC 6749, 2.3.1), but the vendor's own client does not. */
function basicCredentials(request: EmulatorRequest): [string, string] | undefined {
  const [scheme, encoded] = (request.headers["authorization"] ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return undefined;
  const decoded = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return [decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)];
}

function formCredentials(request: EmulatorRequest): [string, string] {
  const form = new URLSearchParams(bodyText(request));
  return [form.get("client_id") ?? "", form.get("client_secret") ?? ""];
}
