import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { bundleForPage } from '#tests/support/bundle-for-page.ts';
import { gmailPage, SCRIPT_PATH } from '#tests/support/gmail/gmail-page.ts';
import type { GmailPageOptions } from '#tests/support/gmail/page-options.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

/**
 * Gmail's stand-in as a server of its own, for a browser in which nobody can intercept requests. The browser is sent
 * to it by `--host-resolver-rules` and trusts it by `--ignore-certificate-errors`.
 */
export async function serveGmailOverTls(options: GmailPageOptions): Promise<{ port: number; close(): Promise<void> }> {
  const script = await bundleForPage('tests/support/gmail/app/mail-app.ts', 'mailApp');
  const server = createServer(createSelfSignedCertificate('mail.google.com'), (request, response) => {
    const isScript = request.url === SCRIPT_PATH;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : gmailPage(options));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
