import type { FastifyInstance } from 'fastify';
import type { Config, PortOption } from './config.ts';
import { StartRefused } from './start-refused.ts';

const TRIES = 50;

/** Runs `open` on the port; a busy default port moves on to the next free one, a busy explicit one is refused by name. */
export async function onFreePort<T>(
  wanted: PortOption,
  name: string,
  open: (port: number) => Promise<T>,
): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      return await open(wanted.port === 0 ? 0 : wanted.port + i);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRINUSE' && !wanted.explicit && i < TRIES) continue;
      if (code === 'EADDRINUSE')
        throw new StartRefused(`--${name} ${wanted.port} is in use by another program`);
      if (code === 'EACCES')
        throw new StartRefused(`--${name} ${wanted.port} may not be opened by this user`);
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        throw new StartRefused('--host is not an address of this machine');
      throw error;
    }
  }
}

/** Opens the HTTP port; returns the address to tell people. */
export async function listen(http: FastifyInstance, config: Config): Promise<string> {
  await onFreePort(config.port, 'port', (port) => http.listen({ host: config.host, port }));
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port.port;
  return config.publicUrl ?? `${config.tls === null ? 'http' : 'https'}://${config.host}:${port}`;
}
