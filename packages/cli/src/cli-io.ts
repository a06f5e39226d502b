/** Everything a command may use of the world. `main.ts` and tests each supply one. */
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
}
