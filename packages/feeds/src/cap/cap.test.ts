import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DecodeResult } from '../feed-decoder.ts';
import { parseFeedBindings } from '../parse-feed-bindings.ts';
import { CAP_MAP_DEFAULTS, type CapMap } from './cap-report.ts';
import { makeCapDecoder } from './cap.ts';

const ARRIVAL_MS = Date.parse('2026-11-23T07:30:00Z');

interface Alert {
  status?: string;
  msgType?: string;
  references?: string;
  sent?: string;
  infos?: string[];
  before?: string;
}

function capXml({ status = 'Actual', msgType = 'Alert', references, sent, infos, before = '' }: Alert = {}) {
  return `<?xml version="1.0" encoding="UTF-8"?>${before}
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
 <identifier>KTTV-2026-11-23-01</identifier><sender>canhbao@kttv.gov.vn</sender>
 <sent>${sent ?? '2026-11-23T14:05:00+07:00'}</sent><status>${status}</status><msgType>${msgType}</msgType>
 <scope>Public</scope>${references === undefined ? '' : `<references>${references}</references>`}
 ${(infos ?? [info({})]).join('\n')}
</alert>`;
}

function info(of: Record<string, string | undefined>): string {
  const { language = 'vi-VN', event = 'Triều cường', severity = 'Severe', area = '', ...rest } = of;
  const { urgency = 'Expected', certainty = 'Likely', category = 'Met', headline, responseType } = rest;
  return `<info><language>${language}</language><category>${category}</category><event>${event}</event>
  ${responseType === undefined ? '' : `<responseType>${responseType}</responseType>`}
  <urgency>${urgency}</urgency><severity>${severity}</severity><certainty>${certainty}</certainty>
  ${headline === undefined ? '' : `<headline>${headline}</headline>`}
  <area><areaDesc>TP.HCM</areaDesc>${area}</area></info>`;
}

function decode(text: string | Uint8Array, { isLive = true, map = CAP_MAP_DEFAULTS } = {}): DecodeResult {
  const payload = typeof text === 'string' ? Buffer.from(text) : text;
  return makeCapDecoder({ map, isLive }).decode({ topic: 'kttv/cap', payload, arrivalMs: ARRIVAL_MS });
}

function reportOf(text: string, options: { isLive?: boolean; map?: CapMap } = {}) {
  const { reports, rejected } = decode(text, options);
  expect(rejected).toEqual([]);
  return reports![0]!;
}

function codeOf(text: string | Uint8Array, options: { isLive?: boolean } = {}): string | undefined {
  return decode(text, options).rejected[0]?.code;
}

test('an alert becomes a report of its sender, identified by its identifier', () => {
  expect(reportOf(capXml())).toMatchObject({
    source: 'canhbao:kttv.gov.vn',
    id: 'KTTV-2026-11-23-01',
    tMs: Date.parse('2026-11-23T07:05:00Z'),
    category: 'tide',
    severity: 2,
    title: 'Triều cường',
    language: 'vi-VN',
  });
});

test('of several languages Vietnamese is read, of several blocks in it the most severe', () => {
  const infos = [
    info({ language: 'en-US', severity: 'Extreme', event: 'Spring tide' }),
    info({ severity: 'Minor', event: 'Nhẹ' }),
    info({ severity: 'Severe', event: 'Nặng' }),
  ];
  expect(reportOf(capXml({ infos })).title).toBe('Nặng');
  expect(reportOf(capXml({ infos: [info({ language: 'fr-CA', event: 'Marée' })] })).title).toBe('Marée');
  const english = { ...CAP_MAP_DEFAULTS, languages: ['en'] };
  expect(reportOf(capXml({ infos }), { map: english }).title).toBe('Spring tide');
});

test('the place is the centre of gravity of the polygons, in the order longitude, latitude', () => {
  const area =
    '<polygon>10.0,106.0 10.0,106.4 10.2,106.4 10.2,106.0 10.0,106.0</polygon><circle>1.5,100.0 3</circle>';
  expect(reportOf(capXml({ infos: [info({ area })] })).loc).toEqual([106.2, 10.1]);
  const circles = '<circle>10.1,106.1 1</circle><circle>10.7,106.7 12.5</circle>';
  expect(reportOf(capXml({ infos: [info({ area: circles })] })).loc).toEqual([106.7, 10.7]);
  expect(reportOf(capXml()).loc).toBeUndefined();
});

test.each([
  [{ severity: 'Extreme' }, 1],
  [{ severity: 'Moderate' }, 3],
  [{ severity: 'Unknown', event: 'Cháy rừng' }, 1],
  [{ severity: 'Extreme', certainty: 'Unlikely' }, 2],
  [{ severity: 'Severe', urgency: 'Future' }, 3],
  [{ severity: 'Extreme', urgency: 'Past' }, 4],
  [{ severity: 'Extreme', responseType: 'AllClear' }, 4],
])('severity of %j is %i', (of, severity) => {
  expect(reportOf(capXml({ infos: [info(of)] })).severity).toBe(severity);
});

test('an update and a cancellation name the report that they amend; a cancellation is information', () => {
  const references =
    'canhbao@kttv.gov.vn,KTTV-1,2026-11-23T13:00:00+07:00 canhbao@kttv.gov.vn,KTTV-0,2026-11-23T12:00:00+07:00';
  const amends = [
    ['canhbao:kttv.gov.vn', 'KTTV-1'],
    ['canhbao:kttv.gov.vn', 'KTTV-0'],
  ];
  expect(reportOf(capXml({ msgType: 'Update', references }))).toMatchObject({ amends, severity: 2 });
  expect(reportOf(capXml({ msgType: 'Cancel', references }))).toMatchObject({
    amends,
    severity: 4,
    title: 'Cancel: Triều cường',
  });
  expect(codeOf(capXml({ msgType: 'Cancel' }))).toBe('schema');
  expect(decode(capXml({ msgType: 'Ack', references }))).toMatchObject({ skipped: 1, rejected: [] });
});

test.each(['Exercise', 'Test', 'System'])(
  'status %s never enters the live room, and an exercise takes it',
  (status) => {
    const { rejected, reports } = decode(capXml({ status }));
    expect(rejected).toEqual([
      expect.objectContaining({ code: 'forbidden', detail: expect.stringContaining(status) }),
    ]);
    expect(reports).toBeUndefined();
    expect(reportOf(capXml({ status }), { isLive: false }).id).toBe('KTTV-2026-11-23-01');
  },
);

test('a draft is nowhere an alert', () => {
  expect(codeOf(capXml({ status: 'Draft' }), { isLive: false })).toBe('forbidden');
});

describe('what nobody vouches for', () => {
  test.each([
    [
      'an entity that grows',
      capXml({ before: '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>' }),
      'unsafe',
    ],
    [
      'an outside document type',
      capXml({ before: '<!DOCTYPE alert SYSTEM "file:///etc/passwd">' }),
      'unsafe',
    ],
    ['nesting', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`, 'unsafe'],
    ['many elements', `<a>${'<b/>'.repeat(60_000)}</a>`, 'unsafe'],
    ['another encoding', capXml().replace('UTF-8', 'UTF-16'), 'malformed'],
    ['no XML', '{"identifier":1}', 'malformed'],
    ['nothing', '', 'malformed'],
    ['two roots', '<a></a><b></b>', 'malformed'],
    ['an unclosed element', '<alert><identifier>', 'malformed'],
    ['another root', '<feed></feed>', 'schema'],
    ['no scope', capXml().replace('<scope>Public</scope>', ''), 'schema'],
    ['a word of its own', capXml({ status: 'Real' }), 'schema'],
    ['a local time', capXml({ sent: '2026-11-23T14:05:00' }), 'schema'],
    ['tomorrow', capXml({ sent: '2026-11-24T14:05:00+07:00' }), 'future'],
    ['an open ring', capXml({ infos: [info({ area: '<polygon>1,1 1,2 2,2 2,1</polygon>' })] }), 'schema'],
    ['a place beyond the globe', capXml({ infos: [info({ area: '<circle>91,1 1</circle>' })] }), 'schema'],
    ['a broken reference', capXml({ msgType: 'Update', references: 'one,two' }), 'schema'],
  ])('%s is refused', (_, xml, code) => {
    expect(codeOf(xml)).toBe(code);
  });

  test('more than a mebibyte is refused before it is read', () => {
    expect(codeOf(Buffer.alloc(1024 * 1024 + 1, 0x20))).toBe('oversize');
  });

  test('entities of XML are characters, unknown ones stay as they were written', () => {
    const headline = 'Mưa &lt;100 mm&gt; &amp; gi&#243;, c&#x1EA5;p 7 &hack;<![CDATA[ &amp; ]]>';
    expect(reportOf(capXml({ infos: [info({ headline })] })).title).toBe(
      'Mưa <100 mm> & gió, cấp 7 &hack; &amp;',
    );
  });
});

const folder = join(
  process.env['METROPANE_SHARED_DATA'] ?? new URL('../../../../../shared/data', import.meta.url).pathname,
  'cap_alerts',
);

describe.skipIf(!existsSync(folder))('real alerts', () => {
  const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as Record<
    string,
    {
      root: string;
      identifier: string | null;
      sent: string;
      msgType: string;
      event: string[];
      references: string | null;
    }
  >;
  /** What is broken on purpose, and the two indexes that are no alerts. */
  const REFUSED: Record<string, string> = {
    'invalid.cap': 'schema',
    'weather_index.atom': 'schema',
    'weather_invalid.atom': 'schema',
  };

  test('every file is judged', () => {
    expect(
      readdirSync(folder)
        .filter((name) => /\.(cap|xml|atom)$/.test(name))
        .toSorted(),
    ).toEqual(Object.keys(summary).toSorted());
  });

  test.each(Object.entries(summary))('%s', (name, expected) => {
    const decoder = makeCapDecoder({ map: CAP_MAP_DEFAULTS, isLive: true });
    const stream = decoder.openStream(name);
    const bytes = readFileSync(join(folder, name));
    stream.push(bytes.subarray(0, 100), ARRIVAL_MS);
    stream.push(bytes.subarray(100), ARRIVAL_MS);
    const { reports, rejected } = stream.end(ARRIVAL_MS);
    const code = REFUSED[name];
    expect(rejected.map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
    if (code !== undefined) return;
    const [report] = reports!;
    expect(report).toMatchObject({ id: expected.identifier, tMs: Date.parse(expected.sent) });
    const amended = (expected.references ?? '').split(' ').filter((one) => one !== '').length;
    expect(report!.amends?.length ?? 0).toBe(amended);
  });

  test('the storm over five counties lies in their middle', () => {
    const { reports } = decode(readFileSync(join(folder, 'example2.xml')));
    const [lon, lat] = reports![0]!.loc!;
    expect(lon).toBeGreaterThan(-120.5);
    expect(lon).toBeLessThan(-118.9);
    expect(lat).toBeGreaterThan(38.1);
    expect(lat).toBeLessThan(38.6);
  });
});

test('a binding names languages and categories, and only categories that there are', () => {
  const read = (map: object) =>
    parseFeedBindings(
      { feeds: [{ id: 'kttv', format: 'cap-1.2', mqtt: { topics: ['cap/#'] }, map }] },
      { zone: 'UTC' },
    );
  const of = { languages: ['en'], categories: { 'Triều cường': 'flood', Geo: 'landslide' } };
  expect(read(of)).toMatchObject({ value: [{ map: { format: 'cap-1.2', cap: of } }] });
  expect(read({})).toMatchObject({ value: [{ map: { cap: CAP_MAP_DEFAULTS } }] });
  expect(read({ categories: { Geo: 'quake' } })).toMatchObject({
    message: 'feeds[0].map.categories.Geo: expected a report category, got "quake"',
  });
  const own = { ...CAP_MAP_DEFAULTS, categories: of.categories };
  expect(reportOf(capXml(), { map: own }).category).toBe('flood');
  expect(reportOf(capXml({ infos: [info({ category: 'Geo', event: 'X' })] }), { map: own }).category).toBe(
    'landslide',
  );
});
