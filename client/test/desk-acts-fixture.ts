/** Only for tests: what a desk does behind a screen's back. */
import type { TestCentre } from '../../server/test/start-centre-fixture.ts';
import type { Screen } from './open-centre-fixture.ts';

/** What a desk does with the wall of the room `main`. */
export async function steerWall({ context }: Screen, action: object): Promise<void> {
  const answer = await context.request.post('/api/v1/walls/main/actions', { data: action });
  if (!answer.ok()) throw new Error(`wall: ${answer.status()} ${await answer.text()}`);
}

/** Acknowledges the incident with this title, as a desk does. */
export async function acknowledge(centre: TestCentre, title: string): Promise<void> {
  const { items } = await centre.get<{ items: { id: string; title: string; revision: number }[] }>(
    '/api/v1/incidents',
  );
  const found = items.find((incident) => incident.title === title);
  if (found === undefined) throw new Error(`no incident ${title}`);
  const answer = await centre.post(`/api/v1/incidents/${found.id}/actions`, {
    action: 'acknowledge',
    actionId: `acknowledge-${found.id}`,
    expectedRevision: found.revision,
  });
  if (answer.status !== 200) throw new Error(`not acknowledged: ${await answer.text()}`);
}
