import type { Checked } from '@metropane/rules';
import { z } from 'zod';
import type { Preview } from '../../fold/preview-rule.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const Asked = z.object({ rule: z.looseObject({ id: z.string() }).describe('the rule as it is tried') });

/** What a rule as it is being edited says of every key at this moment. Nothing is kept, nobody is called. */
export function previewRoutes(app: Api): void {
  app.post(
    '/api/v1/rules/:id/preview',
    {
      schema: {
        params: z.object({ id: z.string().max(64) }),
        body: Asked,
        description:
          'over the values of now, delays not waited for. counts: of all keys that were looked at; items: at most 50 of each state, ' +
          'what calls first, then by nearness to the limit. missing: inputs without a value. A rule that cannot be used gives its fault alone',
      },
    },
    async ({ room, params, body }) => {
      if (body.rule.id !== params.id) {
        const detail = `the rule says it is ${body.rule.id}, the address says ${params.id}`;
        throw new Problem(400, 'bad-request', { detail });
      }
      const answer = await room.pipeline.call<Checked<Preview>>({ name: 'preview-rule', rule: body.rule });
      // A rule is wrong at every second key stroke: here that is an answer, not a refusal.
      if (!answer.ok) return { fault: answer.fault };
      const { atMs, ...rest } = answer.value;
      return { fault: null, at: isoTime(atMs), ...rest };
    },
  );
}
