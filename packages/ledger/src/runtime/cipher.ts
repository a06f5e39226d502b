import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { assert } from "@accord-sync/core/errors/assert.ts";
import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Cipher } from "../cipher.ts";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Leads every sealed value, so that another scheme can come later beside this one. */
const SCHEME = "a1:";

/**
 * AES-256-GCM with a random nonce for each value. A sealed value is `a1:` and, in base64, nonce,
 * tag and ciphertext. `key` has 32 bytes.
 */
export function createCipher(key: Uint8Array): Cipher {
  assert(key.length === KEY_BYTES, `a cipher key has ${KEY_BYTES} bytes, not ${key.length}`);
  return {
    seal: (plain, context) => seal(key, plain, context),
    open: (sealed, context) => unseal(key, sealed, context),
  };
}

function seal(key: Uint8Array, plain: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, "utf8"));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return SCHEME + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

function unseal(key: Uint8Array, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed.slice(SCHEME.length), "base64");
  if (!sealed.startsWith(SCHEME) || bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadable();
  const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context, "utf8"));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
  } catch {
    throw unreadable();
  }
}

function unreadable(): OperationalFailure {
  return settingsInvalid("the key file is not the one that the stored secrets were sealed with");
}

function settingsInvalid(detail: string): OperationalFailure {
  return new OperationalFailure(operationalError("SETTINGS_INVALID", { detail }));
}

/**
 * The 32 key bytes in `file`, which is made with random ones, readable by its owner alone, when
 * there is none. The key is on the disk before it is used: a secret sealed with a lost key is
 * lost.
 *
 * Throws OperationalFailure SETTINGS_INVALID when the file holds something else.
 */
export function loadOrCreateKey(file: string): Uint8Array {
  const held = readKey(file);
  if (held !== null) return held;
  const draft = `${file}.${process.pid}.new`;
  try {
    writeKey(draft, randomBytes(KEY_BYTES));
    // Unlike a rename, a link never replaces a key that another process put there meanwhile.
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readKey(file);
  assert(made !== null, "the key file is not there after it was made");
  return made;
}

function readKey(file: string): Uint8Array | null {
  try {
    const bytes = readFileSync(file);
    if (bytes.length === KEY_BYTES) return new Uint8Array(bytes);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
  throw settingsInvalid(`${file} must hold a key of ${KEY_BYTES} bytes`);
}

function writeKey(file: string, key: Uint8Array): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    writeSync(descriptor, key);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
