/**
 * The Ed25519 public key (raw, base64) whose signature the extension wants on newer selectors. Whoever publishes a
 * build of their own makes a pair with `pnpm sign-selectors make-key` and puts its public half here.
 */
export const releaseKey = 'cETbk04cjTdif3ZkRBHrW76eict9zV63KcDdugyDIkk=';
