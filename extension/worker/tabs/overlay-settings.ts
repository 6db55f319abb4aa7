import browser from 'webextension-polyfill';
import type { OverlaySettings } from '../../messaging/protocol.ts';
import { readStored } from '../stored.ts';

const key = 'overlay';
const initial: OverlaySettings = { width: 360, collapsed: false };

/** How wide the panel was left and whether it was collapsed; new tabs begin with it. */
export interface OverlayMemory {
  readonly ready: Promise<void>;
  get(): OverlaySettings;
  save(settings: OverlaySettings): Promise<void>;
}

/** Builds the memory over extension storage. */
export function createOverlayMemory(): OverlayMemory {
  let settings = initial;
  const load = async (): Promise<void> => {
    settings = { ...initial, ...(await readStored<OverlaySettings>(key)) };
  };
  return {
    ready: load(),
    get: () => settings,
    async save(next) {
      settings = next;
      await browser.storage.local.set({ [key]: next });
    },
  };
}
