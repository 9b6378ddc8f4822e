import { z } from 'zod';
import type { WallRoom } from '../../fold/walls/wall-room.ts';
import type { WallAnswer } from '../../pipeline/messages.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const Action = z.looseObject({ action: z.string() });

/** What the walls show, and what a desk does with them: send a scene or an incident, freeze, next, back to the playlist. */
export function wallRoutes(app: Api): void {
  app.get('/api/v1/walls', {}, async ({ room }) => ({
    items: await room.pipeline.call<WallRoom[]>({ name: 'walls' }),
  }));
  app.post(
    '/api/v1/walls/:wall/actions',
    { schema: { params: z.object({ wall: z.string() }), body: Action } },
    async ({ room, params: { wall }, body, principal }) => {
      const answer = await room.pipeline.call<WallAnswer>({
        name: 'wall-action',
        wall,
        action: body,
        actor: principal?.label ?? 'unknown',
      });
      if (answer.status === 200) return answer.wall;
      throw new Problem(answer.status, answer.code, { detail: SAID[answer.code] });
    },
  );
}

const SAID: Readonly<Record<string, string>> = {
  'unknown-room': 'the city has no wall of this name (scenes.yaml)',
  'unknown-scene': 'the city has no scene of this name (scenes.yaml)',
  'bad-action':
    'expected {action: send, scene, forMs, incidentId?} with 1 s to 12 h, or {action: freeze | unfreeze | next | previous | resume}',
};
