import { describe, expect, it } from "vitest";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { OwnChange } from "../own-changes.ts";
import type { Exchange } from "../sim-network.ts";
import { type LinkedField, type Resolve, wasInDoubt } from "./doubt.ts";

/** A minute of a day, in milliseconds, as the ledger's times fall on whole seconds. */
const at = (seconds: number): number => Date.UTC(2026, 5, 15, 15) + seconds * 1_000;

const PLACE: LinkedField = {
  mapping: "customer-account",
  field: "billingCity",
  ids: { salesforce: "001", quickbooks: "71" },
};

const CITY: OwnChange = {
  system: "salesforce",
  mapping: "customer-account",
  id: "001",
  field: "billingCity",
  held: null,
  sent: "Bayshore",
};

const OWNER = {};

function write(parts: Partial<Exchange>): Exchange {
  return {
    owner: OWNER,
    origin: "http://salesforce.simulated",
    method: "POST",
    path: "/services/data/v66.0/composite",
    isWrite: true,
    sweeps: null,
    sentAt: at(1),
    status: 503,
    doneAt: null,
    heardAt: at(2),
    refusedAt: null,
    isOver: true,
    changes: [CITY],
    made: [],
    shown: null,
    ...parts,
  };
}

interface Asked {
  readonly traffic: readonly Exchange[];
  readonly deaths?: ReadonlyMap<object, number>;
  readonly takenOver?: ReadonlyMap<object, number>;
  readonly resolves?: readonly Resolve[];
  readonly value?: string | null;
  readonly system?: SystemName;
}

/** Whether an entry that was opened at second 5 may name `value` (default: none) in `system` (Salesforce). */
function ask(asked: Asked): boolean {
  const {
    traffic,
    deaths = new Map(),
    takenOver = new Map(),
    resolves = [],
    value = null,
    system = "salesforce",
  } = asked;
  const network = {
    traffic: [...traffic],
    deaths: new Map(deaths),
    takenOver: new Map(takenOver),
    resolves,
  };
  return wasInDoubt(network, PLACE, { system, value, form: "text", at: at(5) });
}

describe("a write of the product is in doubt", () => {
  it("after a 5xx, which may come after the work was done", () => {
    expect(ask({ traffic: [write({})] })).toBe(true);
  });

  it("when no answer was heard", () => {
    expect(ask({ traffic: [write({ status: 200, heardAt: null })] })).toBe(true);
  });

  it("when the process died as it heard the answer, before it could commit", () => {
    const traffic = [write({ status: 200 })];
    expect(ask({ traffic, deaths: new Map([[OWNER, at(2)]]) })).toBe(true);
    expect(ask({ traffic, deaths: new Map([[OWNER, at(4)]]) })).toBe(false);
  });

  it("when it was refused because the session ended, until it is sent again with a new token", () => {
    const refused = write({ status: 401 });
    expect(ask({ traffic: [refused] })).toBe(true);
    const again = write({ sentAt: at(3), heardAt: at(4), status: 200 });
    expect(ask({ traffic: [refused, again] })).toBe(false);
  });

  it("when the process died between the resolve and the request", () => {
    const resolve: Resolve = { ...CITY, at: at(1) };
    const asked = { traffic: [], resolves: [resolve] };
    expect(ask(asked)).toBe(false);
    expect(ask({ ...asked, deaths: new Map([[OWNER, at(2)]]) })).toBe(true);
    expect(ask({ ...asked, deaths: new Map([[OWNER, at(2)]]), value: "Half Moon Bay" })).toBe(
      false,
    );
    expect(ask({ ...asked, takenOver: new Map([[OWNER, at(2)]]) })).toBe(true);
    // Of two in one second the first left, and found nobody listening.
    const unheard = write({ status: null, heardAt: null, refusedAt: at(1) });
    const first = { ...asked, traffic: [unheard], deaths: new Map([[{}, at(2)]]) };
    expect(ask(first)).toBe(false);
    expect(ask({ ...first, resolves: [resolve, resolve] })).toBe(true);
    const isAnswered = { ...asked, traffic: [write({ status: 200 })] };
    expect(ask({ ...isAnswered, deaths: new Map([[OWNER, at(4)]]) })).toBe(false);
  });

  it("about what was held and what was sent, and about no other value", () => {
    expect(ask({ traffic: [write({})], value: "Bayshore" })).toBe(true);
    expect(ask({ traffic: [write({})], value: "Half Moon Bay" })).toBe(false);
  });

  it("about what stands in the system that it carried the value from", () => {
    const emptied = write({ changes: [{ ...CITY, held: "Bayshore", sent: null }] });
    expect(ask({ traffic: [emptied], system: "quickbooks" })).toBe(true);
    expect(ask({ traffic: [emptied], system: "quickbooks", value: "Bayshore" })).toBe(false);
  });
});

describe("a repetition that was refused", () => {
  const inQuickbooks = (parts: Partial<Exchange>) =>
    write({
      origin: "http://quickbooks.simulated",
      path: "/v3/company/9/customer?requestid=a1",
      changes: [{ ...CITY, system: "quickbooks", id: "71" }],
      ...parts,
    });
  const lost = inQuickbooks({ status: null, heardAt: null });
  const refused = inQuickbooks({ sentAt: at(2), heardAt: at(3), status: 400 });
  const look = inQuickbooks({
    path: "/v3/company/9/customer/71?minorversion=75",
    isWrite: false,
    changes: [],
    sentAt: at(3),
    heardAt: at(4),
    status: 200,
  });
  const asks = (traffic: readonly Exchange[], deaths?: ReadonlyMap<object, number>) =>
    ask({ traffic, system: "quickbooks", ...(deaths === undefined ? {} : { deaths }) });

  it("settles nothing until the record was looked at", () => {
    expect(asks([lost, refused])).toBe(true);
    expect(asks([lost, refused, look])).toBe(false);
  });

  it("is not settled by a look whose answer is lost, late, refused or of another record", () => {
    expect(asks([lost, refused, { ...look, heardAt: null }])).toBe(true);
    expect(asks([lost, refused, { ...look, heardAt: at(6) }])).toBe(true);
    expect(asks([lost, refused, { ...look, status: 429 }])).toBe(true);
    const other = "/v3/company/9/customer/711?minorversion=75";
    expect(asks([lost, refused, { ...look, path: other }])).toBe(true);
  });

  it("is not settled by a look that its process did not outlive", () => {
    expect(asks([lost, refused, look], new Map([[OWNER, at(4)]]))).toBe(true);
  });

  it("is not settled by a look at a record that was saved twice since", () => {
    const [change] = refused.changes;
    const again = { ...refused, changes: change === undefined ? [] : [{ ...change, savedAs: 4 }] };
    const shown = (saves: number) => ({ ...look, shown: `{"Id":"71","SyncToken":"${saves}"}` });
    expect(asks([lost, again, shown(4)])).toBe(false);
    expect(asks([lost, again, shown(5)])).toBe(false);
    expect(asks([lost, again, shown(6)])).toBe(true);
  });

  it("is settled at once where it was the first attempt", () => {
    expect(asks([refused])).toBe(false);
  });
});

describe("a write of a record that was last seen in the bin", () => {
  const look = (shown: string) =>
    write({
      method: "GET",
      path: `/services/data/v66.0/queryAll/?q=${encodeURIComponent("SELECT Id FROM Account WHERE Id = '001'")}`,
      isWrite: false,
      sentAt: at(2),
      heardAt: at(3),
      status: 200,
      changes: [],
      shown,
    });
  const refused = write({ sentAt: at(3), heardAt: at(4), status: 200 });

  it("settles nothing where it was refused", () => {
    expect(ask({ traffic: [write({}), look('{"IsDeleted":true}'), refused] })).toBe(true);
    expect(ask({ traffic: [write({}), look('{"IsDeleted":false}'), refused] })).toBe(false);
  });

  it("settles it where it was carried out", () => {
    const made = { ...refused, made: [CITY] };
    expect(ask({ traffic: [write({}), look('{"IsDeleted":true}'), made] })).toBe(false);
  });
});

describe("a write that was turned away as one too many", () => {
  it("settles nothing of the attempt before it", () => {
    const turned = write({ sentAt: at(3), heardAt: at(4), status: 429 });
    expect(ask({ traffic: [write({}), turned] })).toBe(true);
  });
});

describe("a write of the product is not in doubt", () => {
  it("when its answer was heard", () => {
    expect(ask({ traffic: [write({ status: 200 })] })).toBe(false);
    expect(ask({ traffic: [write({ status: 429 })] })).toBe(false);
  });

  it("when nobody listened, so that it never arrived", () => {
    const refused = write({ status: null, heardAt: null, refusedAt: at(2) });
    expect(ask({ traffic: [refused] })).toBe(false);
    // Unless the process died before it could write that down.
    expect(ask({ traffic: [refused], deaths: new Map([[OWNER, at(2)]]) })).toBe(true);
  });

  it("once a later write of the field was heard of", () => {
    const later = write({ sentAt: at(3), heardAt: at(4), status: 200 });
    expect(ask({ traffic: [write({}), later] })).toBe(false);
  });

  it("about a question that was asked before it was sent", () => {
    expect(ask({ traffic: [write({ sentAt: at(6), heardAt: at(7) })] })).toBe(false);
  });

  it("about another field, record or mapping", () => {
    const changes: readonly OwnChange[] = [
      { ...CITY, field: "phone" },
      { ...CITY, id: "002" },
      { ...CITY, mapping: "item-product" },
    ];
    expect(ask({ traffic: [write({ changes })] })).toBe(false);
  });
});
