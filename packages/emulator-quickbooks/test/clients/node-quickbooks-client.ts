import { Readable } from "node:stream";
import type { ForeignClient, Sent, Shown } from "./foreign-client.ts";
import { ask, quickbooksAt, type HeldTokens } from "./node-quickbooks.ts";

type Method = (...args: unknown[]) => void;

/** What the tests use of the package besides its methods; its own types leave it out. */
interface Pluralizing {
  pluralize(word: string): string;
}

/** The most used client of the API (npm `node-quickbooks`), with tokens of the emulator at `address`. */
export function nodeQuickbooksClient(address: string, tokens: HeldTokens): ForeignClient {
  const quickbooks: unknown = quickbooksAt(address, tokens);
  const client = quickbooks as Pluralizing;
  const methods = quickbooks as Record<string, Method>;
  const call = <T>(method: string, ...args: unknown[]): Promise<T> => {
    const found = methods[method];
    if (found === undefined) throw new Error(`node-quickbooks has no ${method}`);
    return ask((done) => found.call(quickbooks, ...args, done));
  };
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
