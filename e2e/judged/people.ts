/**
 * People at work in both systems, over their APIs, and at the service's: what they write goes into the journal with
 * what they could see. What a system refuses was not written; a service that is dead says nothing.
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Journal, UserAct } from "@accord-sync/simulator/journal.ts";
import { findRecord, listRecords, type LiveRecord } from "@accord-sync/simulator/remote-view.ts";
import { PAIRS, type SharedField, type Value } from "@accord-sync/simulator/shared-fields.ts";
import {
  quickbooksBody,
  quickbooksChange,
  salesforceBody,
  typed,
  type Values,
} from "@accord-sync/simulator/users.ts";
import type { Place } from "../support/product.ts";
import { REALM_ID } from "../support/quickbooks-api.ts";
import { callService } from "../support/service-api.ts";
import { type Door, PEOPLES_APP, PERSON_HEADER } from "./door.ts";

const CUSTOMER = PAIRS.customer;

interface Ask {
  readonly method: string;
  readonly body: unknown;
  /** What is noted of the emulator's work, at the moment it does it. */
  readonly around: (work: () => void, at: number) => void;
}

export class People {
  readonly #place: Place;
  readonly #door: Door;
  readonly #journal: Journal;
  readonly #token: string;
  #asked = 0;

  private constructor(place: Place, door: Door, journal: Journal, token: string) {
    this.#place = place;
    this.#door = door;
    this.#journal = journal;
    this.#token = token;
  }

  /** Lets their app into the company. */
  static async come(place: Place, door: Door, journal: Journal): Promise<People> {
    return new People(place, door, journal, await peoplesToken(place));
  }

  records(system: SystemName): readonly LiveRecord[] {
    return listRecords(this.#door, system, CUSTOMER);
  }

  /** The new record's id; null when the system refused it. */
  async create(system: SystemName, values: Values): Promise<string | null> {
    let made: string | null = null;
    const body =
      system === "salesforce" ? salesforceBody(CUSTOMER, values) : quickbooksBody(CUSTOMER, values);
    await this.#ask(system, system === "salesforce" ? "sobjects/Account" : "customer", {
      method: "POST",
      body,
      around: (work, at) => {
        const before = new Set(this.records(system).map(({ id }) => id));
        work();
        const record = this.records(system).find(({ id }) => !before.has(id));
        if (record === undefined) return;
        made = record.id;
        this.#journal.created(system, record.id);
        for (const field of CUSTOMER.fields) {
          this.#note(system, record.id, { field, previous: null, at, isCreate: true });
        }
      },
    });
    return made;
  }

  async edit(system: SystemName, id: string, name: string, value: Value): Promise<void> {
    const field = CUSTOMER.fields.find((each) => each.name === name);
    if (field === undefined) throw new RangeError(`customers have no ${name}`);
    const around = (work: () => void, at: number): void => {
      const before = findRecord(this.#door, system, CUSTOMER, id);
      const stamp = this.#versionOf(system, id);
      work();
      if (before === null || this.#versionOf(system, id) === stamp) return;
      const previous = before.values[name] ?? null;
      this.#note(system, id, { field, previous, at, isCreate: false });
    };
    if (system === "salesforce") {
      const body = { [field.salesforce]: typed(field, value) };
      return this.#ask(system, `sobjects/Account/${id}`, { method: "PATCH", body, around });
    }
    const record = this.#door.company.store.record("Customer", id);
    if (record === undefined) return;
    const body = {
      ...quickbooksChange(record.fields, field, value),
      Id: id,
      SyncToken: String(record.syncToken),
      sparse: true,
    };
    return this.#ask(system, "customer", { method: "POST", body, around });
  }

  /** Into Salesforce's recycle bin. */
  async remove(id: string): Promise<void> {
    const around = (work: () => void, at: number): void => {
      const isThere = () => findRecord(this.#door, "salesforce", CUSTOMER, id) !== null;
      if (!isThere()) return work();
      work();
      if (isThere()) return;
      this.#journal.touched({ system: "salesforce", id, at, shownAt: at });
      this.#journal.removed(id, at);
    };
    await this.#ask("salesforce", `sobjects/Account/${id}`, {
      method: "DELETE",
      body: null,
      around,
    });
  }

  async send(id: string): Promise<void> {
    await this.#press("send", id, `/records/Account/${id}/send`, { onMatch: "create" });
  }

  async fetch(id: string): Promise<void> {
    await this.#press("fetch", id, `/records/Account/${id}/fetch`);
  }

  /** Answers the first question that the record's page asks. */
  async decide(id: string, keep: SystemName): Promise<void> {
    const view = await this.#look<{ readonly decisions?: readonly { readonly entry: string }[] }>(
      `/records/Account/${id}`,
    );
    const entry = view?.decisions?.[0]?.entry;
    if (entry === undefined) return;
    await this.#press("decide", id, `/records/Account/${id}/decide`, { entry, keep });
  }

  /** Answers the oldest question about a deletion. */
  async decideHeld(decision: "approve" | "keep" | "unlink"): Promise<void> {
    const list = await this.#look<{ readonly held: readonly { readonly id: string }[] }>(
      "/held-deletes",
    );
    const [first] = list?.held ?? [];
    if (first === undefined) return;
    await this.#press(`held ${decision}`, null, `/held-deletes/${first.id}`, { decision });
  }

  async #look<T>(path: string): Promise<T | null> {
    const answer = await callService<T>(this.#place, "GET", path).catch(() => null);
    return answer?.status === 200 ? answer.body : null;
  }

  async #press(kind: string, id: string | null, path: string, body?: object): Promise<void> {
    const pair = id === null ? null : CUSTOMER.name;
    const act: UserAct = { at: Date.now(), kind, pair, salesforceId: id, isTaken: false };
    this.#journal.acted(act);
    const answer = await callService(this.#place, "POST", path, body).catch(() => null);
    act.isTaken = answer !== null && answer.status < 300;
  }

  async #ask(system: SystemName, path: string, { method, body, around }: Ask): Promise<void> {
    const person = `person ${(this.#asked += 1)}`;
    this.#door.expect(person, (work) => around(work, Date.now()));
    const { salesforce, quickbooks } = this.#place;
    const url =
      system === "salesforce"
        ? `${salesforce}/services/data/v66.0/${path}`
        : `${quickbooks}/v3/company/${REALM_ID}/${path}`;
    const answer = await fetch(url, {
      method,
      headers: {
        [PERSON_HEADER]: person,
        authorization: `Bearer ${system === "salesforce" ? "demo" : this.#token}`,
        accept: "application/json",
        "content-type": "application/json",
        "sforce-call-options": "client=SfdcInternalAPI/",
      },
      body: body === null ? null : JSON.stringify(body),
    });
    await answer.arrayBuffer();
  }

  #versionOf(system: SystemName, id: string): unknown {
    if (system === "quickbooks") return this.#door.company.store.record("Customer", id)?.syncToken;
    return JSON.stringify(this.#door.org.store.get("Account", id));
  }

  /** Notes what the record holds now, whatever the person typed. */
  #note(system: SystemName, id: string, write: Written): void {
    const { field, previous, at, isCreate } = write;
    const value = findRecord(this.#door, system, CUSTOMER, id)?.values[field.name] ?? null;
    this.#journal.touched({ system, id, at, shownAt: at });
    if (isCreate && value === null) return;
    const what = { system, pair: CUSTOMER.name, id, field: field.name };
    this.#journal.wrote({ ...what, at, previous, value, isCreate });
  }
}

interface Written {
  readonly field: SharedField;
  readonly previous: Value;
  readonly at: number;
  readonly isCreate: boolean;
}

/** Consent for the app of people, whose calls are counted apart. */
async function peoplesToken({ quickbooks }: Place): Promise<string> {
  const redirect = "http://localhost/people";
  const consent = new URLSearchParams({
    client_id: PEOPLES_APP.id,
    response_type: "code",
    scope: "com.intuit.quickbooks.accounting",
    redirect_uri: redirect,
    state: "people",
  });
  const given = await fetch(`${quickbooks}/connect/oauth2?${consent.toString()}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "decision=connect",
  });
  const code = new URL(given.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const { id, secret } = PEOPLES_APP;
  const basic = Buffer.from(`${id}:${secret}`).toString("base64");
  const form = { grant_type: "authorization_code", code, redirect_uri: redirect };
  const answer = await fetch(`${quickbooks}/oauth2/v1/tokens/bearer`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error("QuickBooks let the people's app not in");
  return token;
}
