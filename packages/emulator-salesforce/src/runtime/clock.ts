/** The emulator's only source of time, in epoch milliseconds. */
export const systemNow = (): number => Date.now();
