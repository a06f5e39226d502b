import { describe, expect, it } from "vitest";
import { DocumentStore } from "./document-store.ts";

describe("the document store", () => {
  it("undoes everything since a savepoint, indexes included", () => {
    const store = new DocumentStore();
    store.defineIndex("Account", "Name");
    store.put("Account", "a", { Name: "Ann" });
    const savepoint = store.savepoint();
    store.put("Account", "a", { Name: "Bea" });
    store.put("Account", "b", { Name: "Ann" });
    store.remove("Account", "a");
    store.rollbackTo(savepoint);
    expect(store.get("Account", "a")).toEqual({ Name: "Ann" });
    expect([...store.lookup("Account", "Name", "ANN")]).toEqual(["a"]);
    expect([...store.lookup("Account", "Name", "Bea")]).toEqual([]);
  });

  it("reports the net change of each document once", () => {
    const store = new DocumentStore();
    store.put("x", "kept", { n: 1 });
    store.takeChanges();
    store.put("x", "kept", { n: 2 });
    store.put("x", "kept", { n: 3 });
    store.put("x", "gone", { n: 1 });
    store.remove("x", "gone");
    expect(store.takeChanges()).toEqual([
      { collection: "x", key: "kept", before: { n: 1 }, after: { n: 3 } },
    ]);
    expect(store.takeChanges()).toEqual([]);
  });

  it("restores a snapshot without being changed by what happened after it", () => {
    const store = new DocumentStore();
    store.defineIndex("x", "n");
    store.put("x", "a", { n: 1 });
    const snapshot = store.snapshot();
    store.put("x", "a", { n: 2 });
    store.put("x", "b", { n: 1 });
    store.restore(snapshot);
    expect([...store.all("x")]).toEqual([["a", { n: 1 }]]);
    expect([...store.lookup("x", "n", 1)]).toEqual(["a"]);
  });
});
