/** One code of the vendor's list of fault codes, and what the emulator makes of it. */
export interface FaultCode {
  readonly code: string;
  readonly message: string;
  /** Of one refusal; where the vendor fills in a value, that of the request in the tests. */
  readonly detail: string | null;
  /** The property that the fault names, if it names one. */
  readonly element?: string;
  /**
   * Where the words come from: R recorded, D the vendor's documentation or its list of codes, L seen in a
   * dated report, T told, ? worded here (see `docs/not-evidenced.md`).
   */
  readonly words: "R" | "D" | "L" | "T" | "?";
  /** By a request alone; by a request where a setting asks for it; only by a fault rule of a test. */
  readonly raised: "request" | "setting" | "rule";
  /** What brings it about; of a rule's code, why nothing else does. */
  readonly when: string;
}
