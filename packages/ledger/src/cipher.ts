/**
 * Seals values at rest. `context` names the place a value is kept in and is authenticated with it,
 * so that a sealed value moved to another place does not open.
 */
export interface Cipher {
  seal(plain: string, context: string): string;
  /**
   * Throws OperationalFailure SETTINGS_INVALID when the key or the place is not the one it was
   * sealed with.
   */
  open(sealed: string, context: string): string;
}
