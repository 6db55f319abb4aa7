import browser from 'webextension-polyfill';
import type { AccountChoice } from '../../messaging/protocol.ts';
import { readStored } from '../stored.ts';

const choicesKey = 'account-choices';

type Choices = Record<string, 'on' | 'off'>;

/** Which webmail accounts Sidethread may be used with in this browser; each is asked about once. */
export interface AccountChoices {
  readonly ready: Promise<void>;
  /**
   * For an account that the page does not name, the answer is that of the browser: on when any account is on, so that
   * a page which can't be read says so.
   */
  find(account: string | null): AccountChoice;
  /** All that was decided, by address. */
  list(): { account: string; choice: 'on' | 'off' }[];
  save(account: string, choice: 'on' | 'off'): Promise<void>;
}

/** Builds the choices over extension storage. */
export function createAccountChoices(): AccountChoices {
  let choices: Choices = {};
  const load = async (): Promise<void> => {
    choices = (await readStored<Choices>(choicesKey)) ?? {};
  };
  return {
    ready: load(),
    find(account) {
      if (account === null) return Object.values(choices).includes('on') ? 'on' : 'unasked';
      return Object.hasOwn(choices, spell(account)) ? (choices[spell(account)] ?? 'unasked') : 'unasked';
    },
    list: () =>
      Object.entries(choices)
        .map(([account, choice]) => ({ account, choice }))
        .toSorted((a, b) => a.account.localeCompare(b.account)),
    async save(account, choice) {
      choices = { ...choices, [spell(account)]: choice };
      await browser.storage.local.set({ [choicesKey]: choices });
    },
  };
}

function spell(account: string): string {
  return account.trim().toLowerCase();
}
