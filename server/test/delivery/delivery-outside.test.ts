import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapAlert, readXml } from '@metropane/feeds';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutMessage } from '../../src/delivery/compose.ts';
import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';
import { SECRET, simulatorToken, startReceiver } from './receiver-fixture.ts';
import { type Relay, startRelay } from './relay-fixture.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'metropane-outside-'));
let centre: TestCentre;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let relay: Relay;

beforeAll(async () => {
  receiver = await startReceiver(() => 200);
  relay = await startRelay();
  const events = 'events: [incident-changed, incident-closed, cap-issued]';
  const yaml = `cap: {sender: ttdh@hcm.gov.vn, senderName: {vi: Trung tâm, en: Centre}}
targets:
  - {kind: webhook, id: hook, url: '${receiver.url}', secret: ${SECRET}, only: {${events}}}
  - {kind: email, id: mail, host: 127.0.0.1, port: ${relay.port}, security: none, from: centre@hcm.gov.vn, to: [duty@hcm.gov.vn], only: {${events}}}
`;
  writeFileSync(join(dataDir, 'delivery.yaml'), yaml);
  centre = await startCentre({ dataDir });
}, 60_000);

afterAll(async () => {
  await centre?.stop();
  await receiver.close();
  await relay.close();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

interface IncidentJson {
  id: string;
  revision: number;
  attachments?: { id: string; name: string; type: string }[];
}

let place = 0;
/** An incident of its own: far from all others. */
async function openIncident(category = 'flood'): Promise<IncidentJson> {
  place += 1;
  const report = {
    id: `r${place}`,
    t: Date.now(),
    category,
    title: `Nước ngập nhà ông Ba ${place}`,
    loc: [106 + place / 10, 10.2],
  };
  expect((await centre.post('/api/v1/reports', report)).status).toBe(202);
  const { items } = await centre.get<{ items: (IncidentJson & { title: string })[] }>(
    '/api/v1/incidents?limit=1000',
  );
  return items.find(({ title }) => title === report.title)!;
}

async function act(id: string, action: Record<string, unknown>): Promise<number> {
  const { revision } = await centre.get<IncidentJson>(`/api/v1/incidents/${id}`);
  return (await centre.post(`/api/v1/incidents/${id}/actions`, { ...action, expectedRevision: revision }))
    .status;
}

const heardOf = (id: string): OutMessage[] =>
  receiver.heard.map(({ message }) => message).filter(({ incident }) => incident?.['id'] === id);

test('an act leaves as signed webhook, letter and retained topic, and each is visible with its answer', async () => {
  const client = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN });
  const topics = new Map<string, string>();
  client.on('message', (topic, payload, { retain }) =>
    topics.set(`${topic}${retain ? ' (retained)' : ''}`, payload.toString()),
  );
  const { id } = await openIncident();
  expect(await act(id, { action: 'note', text: 'secret words of a person' })).toBe(200);
  await expect.poll(() => heardOf(id).length).toBe(1);
  await expect.poll(() => relay.mails.filter((mail) => mail.includes(id)).length).toBe(1);
  const [message] = heardOf(id);
  expect(receiver.heard.at(-1)!.isAuthentic).toBe(true);
  expect(message).toMatchObject({
    v: 1,
    event: 'incident-changed',
    detail: 'note',
    realm: 'live',
    simulated: false,
  });
  expect(JSON.stringify(message)).not.toMatch(/ông Ba|secret words/);
  const [mail] = relay.mails.filter((one) => one.includes(id));
  expect(mail).toMatch(/^x-metropane-id: [0-9a-f]{32}\r?$/im);
  expect(mail).not.toContain('secret words');
  const deliveries = () =>
    centre.get<{ items: { target: string; state: string; lastAnswer: string }[] }>(
      `/api/v1/deliveries?incident=${id}`,
    );
  await expect
    .poll(async () =>
      (await deliveries()).items
        .filter(({ target }) => target !== 'mqtt')
        .map(({ target, state }) => `${target} ${state}`)
        .toSorted(),
    )
    .toEqual(['hook sent', 'mail sent']);
  expect((await deliveries()).items.find(({ target }) => target === 'hook')!.lastAnswer).toBe(
    'HTTP 200: noted',
  );
  // Subscribed only now: what stands is retained.
  await client.subscribeAsync('city/v1/out/#');
  const topic = `city/v1/out/incident/${id}`;
  await expect.poll(() => topics.has(`${topic} (retained)`)).toBe(true);
  expect(await act(id, { action: 'close', reason: 'over' })).toBe(200);
  await expect.poll(() => topics.get(topic) ?? '').toBe('');
  await client.endAsync();
  expect(
    await centre.get<{ items: unknown[] }>('/api/v1/feeds').then(({ items }) => JSON.stringify(items)),
  ).not.toContain('unknown-topic');
});

const wording = {
  headline: { vi: 'Ngập sâu', en: 'Deep water' },
  description: { vi: 'Tránh khu vực', en: 'Avoid the area' },
  area: { name: { vi: 'Phường 1', en: 'Ward 1' }, circle: { centre: [106.7, 10.77], radiusKm: 2 } },
};
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

test('an alert is issued by a person, changed by new messages, and sent as it was journalled', async () => {
  const { id } = await openIncident();
  const issue = (of: object) =>
    centre.post(`/api/v1/incidents/${id}/cap`, { ...wording, expiresAt: inHours(3), ...of });
  expect((await issue({ expiresAt: inHours(-1) })).status).toBe(400);
  const early = await issue({ cancel: true });
  expect([early.status, ((await early.json()) as { code: string }).code]).toEqual([409, 'nothing-to-cancel']);
  for (const [of, type] of [
    [{}, 'Alert'],
    [{ certainty: 'Observed' }, 'Update'],
    [{ cancel: true }, 'Cancel'],
    [{}, 'Alert'],
  ] as const) {
    const answer = await issue(of);
    expect([answer.status, ((await answer.json()) as { msgType: string }).msgType]).toEqual([201, type]);
  }
  const { items } = await centre.get<{ items: { xml: string; identifier: string; status: string }[] }>(
    `/api/v1/incidents/${id}/cap`,
  );
  expect(items.map(({ status }) => status)).toEqual(['Actual', 'Actual', 'Actual', 'Actual']);
  const alerts = items.map(({ xml }) => {
    const root = readXml(Buffer.from(xml));
    const read = root.ok ? readCapAlert(root.value) : root;
    if (!read.ok) throw new Error(read.message);
    return read.value;
  });
  expect(alerts.map(({ references }) => references.map(({ identifier }) => identifier))).toEqual([
    [],
    [items[0]!.identifier],
    [items[0]!.identifier, items[1]!.identifier],
    [],
  ]);
  await expect.poll(() => heardOf(id).filter(({ cap }) => cap !== undefined).length).toBe(4);
  expect(heardOf(id).flatMap(({ cap }) => (cap === undefined ? [] : [cap.xml]))).toEqual(
    items.map(({ xml }) => xml),
  );
});

test('nothing of an exercise leaves; its alerts are Exercise and stand in its own list', async () => {
  const in_ = (path: string): string => `${path}?realm=exercise:drill`;
  const t = Date.parse('2026-11-23T07:00:00+07:00');
  const report = { id: 'd1', t, category: 'flood', title: 'Diễn tập', loc: [106.5, 10.5] };
  const sent = await centre.post('/api/v1/reports', report, {
    headers: { authorization: `Bearer ${simulatorToken(dataDir)}`, 'content-type': 'application/json' },
  });
  expect(sent.status).toBe(202);
  const { items } = await centre.get<{ items: IncidentJson[] }>(in_('/api/v1/incidents'));
  const { id } = items[0]!;
  const clock = async () =>
    (await centre.get<{ items: { realm: string; clock: string | null }[] }>('/api/v1/realms')).items.find(
      ({ realm }) => realm === 'exercise:drill',
    )?.clock;
  await expect.poll(async () => Date.parse((await clock()) ?? '')).toBe(t);
  const before = receiver.heard.length;
  const answer = await centre.post(in_(`/api/v1/incidents/${id}/cap`), {
    ...wording,
    expiresAt: new Date(t + 7_200_000).toISOString(),
  });
  const cap = (await answer.json()) as { status: string; detail?: string; xml: string };
  expect([answer.status, cap.detail]).toEqual([201, undefined]);
  expect(cap.status).toBe('Exercise');
  expect(cap.xml).not.toContain('Actual');
  const list = () =>
    centre.get<{ items: { target: string; state: string; event: string }[] }>(in_('/api/v1/deliveries'));
  await expect.poll(async () => (await list()).items.some(({ event }) => event === 'cap-issued')).toBe(true);
  expect(new Set((await list()).items.map(({ target, state }) => `${target} ${state}`))).toEqual(
    new Set(['ROOM kept']),
  );
  expect(receiver.heard.length).toBe(before);
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

test('a file is kept by its bytes, given back as a download, and a disguised or oversized one is refused', async () => {
  const { id } = await openIncident();
  const path = `/api/v1/incidents/${id}/attachments`;
  const send = (body: Uint8Array, type: string, name = 'ảnh ngập.png') =>
    centre.post(path, body, {
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': type,
        'x-file-name': encodeURIComponent(name),
      },
    });
  const codeOf = async (asked: Promise<Response>) => {
    const answer = await asked;
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect(await codeOf(send(PNG, 'image/jpeg'))).toEqual([415, 'attachment-disguised']);
  expect(await codeOf(send(Buffer.from('<script>alert(1)</script>'), 'image/png'))).toEqual([
    415,
    'attachment-disguised',
  ]);
  expect(await codeOf(send(Buffer.from('MZ'), 'application/x-msdownload'))).toEqual([415, 'attachment-type']);
  expect(await codeOf(send(Buffer.alloc(10 * 1024 * 1024 + 1), 'image/png'))).toEqual([413, 'oversize']);
  const [first, again] = [await send(PNG, 'image/png', '../../etc/passwd.exe'), await send(PNG, 'image/png')];
  expect([first.status, again.status]).toEqual([201, 200]);
  const { attachments } = await centre.get<IncidentJson>(`/api/v1/incidents/${id}`);
  expect(attachments).toMatchObject([
    { name: expect.stringMatching(/^image-[0-9a-f]{8}\.png$/), type: 'image/png', bytes: PNG.length },
  ]);
  const file = await fetch(`${centre.http}${path}/${attachments![0]!.id}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
  expect(file.headers.get('content-disposition')).toMatch(
    /^attachment; filename\*=UTF-8''image-[0-9a-f]{8}\.png$/,
  );
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  expect((await fetch(`${centre.http}${path}/${attachments![0]!.id}`)).status).toBe(401);
  expect(readdirSync(join(dataDir, 'attachments'))).toHaveLength(1);
  // The name that it had is sealed: told for a reason only, and the journal has it nowhere in the clear.
  const asked = await centre.post(`/api/v1/incidents/${id}/personal`, { reason: 'hỏi lại người gửi' });
  expect(await asked.json()).toMatchObject({
    files: [{ attachment: attachments![0]!.id, status: 'open', name: 'etc passwd.png' }],
  });
  const { items } = await centre.get<{ items: { kind: string }[] }>('/api/v1/journal?limit=1000');
  expect(items.some(({ kind }) => kind === 'attachment-name')).toBe(true);
  expect(JSON.stringify(items)).not.toContain('etc passwd');
});

test('anybody may report without signing in; a repetition is the same report, a contact stays sealed', async () => {
  const page = await fetch(`${centre.http}/report`);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const html = await page.text();
  expect(html).toContain('lang="vi"');
  expect(html).not.toMatch(/https?:\/\/|<script>|style="|onclick/);
  const send = (of: object) =>
    fetch(`${centre.http}/api/v1/public/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'ab'.repeat(16),
        t: new Date().toISOString(),
        category: 'fire',
        loc: [107.5, 10.9],
        ...of,
      }),
    });
  const first = await send({ contact: { name: 'Nguyễn Thị Kín', phone: '0909123456' }, consent: true });
  const again = await send({ contact: { name: 'Nguyễn Thị Kín', phone: '0909123456' }, consent: true });
  const codes = [(await first.json()) as { tracking: string }, (await again.json()) as { tracking: string }];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(codes[0]!.tracking).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(codes[1]).toEqual(codes[0]);
  const { items } = await centre.get<{
    items: { source: string; reports: number; priority: number; title: string }[];
  }>('/api/v1/incidents?limit=1000');
  const mine = items.filter(({ source }) => source === 'public');
  expect(mine).toMatchObject([{ reports: 1, title: 'Cháy' }]);
  // A stranger's word alone is never the first priority.
  expect(mine[0]!.priority).toBe(2);
  expect(JSON.stringify(await centre.get('/api/v1/journal?limit=1000'))).not.toMatch(
    /Nguyễn Thị Kín|0909123456/,
  );
  expect((await send({ id: 'cd'.repeat(16), category: 'cyber' })).status).toBe(400);
  expect((await send({ id: 'cd'.repeat(16), contact: { name: 'x' } })).status).toBe(400);
  expect((await send({ id: 'ef'.repeat(16), website: 'http://spam' })).status).toBe(201);
  expect((await send({ id: '11'.repeat(16) })).status).toBe(201);
  expect((await send({ id: '22'.repeat(16) })).status).toBe(429);
});
