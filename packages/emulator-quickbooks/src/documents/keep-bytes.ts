import { ApiFault } from "../faults/api-fault.ts";
import { BlobsFullError, type Blobs } from "./blobs.ts";

/** The digest under which the bytes are now safe; a system fault (10000) when there is no room for them. */
export function keepBytes(bytes: Uint8Array, blobs: Blobs): string {
  try {
    return blobs.put(bytes);
  } catch (error) {
    if (!(error instanceof BlobsFullError)) throw error;
    const message = "An application error has occurred while processing your request";
    const detail = `System Failure Error: ${error.message}`;
    throw new ApiFault([{ code: "10000", message, detail }], "SystemFault");
  }
}
