/** Rules in a whole centre: edited, broken, tried on the past; and what the journal tells of alarms and incidents. */
import type { IncidentRecord } from '@metropane/live-state';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RuleChoices } from '../src/pipeline/rule-choices.ts';
import { AlarmCentre } from './alarm-centre-fixture.ts';
import { pmRule } from './alarm-fixture.ts';

let city: AlarmCentre;

beforeAll(async () => {
  city = await AlarmCentre.start();
}, 60_000);
afterAll(() => city?.stop());

test('a rule that cannot be read is refused with the place of the fault; a stale one with the rule in force', async () => {
  const bad = await city.put(pmRule({ id: 'broken', when: 'v >= 100.0\n  ) v' }), 0);
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({
    code: 'bad-rule',
    fault: { field: 'when', code: 'syntax', position: { line: 2, column: 3 } },
  });
  const unknown = await city.put(pmRule({ id: 'broken', category: 'nonsense' }), 0);
  expect(await unknown.json()).toMatchObject({ code: 'bad-rule', fault: { field: 'category' } });
  const stale = await city.put(pmRule(), 0);
  expect(stale.status).toBe(409);
  expect(await stale.json()).toMatchObject({
    code: 'stale-revision',
    rule: { revision: 1, by: expect.any(String) },
  });
  const { items } = await city.centre.get<{ items: { rule: { id: string } }[] }>('/api/v1/rules');
  expect(items.map(({ rule }) => rule.id)).toContain('pm25-high');
  expect(await city.centre.get('/api/v1/rules/pm25-high')).toMatchObject({
    revision: 1,
    fault: null,
    disabled: null,
  });
  // What its form offers: the domain that was heard, with the metric that the rule asks for.
  const choices = await city.centre.get<RuleChoices>('/api/v1/rule-choices');
  expect(choices.positions.length).toBeGreaterThan(0);
  expect(choices.sops.length).toBeGreaterThan(0);
  expect(choices.thresholds.every(({ levels }) => levels.length > 0)).toBe(true);
  expect(choices.domains.find(({ code }) => code === 'air')?.entities.length).toBeGreaterThan(0);
});

test('a rule that breaks while it runs is taken out with a notice on every screen, and the stream goes on', async () => {
  const at = await city.desk();
  const breaks = pmRule({ id: 'breaks', when: 'int(v) / int(v - 120.0) > 100' });
  expect((await city.put(breaks, 0)).status).toBe(200);
  const alarm = await city.raised(at, 'goes-on');
  expect(alarm.ruleId).toBe('pm25-high');
  const notice = await at.shows(() => at.client.state.records.system.get('rule:breaks'));
  expect(notice).toMatchObject({ status: 'degraded', detail: expect.stringContaining('divide by zero') });
  const shown = await city.centre.get<{ disabled: { reason: string } | null }>('/api/v1/rules/breaks');
  expect(shown.disabled?.reason).toContain('divide by zero');
  const { items } = await city.centre.get<{ items: { kind: string; body: string }[] }>(
    '/api/v1/journal?limit=1000',
  );
  expect(
    items.filter(({ kind }) => kind === 'rule-disabled').map(({ body }) => JSON.parse(body)),
  ).toMatchObject([{ ruleId: 'breaks', revision: 1 }]);
  const mended = pmRule({ id: 'breaks', when: 'v >= 900.0' });
  expect((await city.put(mended, 1)).status).toBe(200);
  await at.shows(() => (at.client.state.records.system.has('rule:breaks') ? undefined : true));
  const history = await city.centre.get<{ items: { revision: number }[] }>('/api/v1/rules/breaks/history');
  expect(history.items.map(({ revision }) => revision)).toEqual([2, 1]);
  at.close();
});

test('a backtest folds what was recorded with the rule as it is tried, and says what it would have added', async () => {
  const at = await city.desk();
  for (const value of [120, 20, 120, 20]) {
    city.tell('tried', value);
    await at.shows(() =>
      at.alarms().find(({ entity, isActive }) => entity === 'tried' && isActive === value > 100),
    );
  }
  const span = { from: new Date(Date.now() - 600_000).toISOString(), to: new Date().toISOString() };
  const milder = { ...pmRule({ when: 'v >= 1000.0' }) };
  const answer = await city.centre.post('/api/v1/rules/pm25-high/backtest', { ...span, rule: milder });
  expect(answer.status).toBe(200);
  const told = (await answer.json()) as Record<
    'tried' | 'inForce',
    { onsets: number; items: { key: string }[] }
  >;
  expect(told.tried).toMatchObject({ onsets: 0, annunciated: 0, items: [], broke: null });
  expect(told.inForce.items.filter(({ key }) => key === 'air/tried')).toHaveLength(2);
  expect(told.inForce).toMatchObject({ load: { stepMs: 600_000, counts: expect.any(Array) } });
  const bad = await city.centre.post('/api/v1/rules/pm25-high/backtest', {
    ...span,
    rule: pmRule({ when: 'w > 1.0' }),
  });
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ code: 'bad-rule', fault: { position: { line: 1, column: 1 } } });
  const past = { from: '2020-01-01T00:00:00Z', to: '2020-01-01T01:00:00Z' };
  expect((await city.centre.post('/api/v1/rules/pm25-high/backtest', past)).status).toBe(410);
  at.close();
});

test('the performance of the alarm system is counted from the journal, and begins no earlier: a night without a centre is none without alarms', async () => {
  const nowMs = Date.now();
  const span = `from=${nowMs - 3 * 3_600_000}&to=${nowMs}`;
  const told = await city.centre.get<{
    positions: { annunciated: number; buckets: { counts: number[] } }[];
    elsewhere: number;
    fromMs: number;
  }>(`/api/v1/alarms/performance?${span}`);
  expect(nowMs - told.fromMs).toBeLessThan(10 * 60_000);
  expect(told.positions.length).toBeGreaterThan(0);
  for (const { buckets } of told.positions) expect(buckets.counts.length).toBeLessThanOrEqual(1);
  const counted = told.positions.reduce((sum, { annunciated }) => sum + annunciated, 0) + told.elsewhere;
  expect(counted).toBeGreaterThan(0);
  await expect(city.centre.get('/api/v1/alarms/performance?from=2&to=1')).rejects.toThrow('400');
  await expect(city.centre.get('/api/v1/alarms/performance?from=1&to=2')).rejects.toThrow('404');
});

test('papers about an incident are made from its history', async () => {
  const { items } = await city.centre.get<{ items: IncidentRecord[] }>('/api/v1/incidents?limit=1');
  const path = `/api/v1/incidents/${items[0]!.id}/documents`;
  expect(await city.centre.get(`${path}/ics201?language=en`)).toMatchObject({
    form: 'ICS-201',
    incidentId: items[0]!.id,
  });
  expect(await city.centre.get(`${path}/ics214`)).toHaveProperty('items');
  expect(await city.centre.get(`${path}/after-action`)).toBeTypeOf('object');
  await expect(city.centre.get(`${path}/ics999`)).rejects.toThrow('400');
  await expect(city.centre.get('/api/v1/incidents/SC-999999/documents/ics201')).rejects.toThrow('404');
});
