import type { SignedSelectors } from '#shared/contract/selector-update.ts';

/** Where signed selectors for the webmails' pages come from. The server passes them on and holds no key of any kind. */
export interface SelectorSource {
  /** The newest file, undefined where none is set up or none could ever be read. */
  read(): Promise<SignedSelectors | undefined>;
}
