/** Alarms in a whole centre: from a reading over MQTT to the desks, and back by the acts of people. */
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import type { ActionReply } from '@metropane/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { AlarmCentre } from './alarm-centre-fixture.ts';

let city: AlarmCentre;

beforeAll(async () => {
  city = await AlarmCentre.start();
}, 60_000);
afterAll(() => city?.stop());

test('a sensor crosses the limit: within a second the alarm is at a desk, in an incident', async () => {
  const at = await city.desk();
  const beganMs = performance.now();
  const alarm = await city.raised(at, 'quick');
  expect(performance.now() - beganMs).toBeLessThan(promisedMs(1_000));
  expect(alarm).toMatchObject({
    ...{ ruleId: 'pm25-high', state: 'unacknowledged', isAnnunciated: true, place: 'quick', domain: 'air' },
    trigger: { value: 120, limit: 100 },
  });
  const incident = await at.shows(() => at.client.state.records.incident.get(alarm.incidentId ?? ''));
  expect((incident as IncidentRecord).alarms).toMatchObject([{ alarmId: alarm.id, ruleId: 'pm25-high' }]);
  at.close();
});

test('what one desk acknowledges every desk sees; the same revision again is stale and shows the alarm', async () => {
  const [one, two] = [await city.desk(), await city.desk()];
  const alarm = await city.raised(one, 'shared');
  const body = { action: 'acknowledge', expectedRevision: alarm.revision };
  const answer = await city.act(alarm, body);
  expect(answer.status).toBe(200);
  const seen = await two.shows(() =>
    two.alarms().find(({ id, isAcknowledged }) => id === alarm.id && isAcknowledged),
  );
  expect(seen).toMatchObject({
    state: 'acknowledged',
    revision: ((await answer.json()) as AlarmRecord).revision,
  });
  const late = await city.act(alarm, body);
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({
    code: 'stale-revision',
    alarm: { id: alarm.id, state: 'acknowledged', revision: seen.revision },
  });
  const illegal = await city.act(alarm, { action: 'acknowledge', expectedRevision: seen.revision });
  expect(illegal.status).toBe(422);
  expect(await illegal.json()).toMatchObject({
    code: 'illegal-transition',
    allowed: expect.arrayContaining(['shelve', 'note']),
  });
  one.close();
  two.close();
});

test('an act over the socket, and a repeated one with its first outcome', async () => {
  const at = await city.desk();
  const alarm = await city.raised(at, 'socket');
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
  const at = await city.desk();
  const [a, b] = [await city.raised(at, 'bulk-a'), await city.raised(at, 'bulk-b')];
  const items = [
    { id: a.id, expectedRevision: a.revision },
    { id: b.id, expectedRevision: b.revision + 7 },
    { id: 'f'.repeat(32), expectedRevision: 1 },
  ];
  const answer = await city.centre.post('/api/v1/alarms/actions', { action: 'acknowledge', items });
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

test('alarms and incidents are acknowledged as one act, and what was not done says why', async () => {
  const at = await city.desk();
  const [alarm, stale] = [await city.raised(at, 'many-a'), await city.raised(at, 'many-b')];
  const opened = await city.centre.post('/api/v1/incidents', { title: 'Mở tay', category: 'flood' });
  const { id } = (await opened.json()) as { id: string };
  const report = await city.centre.post('/api/v1/reports', {
    ...{ id: 'many-r', t: new Date().toISOString(), category: 'fire', severity: 2, title: 'Cháy chợ' },
  });
  expect(report.status).toBeLessThan(300);
  const isNew = (each: IncidentRecord): boolean => each.title === 'Cháy chợ' && each.state === 'new';
  const fire = (await at.shows(() =>
    [...at.client.state.records.incident.values()].find(isNew),
  )) as IncidentRecord;
  const answer = await city.centre.post('/api/v1/acknowledgements', {
    items: [
      { kind: 'alarm', id: alarm.id, expectedRevision: alarm.revision },
      { kind: 'incident', id: fire.id, expectedRevision: fire.revision, actionId: 'many-1' },
      { kind: 'alarm', id: stale.id, expectedRevision: stale.revision + 7 },
      { kind: 'incident', id: 'SC-999999', expectedRevision: 1 },
      { kind: 'incident', id, expectedRevision: 99 },
    ],
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    items: [
      { id: alarm.id, status: 200, alarm: { state: 'acknowledged' } },
      { id: fire.id, status: 200, incident: { state: 'acknowledged', revision: fire.revision + 1 } },
      { id: stale.id, status: 409, code: 'stale-revision' },
      { id: 'SC-999999', status: 404, code: 'not-found' },
      { id, status: 409, code: 'stale-revision', incident: { id } },
    ],
  });
  const again = await city.centre.post('/api/v1/acknowledgements', {
    items: [{ kind: 'incident', id: fire.id, expectedRevision: fire.revision, actionId: 'many-1' }],
  });
  expect(await again.json()).toMatchObject({ items: [{ status: 200 }] });
  at.close();
});

test('alarms are listed in pages and filtered; one alone comes with its transitions, also when it is over', async () => {
  const at = await city.desk();
  const alarm = await city.raised(at, 'listed');
  interface Page {
    items: AlarmRecord[];
    nextCursor?: string;
  }
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const page: Page = await city.centre.get(`/api/v1/alarms?limit=2${cursor}`);
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === undefined) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe(alarm.id);
  const found = await city.centre.get<Page>('/api/v1/alarms?q=LISTED&state=unacknowledged&domain=air');
  expect(found.items.map(({ id }) => id)).toEqual([alarm.id]);
  expect((await city.centre.get<Page>('/api/v1/alarms?q=nowhere')).items).toEqual([]);
  city.tell('listed', 20);
  const over = await at.shows(() => at.alarms().find(({ id, isActive }) => id === alarm.id && !isActive));
  expect(over.state).toBe('returned-unacknowledged');
  await city.act(over, { action: 'acknowledge', expectedRevision: over.revision });
  await at.shows(() => (at.client.state.records.alarm.has(alarm.id) ? undefined : true));
  await expect
    .poll(
      async () =>
        (await city.centre.get<{ transitions: { to: string }[] }>(`/api/v1/alarms/${alarm.id}`)).transitions,
    )
    .toMatchObject([{ to: 'unacknowledged' }, { to: 'returned-unacknowledged' }, { to: 'normal' }]);
  await expect(city.centre.get('/api/v1/alarms/nothing')).rejects.toThrow('404');
  at.close();
});

test('a person opens an incident: once per request, seen by every desk, refused with the reason', async () => {
  const at = await city.desk();
  const request = {
    ...{
      requestId: 'r-1',
      title: 'Cây đổ chắn đường',
      category: 'tree-fall',
      severity: 2,
      loc: [106.7, 10.77],
    },
  };
  const answer = await city.centre.post('/api/v1/incidents', request);
  expect(answer.status).toBe(201);
  const opened = (await answer.json()) as IncidentRecord & { timeline: object[] };
  expect(opened).toMatchObject({
    ...{ title: request.title, state: 'new', revision: 1, source: 'by-hand', unit: expect.anything() },
    timeline: [{ kind: 'opened' }],
  });
  await at.shows(() => at.client.state.records.incident.get(opened.id));
  const again = await city.centre.post('/api/v1/incidents', request);
  expect(((await again.json()) as IncidentRecord).id).toBe(opened.id);
  const bad = await city.centre.post('/api/v1/incidents', {
    ...request,
    requestId: 'r-2',
    category: 'nonsense',
  });
  expect(bad.status).toBe(422);
  expect(await bad.json()).toMatchObject({ code: 'bad-action', detail: expect.stringContaining('nonsense') });
  expect(await city.centre.get(`/api/v1/incidents/${opened.id}/related`)).toHaveProperty('items');
  const claimed = await city.centre.post(`/api/v1/incidents/${opened.id}/actions`, {
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

test('who may not act on alarms cannot', async () => {
  const answer = await fetch(`${city.centre.http}/api/v1/alarms/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(401);
});
