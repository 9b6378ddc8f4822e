import { z } from 'zod';
import type { RealmSummary } from '../../realms/exercise-realms.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';
import { toRealm } from '../request-room.ts';

/** The live room and the exercises: which there are, opening one, ending one. */
export function realmRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/realms', {}, () => ({ items: deps.realms.list().map(toRealmJson) }));
  app.post(
    '/api/v1/realms',
    { schema: { body: z.object({ realm: z.string() }) } },
    async ({ body, principal }) => {
      const realm = toExercise(body.realm);
      await deps.realms.open(realm, principal?.label ?? 'unknown');
      return toRealmJson(deps.realms.list().find((one) => one.realm === realm)!);
    },
  );
  app.delete(
    '/api/v1/realms/:realm',
    { schema: { params: z.object({ realm: z.string() }) } },
    async ({ params, principal }, reply) => {
      await deps.realms.end(toExercise(params.realm), principal?.label ?? 'unknown');
      return reply.code(204).send();
    },
  );
}

function toExercise(text: string): ReturnType<typeof toRealm> {
  const realm = toRealm(text);
  if (realm !== 'live') return realm;
  throw new Problem(422, 'not-an-exercise', { detail: 'the live room is neither opened nor ended' });
}

function toRealmJson({ clockMs, sinceMs, ...rest }: RealmSummary): Record<string, unknown> {
  return { ...rest, clock: isoTime(clockMs), since: isoTime(sinceMs) };
}
