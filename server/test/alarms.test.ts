/** Alarms in a whole centre: from a reading over MQTT to the desks, and back by the acts of people. */
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import type { ActionReply } from '@metropane/protocol';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestClient } from '../src/fanout/test-client-fixture.ts';
import { pmRule } from './alarm-fixture.ts';
import { startCentre, TOKEN, type TestCentre } from './start-centre-fixture.ts';

let centre: TestCentre;
let sensor: mqtt.MqttClient;

beforeAll(async () => {
  centre = await startCentre();
  sensor = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN, protocolVersion: 4 });
  expect((await put(pmRule(), 0)).status).toBe(200);
}, 60_000);
afterAll(async () => {
  sensor?.end(true);
  await centre?.stop();
});

function put(rule: object & { id: string }, expectedRevision: number): Promise<Response> {
  return centre.post(`/api/v1/rules/${rule.id}`, { rule, expectedRevision }, { method: 'PUT' });
}

function act(alarm: AlarmRecord, action: object): Promise<Response> {
  return centre.post(`/api/v1/alarms/${alarm.id}/actions`, action);
}

function tell(entity: string, value: number): void {
  const body = JSON.stringify({ t: Date.now() - 50, v: { pm25UgM3: value } });
  sensor.publish(`city/v1/obs/air/${entity}`, body, { qos: 1 });
}

/** A desk that watches alarms and incidents, and waits for a row to look as asked. */
async function desk() {
  const client = new TestClient(centre.http, { token: TOKEN });
  await client.connected();
  client.hello({ channels: ['records:alarm', 'records:incident', 'records:system'] });
  await client.frames(1);
  return {
    client,
    alarms: (): AlarmRecord[] => [...client.state.records.alarm.values()],
    async shows<T>(find: () => T | undefined): Promise<T> {
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        await client.frames(client.log.length + 1);
      }
    },
    close: () => client.socket.close(),
  };
}
type Desk = Awaited<ReturnType<typeof desk>>;

function alarmOf(at: Desk, entity: string): Promise<AlarmRecord> {
  return at.shows(() => at.alarms().find((alarm) => alarm.entity === entity));
}

async function raised(at: Desk, entity: string): Promise<AlarmRecord> {
  tell(entity, 120);
  return alarmOf(at, entity);
}

test('a sensor crosses the limit: within a second the alarm is at a desk, in an incident', async () => {
  const at = await desk();
  const beganMs = performance.now();
  const alarm = await raised(at, 'quick');
  expect(performance.now() - beganMs).toBeLessThan(1_000);
  expect(alarm).toMatchObject({
    ...{ ruleId: 'pm25-high', state: 'unacknowledged', isAnnunciated: true, place: 'quick', domain: 'air' },
    trigger: { value: 120, limit: 100 },
  });
  const incident = await at.shows(() => at.client.state.records.incident.get(alarm.incidentId ?? ''));
  expect((incident as IncidentRecord).alarms).toMatchObject([{ alarmId: alarm.id, ruleId: 'pm25-high' }]);
  at.close();
});

test('what one desk acknowledges every desk sees; the same revision again is stale and shows the alarm', async () => {
  const [one, two] = [await desk(), await desk()];
  const alarm = await raised(one, 'shared');
  const body = { action: 'acknowledge', expectedRevision: alarm.revision };
  const answer = await act(alarm, body);
  expect(answer.status).toBe(200);
  const seen = await two.shows(() =>
    two.alarms().find(({ id, isAcknowledged }) => id === alarm.id && isAcknowledged),
  );
  expect(seen).toMatchObject({
    state: 'acknowledged',
    revision: ((await answer.json()) as AlarmRecord).revision,
  });
  const late = await act(alarm, body);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({
    code: 'stale-revision',
    alarm: { id: alarm.id, state: 'acknowledged', revision: seen.revision },
  });
  const illegal = await act(alarm, { action: 'acknowledge', expectedRevision: seen.revision });
  expect(illegal.status).toBe(422);
  expect(await illegal.json()).toMatchObject({
    code: 'illegal-transition',
    allowed: expect.arrayContaining(['shelve', 'note']),
  });
  one.close();
  two.close();
});

test('an act over the socket, and a repeated one with its first outcome', async () => {
  const at = await desk();
  const alarm = await raised(at, 'socket');
  const message = {
    alarmId: alarm.id,
    action: 'acknowledge',
    actionId: 'a-1',
    expectedRevision: alarm.revision,
  };
  const send = (sent: typeof message): Promise<ActionReply> =>
    new Promise((resolve) => at.client.socket.emit('action', sent, resolve));
  const first = await send(message);
  expect(first).toEqual({ ok: true, alarmId: alarm.id, revision: alarm.revision + 1 });
  expect(await send(message)).toEqual(first);
  expect(await send({ ...message, actionId: 'a-2' })).toMatchObject({
    ok: false,
    code: 'stale-revision',
    current: { id: alarm.id, state: 'acknowledged' },
  });
  at.close();
});

test('many alarms are acknowledged by one act, each with an outcome of its own', async () => {
  const at = await desk();
  const [a, b] = [await raised(at, 'bulk-a'), await raised(at, 'bulk-b')];
  const items = [
    { id: a.id, expectedRevision: a.revision },
    { id: b.id, expectedRevision: b.revision + 7 },
    { id: 'f'.repeat(32), expectedRevision: 1 },
  ];
  const answer = await centre.post('/api/v1/alarms/actions', { action: 'acknowledge', items });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    items: [
      { id: a.id, status: 200, alarm: { state: 'acknowledged' } },
      { id: b.id, status: 409, code: 'stale-revision', alarm: { state: 'unacknowledged' } },
      { status: 404, code: 'not-found' },
    ],
  });
  at.close();
});

test('alarms are listed in pages and filtered; one alone comes with its transitions, also when it is over', async () => {
  const at = await desk();
  const alarm = await raised(at, 'listed');
  interface Page {
    items: AlarmRecord[];
    nextCursor?: string;
  }
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const page: Page = await centre.get(`/api/v1/alarms?limit=2${cursor}`);
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === undefined) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe(alarm.id);
  const found = await centre.get<Page>('/api/v1/alarms?q=LISTED&state=unacknowledged&domain=air');
  expect(found.items.map(({ id }) => id)).toEqual([alarm.id]);
  expect((await centre.get<Page>('/api/v1/alarms?q=nowhere')).items).toEqual([]);
  tell('listed', 20);
  const over = await at.shows(() => at.alarms().find(({ id, isActive }) => id === alarm.id && !isActive));
  expect(over.state).toBe('returned-unacknowledged');
  await act(over, { action: 'acknowledge', expectedRevision: over.revision });
  await at.shows(() => (at.client.state.records.alarm.has(alarm.id) ? undefined : true));
  await expect
    .poll(
      async () =>
        (await centre.get<{ transitions: { to: string }[] }>(`/api/v1/alarms/${alarm.id}`)).transitions,
    )
    .toMatchObject([{ to: 'unacknowledged' }, { to: 'returned-unacknowledged' }, { to: 'normal' }]);
  await expect(centre.get('/api/v1/alarms/nothing')).rejects.toThrow('404');
  at.close();
});

test('a rule that cannot be read is refused with the place of the fault; a stale one with the rule in force', async () => {
  const bad = await put(pmRule({ id: 'broken', when: 'v >= 100.0\n  ) v' }), 0);
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({
    code: 'bad-rule',
    fault: { field: 'when', code: 'syntax', position: { line: 2, column: 3 } },
  });
  const unknown = await put(pmRule({ id: 'broken', category: 'nonsense' }), 0);
  expect(await unknown.json()).toMatchObject({ code: 'bad-rule', fault: { field: 'category' } });
  const stale = await put(pmRule(), 0);
  expect(stale.status).toBe(409);
  expect(await stale.json()).toMatchObject({
    code: 'stale-revision',
    rule: { revision: 1, by: expect.any(String) },
  });
  const { items } = await centre.get<{ items: { rule: { id: string } }[] }>('/api/v1/rules');
  expect(items.map(({ rule }) => rule.id)).toContain('pm25-high');
  expect(await centre.get('/api/v1/rules/pm25-high')).toMatchObject({
    revision: 1,
    fault: null,
    disabled: null,
  });
});

test('a person opens an incident: once per request, seen by every desk, refused with the reason', async () => {
  const at = await desk();
  const request = {
    ...{
      requestId: 'r-1',
      title: 'Cây đổ chắn đường',
      category: 'tree-fall',
      severity: 2,
      loc: [106.7, 10.77],
    },
  };
  const answer = await centre.post('/api/v1/incidents', request);
  expect(answer.status).toBe(201);
  const opened = (await answer.json()) as IncidentRecord & { timeline: object[] };
  expect(opened).toMatchObject({
    ...{ title: request.title, state: 'new', revision: 1, source: 'by-hand', unit: expect.anything() },
    timeline: [{ kind: 'opened' }],
  });
  await at.shows(() => at.client.state.records.incident.get(opened.id));
  const again = await centre.post('/api/v1/incidents', request);
  expect(((await again.json()) as IncidentRecord).id).toBe(opened.id);
  const bad = await centre.post('/api/v1/incidents', { ...request, requestId: 'r-2', category: 'nonsense' });
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ code: 'bad-action', detail: expect.stringContaining('nonsense') });
  expect(await centre.get(`/api/v1/incidents/${opened.id}/related`)).toHaveProperty('items');
  const claimed = await centre.post(`/api/v1/incidents/${opened.id}/actions`, {
    ...{
      action: 'attach',
      expectedRevision: 1,
      id: 'x',
      name: 'x.png',
      type: 'image/png',
      bytes: 1,
      sha256: '0',
    },
  });
  expect(claimed.status).toBe(422);
  at.close();
});

test('a rule that breaks while it runs is taken out with a notice on every screen, and the stream goes on', async () => {
  const at = await desk();
  const breaks = pmRule({ id: 'breaks', when: 'int(v) / int(v - 120.0) > 100' });
  expect((await put(breaks, 0)).status).toBe(200);
  const alarm = await raised(at, 'goes-on');
  expect(alarm.ruleId).toBe('pm25-high');
  const notice = await at.shows(() => at.client.state.records.system.get('rule:breaks'));
  expect(notice).toMatchObject({ status: 'degraded', detail: expect.stringContaining('divide by zero') });
  const shown = await centre.get<{ disabled: { reason: string } | null }>('/api/v1/rules/breaks');
  expect(shown.disabled?.reason).toContain('divide by zero');
  const { items } = await centre.get<{ items: { kind: string; body: string }[] }>(
    '/api/v1/journal?limit=1000',
  );
  expect(
    items.filter(({ kind }) => kind === 'rule-disabled').map(({ body }) => JSON.parse(body)),
  ).toMatchObject([{ ruleId: 'breaks', revision: 1 }]);
  const mended = pmRule({ id: 'breaks', when: 'v >= 900.0' });
  expect((await put(mended, 1)).status).toBe(200);
  await at.shows(() => (at.client.state.records.system.has('rule:breaks') ? undefined : true));
  const history = await centre.get<{ items: { revision: number }[] }>('/api/v1/rules/breaks/history');
  expect(history.items.map(({ revision }) => revision)).toEqual([2, 1]);
  at.close();
});

test('a backtest folds what was recorded with the rule as it is tried, and says what it would have added', async () => {
  const at = await desk();
  for (const value of [120, 20, 120, 20]) {
    tell('tried', value);
    await at.shows(() =>
      at.alarms().find(({ entity, isActive }) => entity === 'tried' && isActive === value > 100),
    );
  }
  const span = { from: new Date(Date.now() - 600_000).toISOString(), to: new Date().toISOString() };
  const milder = { ...pmRule({ when: 'v >= 1000.0' }) };
  const answer = await centre.post('/api/v1/rules/pm25-high/backtest', { ...span, rule: milder });
  expect(answer.status).toBe(200);
  const told = (await answer.json()) as Record<
    'tried' | 'inForce',
    { onsets: number; items: { key: string }[] }
  >;
  expect(told.tried).toMatchObject({ onsets: 0, annunciated: 0, items: [], broke: null });
  expect(told.inForce.items.filter(({ key }) => key === 'air/tried')).toHaveLength(2);
  expect(told.inForce).toMatchObject({ load: { stepMs: 600_000, counts: expect.any(Array) } });
  const bad = await centre.post('/api/v1/rules/pm25-high/backtest', {
    ...span,
    rule: pmRule({ when: 'w > 1.0' }),
  });
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ code: 'bad-rule', fault: { position: { line: 1, column: 1 } } });
  const past = { from: '2020-01-01T00:00:00Z', to: '2020-01-01T01:00:00Z' };
  expect((await centre.post('/api/v1/rules/pm25-high/backtest', past)).status).toBe(410);
  at.close();
});

test('the performance of the alarm system is counted from the journal, empty buckets included', async () => {
  const span = `from=${Date.now() - 3 * 3_600_000}&to=${Date.now()}`;
  const told = await centre.get<{
    positions: { annunciated: number; buckets: { counts: number[] } }[];
    elsewhere: number;
  }>(`/api/v1/alarms/performance?${span}`);
  expect(told.positions.length).toBeGreaterThan(0);
  for (const { buckets } of told.positions) expect(buckets.counts.length).toBeGreaterThanOrEqual(17);
  const counted = told.positions.reduce((sum, { annunciated }) => sum + annunciated, 0) + told.elsewhere;
  expect(counted).toBeGreaterThan(0);
  await expect(centre.get('/api/v1/alarms/performance?from=2&to=1')).rejects.toThrow('400');
});

test('papers about an incident are made from its history', async () => {
  const { items } = await centre.get<{ items: IncidentRecord[] }>('/api/v1/incidents?limit=1');
  const path = `/api/v1/incidents/${items[0]!.id}/documents`;
  expect(await centre.get(`${path}/ics201?language=en`)).toMatchObject({
    form: 'ICS-201',
    incidentId: items[0]!.id,
  });
  expect(await centre.get(`${path}/ics214`)).toHaveProperty('items');
  expect(await centre.get(`${path}/after-action`)).toBeTypeOf('object');
  await expect(centre.get(`${path}/ics999`)).rejects.toThrow('400');
  await expect(centre.get('/api/v1/incidents/SC-999999/documents/ics201')).rejects.toThrow('404');
});

test('who may not act on alarms cannot', async () => {
  const answer = await fetch(`${centre.http}/api/v1/alarms/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(401);
});
