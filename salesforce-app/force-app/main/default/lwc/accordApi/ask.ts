/** One call of the Apex proxy, whose answer is text. */

type ApexMethod = (params?: Record<string, unknown>) => Promise<string>;

/** Rejects as Apex does; `problemText` reads it. */
export async function ask<T>(method: ApexMethod, params?: Record<string, unknown>): Promise<T> {
  return JSON.parse(await method(params)) as T;
}
