import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'metropane-cap-'));
let centre: TestCentre;

const alert = (identifier: string, { status = 'Actual', msgType = 'Alert', references = '' } = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>canhbao@kttv.gov.vn</sender>
<sent>${new Date(Math.floor(Date.now() / 1000) * 1000).toISOString().replace('.000Z', '-00:00')}</sent><status>${status}</status>
<msgType>${msgType}</msgType><scope>Public</scope>${references === '' ? '' : `<references>${references}</references>`}
<info><language>vi-VN</language><category>Met</category><event>Triều cường</event><urgency>Immediate</urgency>
<severity>Severe</severity><certainty>Observed</certainty><headline>${identifier}</headline>
<area><areaDesc>TP.HCM</areaDesc><circle>10.7,106.7 5</circle></area></info></alert>`;

beforeAll(async () => {
  writeFileSync(join(folder, 'warning.cap'), alert('FROM-FILE').replace('10.7,106.7', '11.9,108.9'));
  const feeds = join(folder, 'feeds.yaml');
  writeFileSync(
    feeds,
    `feeds:
  - {id: kttv, format: cap-1.2, mqtt: {topics: ['kttv/cap/#']}}
  - {id: kttv-file, format: cap-1.2, file: {path: '*.cap'}}
`,
  );
  centre = await startCentre({ args: ['--no-simulators', '--feeds', feeds, '--feed-dir', folder] });
}, 60_000);
afterAll(async () => {
  await centre?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

interface IncidentJson {
  id: string;
  title: string;
  reports: number;
  source: string;
  category: string;
}
const incidents = async (): Promise<IncidentJson[]> =>
  (await centre.get<{ items: IncidentJson[] }>('/api/v1/incidents?limit=100')).items;

test('alerts over MQTT and from files become incidents, an update joins, a drill is refused with its reason', async () => {
  const client = await mqtt.connectAsync(centre.mqtt, { username: 'x', password: TOKEN });
  const publish = (xml: string) => client.publishAsync('kttv/cap/1', xml, { qos: 1 });
  await publish(alert('K-1'));
  await publish(alert('K-1'));
  await publish(alert('DRILL', { status: 'Exercise' }));
  const references = `canhbao@kttv.gov.vn,K-1,${new Date().toISOString().slice(0, 19)}-00:00`;
  await publish(alert('K-2', { msgType: 'Update', references }).replace('10.7,106.7', '9.1,105.1'));
  await client.endAsync();
  await expect
    .poll(async () => (await incidents()).map(({ title, reports }) => `${title} ${reports}`).toSorted(), {
      timeout: 30_000,
    })
    .toEqual(['FROM-FILE 1', 'K-1 2']);
  const [first] = (await incidents()).filter(({ title }) => title === 'K-1');
  expect(first).toMatchObject({ source: 'canhbao:kttv.gov.vn', category: 'tide' });
  const letters = await centre.get<{ items: { feed: string; code: string; detail: string }[] }>(
    '/api/v1/dead-letters',
  );
  expect(letters.items).toMatchObject([
    { feed: 'kttv', code: 'forbidden', detail: expect.stringContaining('Exercise') as string },
  ]);
});
