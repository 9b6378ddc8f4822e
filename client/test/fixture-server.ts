/**
 * Serves the fixture bundle with the product's security headers and one city as `/api/v1/city`, so that pages can be
 * photographed and tested without a centre. Every unknown path gives the page, as the real server does.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { CityGround } from '../src/live/city-ground.ts';
import { fixtureTiles } from './fixture-tiles.ts';

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

/**
 * Gives `ground` as `/api/v1/city`, and its streets and wards as tiles; `page` is the file of every path without an extension. Listens on
 * a free port of 127.0.0.1.
 */
export async function startFixtureServer(
  distDir: string,
  ground: CityGround,
  page = '/test/fixture.html',
): Promise<FixtureServer> {
  const [cityJson, tiles] = [JSON.stringify(ground), fixtureTiles(ground)];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://fixture').pathname;
    if (path === '/api/v1/city') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(cityJson);
      return;
    }
    if (path === ground.baseMap.tiles) {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const [first, end] = [Number(from ?? 0), Math.min(tiles.length, Number(to ?? tiles.length - 1) + 1)];
      response
        .writeHead(206, {
          'content-type': 'application/vnd.pmtiles',
          'content-length': end - first,
          'content-range': `bytes ${first}-${end - 1}/${tiles.length}`,
        })
        .end(tiles.subarray(first, end));
      return;
    }
    const file = extname(path) === '' ? page : normalize(path);
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
