/**
 * Serves the fixture bundle with the product's security headers and one city as `/api/v1/city`, so that pages can be
 * photographed and tested without a centre. Every unknown path gives the page, as the real server does.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};
const CSP =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; style-src-attr 'none'; img-src 'self' data:; connect-src 'self'; font-src 'self'";

export interface FixtureServer {
  url: string;
  stop(): Promise<void>;
}

/** `cityJson` is the body of `/api/v1/city`. Listens on a free port of 127.0.0.1. */
export async function startFixtureServer(distDir: string, cityJson: string): Promise<FixtureServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    if (path === '/api/v1/city') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(cityJson);
      return;
    }
    const file = extname(path) === '' ? '/test/fixture.html' : normalize(path);
    readFile(join(distDir, file)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': CSP,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
