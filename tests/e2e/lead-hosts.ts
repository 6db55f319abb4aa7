import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/**
 * A proxy on 127.0.0.1 that leads connections to hosts (`name:port`) to ports of this machine and lets no other out:
 * for a browser in which requests can't be intercepted.
 */
export async function leadHosts(ports: Readonly<Record<string, number>>): Promise<{ port: number; close(): void }> {
  const proxy = createServer((_request, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url = '' }, socket) => {
    const port = ports[url];
    if (port === undefined) return socket.destroy();
    const onwards = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onwards.pipe(socket);
      socket.pipe(onwards);
    });
    onwards.on('error', () => socket.destroy());
    socket.on('error', () => onwards.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
