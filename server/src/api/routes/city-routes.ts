import { gunzipSync } from 'node:zlib';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';

/** The static city for maps: units, roads, water, stations. Compressed once at start. */
export function cityRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/city', {}, (request, reply) => {
    reply.headers({ etag: deps.city.etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
    if (request.headers['if-none-match']?.includes(deps.city.etag) === true) return reply.code(304).send();
    reply.type('application/json; charset=utf-8');
    // Every browser takes gzip; a program that does not say so gets it plain.
    if (!takesGzip(request.headers['accept-encoding'])) return reply.send(gunzipSync(deps.city.gzip));
    return reply.header('content-encoding', 'gzip').send(Buffer.from(deps.city.gzip));
  });
}

/** Whether `Accept-Encoding` names gzip, or everything, and does not forbid it with `q=0`. */
function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((part) => /^\s*(gzip|\*)\s*(;(?!\s*q=0(\.0*)?\s*$).*)?$/i.test(part));
}
