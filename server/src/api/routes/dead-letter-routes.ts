import { z } from 'zod';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { clampLimit, limitParameter } from '../paging.ts';

/** What was refused, with the reason and the first 64 KiB of the payload (base64). */
export function deadLetterRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/dead-letters',
    {
      schema: {
        querystring: z.object({
          feed: z.string().optional(),
          code: z.string().optional(),
          limit: limitParameter(100),
          cursor: z.coerce.number().int().nonnegative().optional(),
        }),
      },
    },
    (request) => {
      const { feed, code, cursor } = request.query;
      return deps.deadLetters.list({
        limit: clampLimit(request.query.limit, 1000),
        ...(feed === undefined ? {} : { feed }),
        ...(code === undefined ? {} : { code }),
        ...(cursor === undefined ? {} : { before: cursor }),
      });
    },
  );
}
