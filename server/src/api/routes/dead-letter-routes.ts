import { z } from 'zod';
import type { Api } from '../http-server.ts';
import { clampLimit, limitParameter } from '../paging.ts';
import { Problem } from '../problem.ts';

/**
 * What was refused, with the reason and the first 64 KiB of the payload (base64). `replay` sends the whole message again, after
 * a repair of its feed: what was taken the first time is then a duplicate.
 */
export function deadLetterRoutes(app: Api): void {
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
      return request.room.deadLetters.list({
        limit: clampLimit(request.query.limit, 1000),
        ...(feed === undefined ? {} : { feed }),
        ...(code === undefined ? {} : { code }),
        ...(cursor === undefined ? {} : { before: cursor }),
      });
    },
  );
  app.post(
    '/api/v1/dead-letters/:id/replay',
    { schema: { params: z.object({ id: z.coerce.number().int().positive() }) } },
    async (request) => {
      const { id } = request.params;
      const { deadLetters, pipeline, clock } = request.room;
      const letter = deadLetters.get(id);
      if (letter === undefined) throw new Problem(404, 'not-found', { detail: `no dead letter ${id}` });
      if (!letter.isWhole)
        throw new Problem(422, 'cut', { detail: 'only the first 64 KiB of this message were kept' });
      const { feed, topic } = letter;
      const payload = new Uint8Array(letter.payload);
      return pipeline.call({ name: 'replay', feed, topic, payload, arrivalMs: clock.nowMs() });
    },
  );
}
