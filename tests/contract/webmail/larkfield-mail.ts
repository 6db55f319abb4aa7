import { getThread, listThreads, mara, tom } from '#tests/support/mail-data.ts';

/** The mail on which the adapters' tests rest. */
export const flow = getThread(mara.address, 'Flow meters drift after the firmware update');
export const spring = getThread(mara.address, 'Re: Spring order for the greenhouses');
export const invoice = getThread(mara.address, 'Invoice 2026-1187 is paid twice');
export const accounts = [mara, tom].map((person) => ({ ...person, threads: listThreads(person.address) }));
