import type OAuthClient from "intuit-oauth";
import type { ForeignClient, Sent, Shown } from "./foreign-client.ts";

/** The vendor's own OAuth client (npm `intuit-oauth`) as a bare API client, once it holds tokens. */
export function intuitOauthClient(client: OAuthClient, realm: string): ForeignClient {
  const base = `/v3/company/${realm}`;
  const ask = async (url: string, more: object = {}): Promise<Record<string, unknown>> => {
    const answer = await client.makeApiCall({ url: `${base}/${url}`, ...more });
    return answer.json as Record<string, unknown>;
  };
  const post = (url: string, body: unknown) => ask(url, { method: "POST", body });
  const write = async (type: string, body: Sent, query = ""): Promise<Shown> =>
    (await post(`${type.toLowerCase()}${query}`, body))[type] as Shown;
  const query = async (statement: string) => {
    const answer = await ask(`query?query=${encodeURIComponent(statement)}`);
    return answer["QueryResponse"] as Record<string, unknown>;
  };

  return {
    name: "intuit-oauth",
    create: (type, body) => write(type, body),
    read: async (type, id) => (await ask(`${type.toLowerCase()}/${id}`))[type] as Shown,
    update: (type, body) => write(type, body),
    void: (type, { Id, SyncToken }) =>
      type === "Invoice"
        ? write(type, { Id, SyncToken }, "?operation=void")
        : write(type, { Id, SyncToken, sparse: true }, "?operation=update&include=void"),
    remove: async (type, { Id, SyncToken }) =>
      String((await write(type, { Id, SyncToken }, "?operation=delete"))["status"]),
    find: async (type, property, value) => {
      const literal = value.replace(/[\\']/g, "\\$&");
      const found = await query(`select * from ${type} where ${property} = '${literal}'`);
      return (found[type] ?? []) as Shown[];
    },
    count: async (type) => Number((await query(`select count(*) from ${type}`))["totalCount"]),
    changes: async (types, since) => {
      const when = encodeURIComponent(since.toISOString());
      const answer = await ask(`cdc?entities=${types.join(",")}&changedSince=${when}`);
      const [first] = answer["CDCResponse"] as { QueryResponse: Record<string, Shown[]>[] }[];
      const groups = first?.QueryResponse ?? [];
      return groups.map((group, place) => group[types[place] ?? ""] ?? []);
    },
    batch: async (items) => {
      const answer = await post("batch", { BatchItemRequest: items });
      return answer["BatchItemResponse"] as Record<string, unknown>[];
    },
    upload: async (fileName, content, invoiceId) => {
      const { headers, body } = uploadForm(fileName, content, invoiceId);
      const answer = await ask("upload", { method: "POST", headers, body });
      const [first] = answer["AttachableResponse"] as { Attachable: Shown }[];
      if (first === undefined) throw new Error(JSON.stringify(answer));
      return first.Attachable;
    },
    pdf: async (type, id) => {
      const headers = { Accept: "application/pdf" };
      const url = `${base}/${type.toLowerCase()}/${id}/pdf`;
      const answer = await client.makeApiCall({ url, headers, responseType: "arraybuffer" });
      return answer.json;
    },
    send: async (type, id, to) => {
      const headers = { "Content-Type": "application/octet-stream" };
      const url = `${type.toLowerCase()}/${id}/send?sendTo=${encodeURIComponent(to)}`;
      return (await ask(url, { method: "POST", headers }))[type] as Shown;
    },
    refresh: async () => {
      await client.refresh();
    },
    revoke: async () => {
      await client.revoke();
    },
  };
}

/** The form of an upload, which this client leaves to its caller. */
function uploadForm(fileName: string, content: string, invoiceId: string) {
  const EntityRef = { type: "Invoice", value: invoiceId };
  const metadata = {
    FileName: fileName,
    ContentType: "text/plain",
    AttachableRef: [{ EntityRef }],
  };
  const boundary = "a-boundary-of-its-own";
  const part = (name: string, type: string, text: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
  const parts = [
    part("file_metadata_01", "application/json", JSON.stringify(metadata)),
    part("file_content_01", "text/plain", content),
  ];
  const headers = { "Content-Type": `multipart/form-data; boundary=${boundary}` };
  return { headers, body: `${parts.join("")}--${boundary}--\r\n` };
}
