import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';

// The browser suites need a Chromium and a Firefox; they are found or installed here, or the run says what to install.
console.log(`Chromium: ${await findChromium()}`);
console.log(`Firefox: ${await findFirefox()}`);
