import { XMLParser } from "fast-xml-parser";
import type { EmulatorAnswer } from "../../wire.ts";

/** SOAP messages as text and back. Prefixes do not matter on the way in; all values arrive as text. */

/** A call, taken out of its envelope. */
export interface SoapCall {
  /** The local name of the first element of the body, for example `merge`. */
  readonly operation: string;
  readonly message: SoapElement;
  readonly sessionId: string;
  /** The client of `CallOptions`, if it named itself. */
  readonly client: string | undefined;
}

export type SoapElement = Readonly<Record<string, unknown>>;

const PARSER = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
});

/** The call in a message; undefined when it is none. Messages with a DOCTYPE are not read at all. */
export function parseEnvelope(text: string): SoapCall | undefined {
  if (/<!DOCTYPE/i.test(text)) return undefined;
  const document = parsed(text);
  const envelope = elementOf(document, "Envelope");
  const [operation] = Object.entries(elementOf(envelope, "Body"));
  if (operation === undefined) return undefined;
  const header = elementOf(envelope, "Header");
  return {
    operation: operation[0],
    message: isElement(operation[1]) ? operation[1] : {},
    sessionId: textOf(elementOf(header, "SessionHeader"), "sessionId") ?? "",
    client: textOf(elementOf(header, "CallOptions"), "client"),
  };
}

function parsed(text: string): SoapElement {
  try {
    const document: unknown = PARSER.parse(text, true);
    return isElement(document) ? document : {};
  } catch {
    return {};
  }
}

export function isElement(value: unknown): value is SoapElement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A child element; an empty one when there is none. */
export function elementOf(parent: SoapElement, name: string): SoapElement {
  const child = parent[name];
  return isElement(child) ? child : {};
}

/** The text of a child element. */
export function textOf(parent: SoapElement, name: string): string | undefined {
  const child = parent[name];
  return typeof child === "string" && child !== "" ? child : undefined;
}

/** All child elements of a name, in order. */
export function listOf(parent: SoapElement, name: string): readonly unknown[] {
  const child = parent[name];
  if (child === undefined || child === "") return [];
  return Array.isArray(child) ? child : [child];
}

/** What an element may hold on the way out; a list repeats the element, null is `xsi:nil`. */
export type SoapValue =
  | string
  | number
  | boolean
  | null
  | readonly SoapValue[]
  | { readonly [name: string]: SoapValue };

/** An element with its children. */
export function toXml(name: string, value: SoapValue): string {
  if (isList(value)) return value.map((each) => toXml(name, each)).join("");
  if (value === null) return `<${name} xsi:nil="true"/>`;
  const content =
    typeof value === "object"
      ? Object.entries(value)
          .map(([child, each]) => toXml(child, each))
          .join("")
      : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

const isList = (value: SoapValue): value is readonly SoapValue[] => Array.isArray(value);

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Characters that XML 1.0 does not know are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}

const HEADERS = { "content-type": "text/xml; charset=utf-8" };
const OPEN = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"`;
const XSI = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;

/** The answer of an operation. @param namespace of the API that was called, partner or enterprise */
export function soapAnswer(
  operation: string,
  result: SoapValue,
  { namespace, limit }: { readonly namespace: string; readonly limit: readonly [number, number] },
): EmulatorAnswer {
  const [current, max] = limit;
  const info = { current, limit: max, type: "API REQUESTS" };
  const header = toXml("LimitInfoHeader", { limitInfo: info });
  const body = toXml(`${operation}Response`, { result });
  return {
    status: 200,
    headers: HEADERS,
    body: `${OPEN} xmlns="${namespace}" ${XSI}><soapenv:Header>${header}</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  };
}

/** A fault; its status is 500 whatever it says. */
export function soapFault(code: string, message: string): EmulatorAnswer {
  const text = `${code}: ${message}`;
  const name = code.startsWith("INVALID_LOGIN") ? "sf:LoginFault" : "sf:UnexpectedErrorFault";
  const detail = `<${name} xsi:type="${name}">${toXml("sf:exceptionCode", code)}${toXml("sf:exceptionMessage", message)}</${name}>`;
  const fault = `<soapenv:Fault>${toXml("faultcode", `sf:${code}`)}${toXml("faultstring", text)}<detail>${detail}</detail></soapenv:Fault>`;
  return {
    status: 500,
    headers: HEADERS,
    body: `${OPEN} xmlns:sf="urn:fault.partner.soap.sforce.com" ${XSI}><soapenv:Body>${fault}</soapenv:Body></soapenv:Envelope>`,
  };
}
