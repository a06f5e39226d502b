/**
 * One running product for every journey that leaves it running: started before the first test file and
 * stopped after the last. Each test works on records of its own.
 */
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { type Place, startProduct } from "./product.ts";

declare module "vitest" {
  export interface ProvidedContext {
    place: Place;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct();
  const { port, folder, service, salesforce, quickbooks } = product;
  project.provide("place", { port, folder, service, salesforce, quickbooks });
  return () => product.discard();
}

/** Where the shared product runs; for test files. */
export const sharedPlace = (): Place => inject("place");
