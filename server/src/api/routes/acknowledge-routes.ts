import { z } from 'zod';
import type { BulkAnswer } from '../../pipeline/action-writer.ts';
import type { Api } from '../http-server.ts';

/** More than any list shows at once. */
const MOST_ACKNOWLEDGED = 500;

const Body = z.object({
  text: z.string().max(4_000).optional().describe('a note that each of them gets'),
  items: z
    .array(
      z.object({
        kind: z.enum(['alarm', 'incident']),
        id: z.string().max(100),
        expectedRevision: z.number().int().nonnegative(),
        actionId: z.string().max(100).optional(),
      }),
    )
    .min(1)
    .max(MOST_ACKNOWLEDGED),
});

/** Alarms and incidents acknowledged as one act. */
export function acknowledgeRoutes(app: Api): void {
  app.post(
    '/api/v1/acknowledgements',
    {
      schema: {
        body: Body,
        description:
          'Acknowledges many alarms and incidents in their order, journalled in one transaction; each has an outcome of its own (`items[i].status`).',
      },
    },
    async ({ body, room, principal }) => {
      const { items, text } = body;
      return {
        items: await room.pipeline.call<BulkAnswer>({
          name: 'desk-actions',
          items: items.map(({ actionId, ...item }) =>
            actionId === undefined ? item : { ...item, actionId },
          ),
          action: { action: 'acknowledge', ...(text === undefined ? {} : { text }) },
          actor: principal?.label ?? 'unknown',
        }),
      };
    },
  );
}
