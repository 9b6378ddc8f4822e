import { expect, test, vi } from 'vitest';
import { colleaguesAt, Presence } from './presence.ts';

const person = (id: string, incidentId: string) => ({
  id,
  name: `Bàn ${id}`,
  role: 'operator',
  incidentId,
  isTyping: false,
});

test('the others at an incident: not this desk, not those elsewhere, nobody after the link is lost', () => {
  const presence = new Presence();
  presence.meet('1');
  presence.learn({ people: [person('1', 'SC-000412'), person('2', 'SC-000412'), person('3', 'SC-000413')] });
  expect(colleaguesAt('SC-000412', presence.people.getState()).map(({ id }) => id)).toEqual(['2']);
  presence.forget();
  expect(colleaguesAt('SC-000412', presence.people.getState())).toEqual([]);
});

test('where this desk is goes out once per change', () => {
  const presence = new Presence();
  const told = vi.fn<() => void>();
  presence.here.subscribe(told);
  presence.stand({ incidentId: 'SC-000412', isTyping: false });
  presence.stand({ incidentId: 'SC-000412', isTyping: false });
  presence.stand({ incidentId: 'SC-000412', isTyping: true });
  presence.leave();
  presence.leave();
  expect(told).toHaveBeenCalledTimes(3);
});
