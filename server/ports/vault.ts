/** What a sealed secret belongs to. It opens only for the same team, purpose and row. */
export interface SecretOwner {
  readonly teamId: string;
  /** Table and column, as `chat_installation.sealed_tokens`. */
  readonly purpose: string;
  readonly rowId: string;
}

/** Keeps secrets unreadable in the database (AES-256-GCM, bound to their row). */
export interface Vault {
  /** The secret as text for a column. */
  seal(secret: string, owner: SecretOwner): string;
  /** Throws when the text was sealed for another row, was changed, or its key is gone. */
  unseal(sealed: string, owner: SecretOwner): string;
  /** True when it was sealed under an older key and should be sealed again. */
  isStale(sealed: string): boolean;
}
