import { findChromium } from '../support/chromium.ts';

// The browser suites need a Chromium; it is found or installed here, or the run says plainly what to install.
console.log(`Chromium: ${await findChromium()}`);
