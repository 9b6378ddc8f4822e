import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const PARAMS = z.object({ file: z.string().max(100) });
const A_YEAR_MS = 365 * 86_400_000;

/** The tile files of the map, with byte ranges: a browser reads the few tiles that it looks at. */
export function baseMapRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/base-map/:file', { schema: { params: PARAMS } }, async (request, reply) => {
    const file = await deps.baseMap.file(request.params.file).catch((error: unknown) => {
      throw new Problem(503, 'base-map-unavailable', { detail: (error as Error).message });
    });
    if (file === undefined) throw new Problem(404, 'not-found', { detail: 'no such file of the base map' });
    if (file.name.endsWith('.pmtiles')) reply.type('application/vnd.pmtiles');
    // Sessions end: a shared cache must not answer for the centre.
    const { folder, name, isImmutable } = file;
    return reply
      .header(
        'cache-control',
        isImmutable ? `private, max-age=${A_YEAR_MS / 1000}, immutable` : 'private, no-cache',
      )
      .sendFile(name, folder, { cacheControl: false, contentType: false, acceptRanges: true, etag: true });
  });
}
