import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The key that signs ID tokens, kept in the data folder so that a restart does not change it. Made when it
 * is first asked for, because few apps ask for OpenID scopes and making one takes a moment.
 */
export function identityKeyIn(folder: string): () => KeyObject {
  let key: KeyObject | undefined;
  return () => (key ??= readOrMake(join(folder, "identity-key.pem")));
}

function readOrMake(file: string): KeyObject {
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // Renamed into place, so that a kill leaves no half key behind.
  const text = privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return privateKey;
}
