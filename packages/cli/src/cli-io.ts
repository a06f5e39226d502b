/** Everything a command may use of the world. `main.ts` and tests each supply one. */
import type { KeyObject } from "node:crypto";
import type { Clock } from "@accord-sync/core/ports/clock.ts";
import type { ServiceClient } from "./service-client.ts";

export interface CliIo {
  readonly clock: Clock;
  /** One text of whole lines. */
  out(text: string): void;
  err(text: string): void;
  /** Whether progress may rewrite its own line. */
  readonly isErrorTerminal: boolean;
  /** The service at `url`, or at its default address. Throws a `CliFailure` without a token. */
  connect(url: string | undefined): ServiceClient;
  /** A fresh RSA pair of 2048 bits, and a number that no other certificate has. */
  makeKeyPair(): KeyPair;
  /**
   * Keeps a new file in the data folder, readable by its owner alone unless `isPublic`. Answers with its
   * whole path; null when there is one of that name, which stays as it is (a public one is replaced).
   */
  keepNew(name: string, text: string, isPublic?: boolean): string | null;
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** 16 bytes. */
  readonly serial: Uint8Array;
}
