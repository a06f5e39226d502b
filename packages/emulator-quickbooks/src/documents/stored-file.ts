/** What the company keeps of an attachable's file; its bytes are with the blobs. */
export interface StoredFile {
  /** Names the bytes in `Blobs`. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  /** As told at the upload; shown when the attachable names none. */
  readonly contentType: string;
  /** A UUID that stands in the file's temporary address. */
  readonly key: string;
  /** Signs the temporary addresses of this file, and of no other. */
  readonly secret: string;
}
