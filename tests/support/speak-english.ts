import { setLanguage } from '#extension/language/language.ts';

// Tests read English, whatever the machine speaks.
setLanguage('en');
