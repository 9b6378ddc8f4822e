import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REJECT_CODES } from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodeResult } from '../feed-decoder.ts';
import { CAP_MAP_DEFAULTS } from './cap-report.ts';
import { makeCapDecoder } from './cap.ts';

const decoder = makeCapDecoder({ map: CAP_MAP_DEFAULTS, isLive: true });
const ARRIVAL_MS = Date.parse('2026-11-23T07:30:00Z');

/** One message is one report, one refusal or passed over, and nothing else. */
function expectJudged({ reports = [], rejected, skipped = 0, observations }: DecodeResult): void {
  expect(observations).toEqual([]);
  expect(reports.length + rejected.length + skipped).toBe(1);
  for (const { code, detail } of rejected) {
    expect(REJECT_CODES).toContain(code);
    expect(detail.length).toBeLessThan(400);
  }
  for (const { loc, title, source } of reports) {
    expect(title.trim()).not.toBe('');
    expect(source).toMatch(/^[A-Za-z0-9_.:~-]{1,128}$/);
    for (const degrees of loc ?? []) expect(Number.isFinite(degrees)).toBe(true);
  }
}

const decode = (payload: Uint8Array): DecodeResult =>
  decoder.decode({ topic: 'x', payload, arrivalMs: ARRIVAL_MS });

const WHOLE = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>A1</identifier><sender>s@x.vn</sender>
<sent>2026-11-23T14:05:00+07:00</sent><status>Actual</status><msgType>Update</msgType><scope>Public</scope>
<references>s@x.vn,A0,2026-11-23T14:00:00+07:00</references><info><language>vi-VN</language><category>Met</category>
<event>Ngập &amp; lũ</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<headline><![CDATA[Ngập]]></headline><area><areaDesc>Thủ Đức</areaDesc>
<polygon>10.8,106.7 10.8,106.8 10.9,106.8 10.8,106.7</polygon><circle>10.8,106.7 3</circle></area></info></alert>`);

const shared = join(
  process.env['METROPANE_SHARED_DATA'] ?? new URL('../../../../../shared/data', import.meta.url).pathname,
  'cap_alerts',
);
const real = existsSync(shared)
  ? readdirSync(shared)
      .filter((name) => /\.(cap|xml)$/.test(name))
      .map((name) => readFileSync(join(shared, name)))
  : [];

test('damage to a real alert never throws, and every message has exactly one outcome', () => {
  let taken = 0;
  forSeeds('damaged alerts', 3_000, (rng) => {
    const base = [WHOLE, ...real][rng.int(real.length + 1)]!;
    const bytes = Buffer.from(base);
    const damages = rng.int(4);
    let damaged = bytes;
    for (let i = 0; i < damages; i++) {
      const at = rng.int(damaged.length);
      const length = rng.int(30);
      const kind = rng.int(3);
      if (kind === 0) damaged[at] = rng.int(256);
      else if (kind === 1) damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + length)]);
      else damaged = Buffer.concat([damaged.subarray(0, at + length), damaged.subarray(at)]);
      if (damaged.length === 0) damaged = Buffer.from('<');
    }
    const result = decode(damaged);
    expectJudged(result);
    taken += result.reports?.length ?? 0;
  });
  // Most undamaged ones are taken: a decoder that refused everything would pass the rest.
  expect(taken).toBeGreaterThan(500);
});

test('any bytes and any text between tags have exactly one outcome', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectJudged(decode(bytes))));
  const tag = fc.constantFrom(
    'alert',
    'info',
    'area',
    'polygon',
    'sent',
    'references',
    '__proto__',
    'constructor',
    'a:b',
    '#text',
  );
  const tree = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc
        .tuple(tag, fc.array(tie('node'), { maxLength: 4 }))
        .map(([name, inside]) => `<${name}>${inside.join('')}</${name}>`),
    ),
  })).node;
  fc.assert(fc.property(tree, (text) => expectJudged(decode(Buffer.from(`<alert>${text}</alert>`)))));
});
