import browser from 'webextension-polyfill';
import type { AccountChoice } from '../../messaging/protocol.ts';
import { readStored, writeStored } from '../stored.ts';

const choicesKey = 'account-choices';
const sitesOffKey = 'sites-off';

type Choices = Record<string, 'on' | 'off'>;

/** Which webmail accounts Sidethread may be used with in this browser; each is asked about once. */
export interface AccountChoices {
  readonly ready: Promise<void>;
  /**
   * For an account that the page does not name, the answer is that of the browser: on when any account is on, so that
   * a page which can't be read says so. A site that is switched off is off for every account.
   */
  find(account: string | null, origin: string): AccountChoice;
  /** All that was decided, by address. */
  list(): { account: string; choice: 'on' | 'off' }[];
  save(account: string, choice: 'on' | 'off'): Promise<void>;
  isSiteOn(origin: string): boolean;
  setSite(origin: string, isOn: boolean): Promise<void>;
}

/** Builds the choices over extension storage. */
export function createAccountChoices(): AccountChoices {
  let choices: Choices = {};
  let sitesOff: string[] = [];
  const load = async (): Promise<void> => {
    choices = (await readStored<Choices>(choicesKey)) ?? {};
    sitesOff = (await readStored<string[]>(sitesOffKey)) ?? [];
  };
  return {
    ready: load(),
    find(account, origin) {
      if (sitesOff.includes(origin)) return 'off';
      if (account === null) return Object.values(choices).includes('on') ? 'on' : 'unasked';
      return Object.hasOwn(choices, spell(account)) ? (choices[spell(account)] ?? 'unasked') : 'unasked';
    },
    list: () =>
      Object.entries(choices)
        .map(([account, choice]) => ({ account, choice }))
        .toSorted((a, b) => a.account.localeCompare(b.account)),
    async save(account, choice) {
      choices = { ...choices, [spell(account)]: choice };
      await writeStored({ [choicesKey]: choices });
    },
    isSiteOn: (origin) => !sitesOff.includes(origin),
    async setSite(origin, isOn) {
      const others = sitesOff.filter((each) => each !== origin);
      sitesOff = isOn ? others : [...others, origin];
      await browser.storage.local.set({ [sitesOffKey]: sitesOff });
    },
  };
}

function spell(account: string): string {
  return account.trim().toLowerCase();
}
