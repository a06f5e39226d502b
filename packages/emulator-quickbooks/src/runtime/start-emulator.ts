import { systemFailure } from "../api/system-failure.ts";
import { createCompany } from "../company.ts";
import { digestsIn } from "../documents/blobs.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { ChangeLog } from "./change-log.ts";
import { FolderBlobs } from "./folder-blobs.ts";
import { lockFolder } from "./folder-lock.ts";
import { createHttpShell } from "./http-shell.ts";
import { identityKeyIn } from "./identity-key.ts";
import { listen, type Listening } from "./listen.ts";
import type { EmulatorOptions } from "./options.ts";
import { randomIds } from "./random-ids.ts";
import { WebhookSender } from "./webhook-sender.ts";

/** A started emulator, for `main.ts` and for tests. */
export interface RunningEmulator {
  /** E.g. `http://127.0.0.1:4002`. */
  readonly address: string;
  /** The folder was empty: the company begins now. */
  readonly isNew: boolean;
  /** Ends connections, lets running webhook attempts finish, closes the files, frees the folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the company of a folder behind HTTP. Throws `FolderInUseError` for a folder that another
 * process holds, and Node's `EADDRINUSE` error for a port in use. `onCrash` hears of the emulator's own bugs.
 */
export async function startEmulator(
  options: EmulatorOptions,
  onCrash: (error: unknown) => void,
): Promise<RunningEmulator> {
  const release = lockFolder(options.dataFolder);
  const { log, changes } = ChangeLog.open(options.dataFolder);
  const blobs = new FolderBlobs(options.dataFolder);
  const now = (): number => Date.now();
  const company = createCompany({
    ids: randomIds(),
    settings: options.settings,
    identityKey: identityKeyIn(options.dataFolder),
    blobs,
    onCommit: (committed) => log.append(committed),
    ...(changes === undefined ? {} : { changes }),
  });
  if (changes !== undefined) {
    blobs.keepOnly(new Set(digestsIn(company.store)));
    log.compact(company.store.dump(), company.store.size);
  }
  const sender =
    options.webhookUrl === undefined
      ? undefined
      : new WebhookSender(company, options.webhookUrl, now, onCrash);
  /** A client that reads JSON is told in JSON, in the vendor's words for its own failures. */
  const onError = (error: unknown): EmulatorAnswer => {
    onCrash(error);
    return systemFailure(500, undefined, now(), company.settings.timeZone);
  };
  const createServer = () =>
    createHttpShell((request) => {
      const answer = company.handle(request, now());
      sender?.wake();
      return answer;
    }, onError);
  const closeFiles = (): void => {
    log.close();
    release();
  };
  let listening: Listening;
  try {
    listening = await listen(createServer, options.host, options.port);
  } catch (error) {
    closeFiles();
    throw error;
  }
  sender?.wake();
  const stop = async (): Promise<void> => {
    await listening.close();
    await sender?.stop();
    closeFiles();
  };
  return { address: listening.address, isNew: changes === undefined, stop };
}
