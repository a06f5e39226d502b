/**
 * A self-signed X.509 certificate (RFC 5280) over a public key: what an external client app in Salesforce is
 * given, so that it can check what the service signs with the private key. Pure: the key, the time and the
 * serial number are handed in.
 */
import { type KeyObject, sign } from "node:crypto";

export interface CertificateWish {
  /** The common name: what the certificate is called in Salesforce. */
  readonly name: string;
  /** Milliseconds since 1970, both. */
  readonly from: number;
  readonly until: number;
  /** At most 20 bytes (RFC 5280, 4.1.2.2). */
  readonly serial: Uint8Array;
  /** RSA, both. */
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  text: 0x0c,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
} as const;

/** Object identifiers, encoded. */
const SHA256_WITH_RSA = "2a864886f70d01010b";
const COMMON_NAME = "550403";
const BASIC_CONSTRAINTS = "551d13";

/** One value of DER: its tag, its length, its content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, "hex"));

const algorithm = (): Buffer => der(TAG.sequence, oid(SHA256_WITH_RSA), der(TAG.null));

/** Positive, and without zeros at its front. */
function positive(bytes: Uint8Array): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  const digits = from < 0 ? Buffer.from([0]) : Buffer.from(bytes.slice(from));
  const isSigned = (digits[0] ?? 0) >= 0x80;
  return der(TAG.integer, ...(isSigned ? [Buffer.from([0])] : []), digits);
}

function nameOf(text: string): Buffer {
  const attribute = der(TAG.sequence, oid(COMMON_NAME), der(TAG.text, Buffer.from(text)));
  return der(TAG.sequence, der(TAG.set, attribute));
}

/** In two digits of the year up to 2049, in four from then on (RFC 5280, 4.1.2.5). */
function timeOf(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().slice(0, 19).replaceAll(/\D/g, "");
  const isShort = digits < "2050";
  return der(
    isShort ? TAG.utcTime : TAG.time,
    Buffer.from(`${isShort ? digits.slice(2) : digits}Z`),
  );
}

function constraints(): Buffer {
  const yes = der(TAG.boolean, Buffer.from([0xff]));
  const value = der(TAG.octets, der(TAG.sequence, yes));
  return der(
    TAG.extensions,
    der(TAG.sequence, der(TAG.sequence, oid(BASIC_CONSTRAINTS), yes, value)),
  );
}

/** The certificate as PEM. */
export function selfSigned(wish: CertificateWish): string {
  const { publicKey, privateKey, serial } = wish;
  const name = nameOf(wish.name);
  const signed = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    positive(serial),
    algorithm(),
    name,
    der(TAG.sequence, timeOf(wish.from), timeOf(wish.until)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    constraints(),
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign("sha256", signed, privateKey));
  const text = der(TAG.sequence, signed, algorithm(), signature).toString("base64");
  const lines = text.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
