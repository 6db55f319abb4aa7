import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { findDovecot } from '../support/mail-servers/dovecot.ts';

// What the suites need besides packages of npm's is found or installed here, or the run says what to install.
console.log(`Chromium: ${await findChromium()}`);
console.log(`Firefox: ${await findFirefox()}`);
console.log(`Dovecot: ${await findDovecot()}`);
