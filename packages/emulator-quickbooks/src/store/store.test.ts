import { describe, expect, it } from "vitest";
import { Store, type Change } from "./store.ts";
import type { StoredRecord } from "./stored-record.ts";

const customer = (id: string, name: string, more: object = {}): StoredRecord => ({
  type: "Customer",
  id,
  syncToken: 0,
  createdAt: 0,
  updatedAt: 0,
  fields: { DisplayName: name, Active: true, ...more },
});
const holders = (store: Store, name: string): string[] =>
  store.indexes.find(`name:party:${name}`).map((record) => record.id);

describe("the store", () => {
  it("undoes everything of a transaction that throws, its indexes too, and logs nothing", () => {
    const commits: (readonly Change[])[] = [];
    const store = new Store((changes) => commits.push(changes));
    store.transact(() => store.putRecord(customer("1", "Amy")));
    const attempt = (): void =>
      store.transact(() => {
        store.putRecord(customer("1", "Bob"));
        store.putRecord(customer("2", "Amy"));
        store.next("name");
        throw new Error("refused");
      });
    expect(attempt).toThrow("refused");
    expect([
      holders(store, "amy"),
      holders(store, "bob"),
      store.count("Customer"),
      store.count("counter"),
    ]).toEqual([["1"], [], 1, 0]);
    expect(commits).toHaveLength(1);
  });

  it("undoes only the inner part when a transaction inside another throws", () => {
    const store = new Store();
    store.transact(() => {
      store.putRecord(customer("1", "Amy"));
      expect(() =>
        store.transact(() => {
          store.putRecord(customer("2", "Bob"));
          throw new Error("inner");
        }),
      ).toThrow("inner");
    });
    expect([...store.records("Customer")].map((record) => record.id)).toEqual(["1"]);
  });

  it("logs the last value of each key once for a commit", () => {
    const commits: (readonly Change[])[] = [];
    const store = new Store((changes) => commits.push(changes));
    store.transact(() => {
      store.putRecord(customer("1", "Amy"));
      store.putRecord(customer("1", "Bob"));
    });
    expect(commits).toEqual([[{ table: "Customer", key: "1", value: customer("1", "Bob") }]]);
  });

  it("starts over from other values in one commit, but counts on from where it was", () => {
    const commits: (readonly Change[])[] = [];
    const store = new Store((changes) => commits.push(changes));
    store.transact(() => {
      store.putRecord(customer("1", "Amy"));
      for (let count = 0; count < 5; count += 1) store.next("name");
    });
    store.reset([
      { table: "Customer", key: "9", value: customer("9", "Zoe") },
      { table: "counter", key: "name", value: 2 },
      { table: "counter", key: "item", value: 7 },
    ]);
    const reloaded = new Store();
    reloaded.load(commits.flat());
    for (const each of [store, reloaded]) {
      expect([...each.records("Customer")].map((record) => record.id)).toEqual(["9"]);
      expect([each.state("counter", "name"), each.state("counter", "item")]).toEqual([5, 7]);
    }
    expect(commits).toHaveLength(2);
  });

  it("refuses a write outside a transaction", () => {
    expect(() => new Store().putRecord(customer("1", "Amy"))).toThrow("outside a transaction");
  });

  it("goes back to a snapshot, indexes included", () => {
    const store = new Store();
    store.transact(() => store.putRecord(customer("1", "Amy")));
    const snapshot = store.snapshot();
    store.transact(() => {
      store.putRecord(customer("1", "Bob"));
      store.putRecord(customer("2", "Cleo", { ParentRef: { value: "1" } }));
    });
    store.restore(snapshot);
    expect([
      holders(store, "amy"),
      holders(store, "cleo"),
      store.count("Customer"),
      store.indexes.find("child:Customer:1"),
    ]).toEqual([["1"], [], 1, []]);
  });

  it("knows only the active holder of a name", () => {
    const store = new Store();
    store.transact(() => {
      store.putRecord(customer("1", "Amy", { Active: false }));
      store.putRecord(customer("2", "Amy"));
    });
    expect(holders(store, "amy")).toEqual(["2"]);
  });
});
