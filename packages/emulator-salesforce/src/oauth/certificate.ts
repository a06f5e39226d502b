import { createHash, createPrivateKey, createPublicKey, createSign } from "node:crypto";

/**
 * A self-signed X.509 certificate (RSA, SHA-256), as Salesforce makes for an org under Certificate and
 * Key Management. Node can read certificates but not make them; this writes the little DER it takes.
 */
export function selfSignedCertificate(subject: {
  readonly commonName: string;
  readonly privateKeyPem: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}): string {
  const privateKey = createPrivateKey(subject.privateKeyPem);
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const name = sequence(set(sequence(oid("550403"), utf8(subject.commonName))));
  const serial = createHash("sha1").update(publicKey).digest();
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and no leading zero
  const algorithm = sequence(oid("2a864886f70d01010b"), der(0x05, Buffer.alloc(0)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, serial),
    algorithm,
    name,
    sequence(time(subject.from), time(subject.to)),
    name,
    publicKey,
  );
  const signature = createSign("RSA-SHA256").update(body).sign(privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** One DER element: tag, length, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value]);
  const digits = value.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value]);
}

const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const set = (content: Buffer): Buffer => der(0x31, content);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));

/** GeneralizedTime, to the second. */
function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, "");
  return der(0x18, Buffer.from(digits));
}
