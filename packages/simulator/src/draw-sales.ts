/**
 * Draws sales: opportunities that name accounts and products which QuickBooks may not know, sent more than
 * once, and moved to other accounts. In about every eighth scenario, drawn apart from all else.
 */
import { KeyedRandom } from "./keyed-random.ts";
import type { InitialRecord, Operation } from "./scenario.ts";
import type { PairName } from "./shared-fields.ts";

const SALES_CHANCE = 0.125;

export interface Sales {
  readonly hasInvoices: boolean;
  readonly operations: readonly Operation[];
}

export function drawSales(seed: string, initial: readonly InitialRecord[]): Sales {
  const random = new KeyedRandom(`sales ${seed}`);
  if (!random.happens(SALES_CHANCE, "sales")) return { hasInvoices: false, operations: [] };
  const count = random.between(1, 3, "sales");
  const operations = Array.from({ length: count }, (_, index) => drawSale(random, initial, index));
  return { hasInvoices: true, operations: operations.flat() };
}

function drawSale(
  random: KeyedRandom,
  initial: readonly InitialRecord[],
  index: number,
): readonly Operation[] {
  const at = random.between(1_000, 90_000, "at");
  const sale = `sale${index}`;
  const account = drawParty(random, { initial, pair: "customer", slot: `${sale}a`, at });
  const other = drawParty(random, { initial, pair: "customer", slot: `${sale}b`, at });
  const product = drawParty(random, { initial, pair: "product", slot: `${sale}p`, at });
  const moves = random.happens(0.4, "moved");
  const presses = random.between(1, 3, "presses");
  return [
    ...account.operations,
    ...product.operations,
    { at, kind: "sell", sale, account: account.slot, product: product.slot },
    ...Array.from({ length: presses }, (): Operation => {
      const later = random.between(50, 40_000, "pressed");
      return { at: at + later, kind: "sendSale", sale };
    }),
    ...(moves ? other.operations : []),
    ...(moves
      ? [
          {
            at: at + random.between(100, 60_000, "moved"),
            kind: "moveSale",
            sale,
            account: other.slot,
          } as const,
        ]
      : []),
  ];
}

interface Party {
  readonly initial: readonly InitialRecord[];
  readonly pair: PairName;
  /** What a new one is called. */
  readonly slot: string;
  readonly at: number;
}

/** A record that is there, or a new one, which QuickBooks cannot know. */
function drawParty(random: KeyedRandom, { initial, pair, slot, at }: Party) {
  const there = initial.filter((each) => each.pair === pair && each.salesforce !== null);
  if (there.length > 0 && random.happens(0.5, "known", slot)) {
    return { slot: random.pick(there, "party", slot).slot, operations: [] };
  }
  const name = random.happens(0.1, "taken name", slot) ? `Pier 1 ${pair}` : `Sold ${slot}`;
  const values = { name, active: "true", ...(pair === "product" ? { price: "12.5" } : {}) };
  const create = {
    at: at - 500,
    kind: "create",
    system: "salesforce",
    slot,
    pair,
    values,
  } as const;
  return { slot, operations: [create] };
}
