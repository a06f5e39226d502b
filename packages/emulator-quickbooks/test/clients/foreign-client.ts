/** What other people's clients of the API have in common, so that each runs through the same story. */

export type Shown = Record<string, unknown> & { readonly Id: string; readonly SyncToken: string };

/** An object as it is sent. */
export type Sent = Readonly<Record<string, unknown>>;

/** `type` is spelled as in JSON, e.g. `SalesReceipt`. Every call rejects when the API refuses. */
export interface ForeignClient {
  readonly name: string;
  create(type: string, body: Sent): Promise<Shown>;
  read(type: string, id: string): Promise<Shown>;
  /** A full or a sparse update, as the body says. */
  update(type: string, body: Sent): Promise<Shown>;
  void(type: string, shown: Shown): Promise<Shown>;
  /** The answer's `status`. */
  remove(type: string, shown: Shown): Promise<string>;
  /** The rows with the property equal to the value. */
  find(type: string, property: string, value: string): Promise<readonly Shown[]>;
  count(type: string): Promise<number>;
  /** The changed objects of each type since the moment, in the order asked. */
  changes(types: readonly string[], since: Date): Promise<readonly (readonly Shown[])[]>;
  batch(items: readonly Sent[]): Promise<readonly Record<string, unknown>[]>;
  /** Uploads a text file and links it to an invoice. */
  upload(fileName: string, content: string, invoiceId: string): Promise<Shown>;
  pdf(type: string, id: string): Promise<Uint8Array>;
  send(type: string, id: string, to: string): Promise<Shown>;
  /** Afterwards the client works with the new tokens. */
  refresh(): Promise<void>;
  /** Ends both tokens. */
  revoke(): Promise<void>;
}
