import browser from 'webextension-polyfill';

const beatMs = 20_000;
/** A beat that comes this late was held up by the machine's sleep. */
const sleptMs = beatMs * 2;

/**
 * Keeps the worker alive while somebody needs it: a call of the extension's interface every 20 s puts off the
 * browser's idle kill (30 s). Tells when the machine slept in between.
 */
export function startKeepAlive(options: { isNeeded: () => boolean; onWake: () => void; now: () => number }): void {
  let beatAt = options.now();
  setInterval(() => {
    const at = options.now();
    if (at - beatAt > sleptMs) options.onWake();
    beatAt = at;
    if (options.isNeeded()) void browser.runtime.getPlatformInfo();
  }, beatMs);
}
