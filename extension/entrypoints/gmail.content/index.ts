import type { ContentScriptDefinition } from 'wxt';
import { defineContentScript } from 'wxt/utils/define-content-script';

const gmail: ContentScriptDefinition = defineContentScript({
  matches: ['https://mail.google.com/*'],
  runAt: 'document_idle',
  main() {},
});
export default gmail;
