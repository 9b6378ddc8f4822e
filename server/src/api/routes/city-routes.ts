import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';

/** The static city for maps: units, roads, water, stations. Compressed once at start. */
export function cityRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/city', {}, (request, reply) => {
    reply.headers({ etag: deps.city.etag, 'cache-control': 'private, no-cache' });
    if (request.headers['if-none-match'] === deps.city.etag) return reply.code(304).send();
    return reply
      .headers({ 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' })
      .send(Buffer.from(deps.city.gzip));
  });
}
