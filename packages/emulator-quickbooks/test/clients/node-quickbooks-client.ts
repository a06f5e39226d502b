import { createRequire } from "node:module";
import { Readable } from "node:stream";
import type { ForeignClient, Sent, Shown } from "./foreign-client.ts";

/** What the tests use of the package; its own types describe another form of module than it has. */
interface NodeQuickbooks {
  endpoint: string;
  pluralize(word: string): string;
}

interface NodeQuickbooksClass {
  TOKEN_URL: string;
  REVOKE_URL: string;
  new (...settings: readonly unknown[]): NodeQuickbooks;
}

const QuickBooks = createRequire(import.meta.url)("node-quickbooks") as NodeQuickbooksClass;

type Callback = (error: unknown, data: unknown) => void;
type Method = (...args: unknown[]) => void;

/** The most used client of the API (npm `node-quickbooks`), with tokens of the emulator at `address`. */
export function nodeQuickbooksClient(
  address: string,
  realm: string,
  tokens: { readonly access: string; readonly refresh: string },
): ForeignClient {
  QuickBooks.TOKEN_URL = `${address}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${address}/v2/oauth2/tokens/revoke`;
  const settings = [false, realm, true, false, 75, "2.0", tokens.refresh] as const;
  const client = new QuickBooks("demo", "demo", tokens.access, ...settings);
  // This is all it takes to point the client at the emulator.
  client.endpoint = `${address}/v3/company/`;

  const methods = client as unknown as Record<string, Method>;
  const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, data) => {
        if (error === null || error === undefined) resolve(data as T);
        else reject(new Error(`${method}: ${JSON.stringify(answerOf(error))}`));
      };
      const found = methods[method];
      if (found === undefined) reject(new Error(`node-quickbooks has no ${method}`));
      else found.call(client, ...args, done);
    });
  const rows = (data: Record<string, Record<string, Shown[]>>, type: string): Shown[] =>
    data["QueryResponse"]?.[type] ?? [];
  /** Some of its methods take the object out of the answer, others do not. */
  const unwrapped = async (answer: Promise<Record<string, unknown>>, type: string) => {
    const found = await answer;
    return (found[type] ?? found) as Shown;
  };

  return {
    name: "node-quickbooks",
    create: (type, body) => call(`create${type}`, { ...body }),
    read: (type, id) => call(`get${type}`, id),
    update: (type, body) => call(`update${type}`, { sparse: false, ...body }),
    void: (type, shown) =>
      type === "BillPayment" || type === "SalesReceipt"
        ? call(`update${type}`, { Id: shown.Id, SyncToken: shown.SyncToken, void: true })
        : unwrapped(call(`void${type}`, { ...shown }), type),
    remove: async (type, shown) =>
      String((await unwrapped(call(`delete${type}`, { ...shown }), type))["status"]),
    find: async (type, property, value) => {
      const finder = client.pluralize(type);
      return rows(await call(`find${finder}`, [{ field: property, value }]), type);
    },
    count: async (type) => {
      const data = await call<Record<string, Record<string, number>>>(
        `find${client.pluralize(type)}`,
        { count: true },
      );
      return data["QueryResponse"]?.["totalCount"] ?? -1;
    },
    changes: async (types, since) => {
      const data = await call<{ CDCResponse: { QueryResponse: Record<string, Shown[]>[] }[] }>(
        "changeDataCapture",
        types,
        since.toISOString(),
      );
      const groups = data.CDCResponse[0]?.QueryResponse ?? [];
      return groups.map((group, place) => group[types[place] ?? ""] ?? []);
    },
    batch: async (items: readonly Sent[]) => {
      const data = await call<{ BatchItemResponse: Record<string, unknown>[] }>("batch", items);
      return data.BatchItemResponse;
    },
    upload: (fileName, content, invoiceId) =>
      call("upload", fileName, "text/plain", Readable.from([content]), "Invoice", invoiceId),
    pdf: (type, id) => call(`get${type}Pdf`, id),
    send: (type, id, to) => call(`send${type}Pdf`, id, to),
    refresh: async () => {
      await call("refreshAccessToken");
    },
    revoke: async () => {
      await call("revokeAccess", true);
    },
  };
}

/** The answer's body, where the client wraps it in an error of its transport. */
function answerOf(error: unknown): unknown {
  const { response } = error as { response?: { data?: unknown; status?: number } };
  return response === undefined ? error : { status: response.status, body: response.data };
}
