import { expect, test } from 'vitest';

import type { DecodeResult } from './feed-decoder.ts';
import { makeMetropaneDecoder } from './metropane.ts';

const ARRIVAL = Date.parse('2026-11-23T14:05:10.000+07:00');
const T = '2026-11-23T14:05:07+07:00';
const TMS = Date.parse(T);
const mqtt = makeMetropaneDecoder({ form: 'mqtt' });
const http = makeMetropaneDecoder({ form: 'http' });

function decode(topic: string, value: unknown, decoder = mqtt): DecodeResult {
  const payload = Buffer.from(value === '' ? '' : JSON.stringify(value), 'utf8');
  return decoder.decode({ topic, payload, arrivalMs: ARRIVAL });
}

function codeOf(topic: string, value: unknown, decoder = mqtt): string | undefined {
  return decode(topic, value, decoder).rejected[0]?.code;
}

const report = { id: 'r1', t: T, category: 'flood', title: '<img src=x onerror=alert(1)> Ngập' };

test('a report keeps its text as text, and takes its source from the topic', () => {
  const full = {
    ...report,
    description: 'cắt giữa \ud83d',
    severity: 2,
    loc: [106.7, 10.7],
    entity: 'st-1',
    source: 'x',
    language: 'vi',
  };
  expect(decode('city/v1/report/hotline-1022', full).reports).toEqual([
    {
      source: 'hotline-1022',
      id: 'r1',
      tMs: TMS,
      category: 'flood',
      title: '<img src=x onerror=alert(1)> Ngập',
      description: 'cắt giữa \ufffd',
      severity: 2,
      loc: [106.7, 10.7],
      entity: 'st-1',
      language: 'vi',
    },
  ]);
  expect(decode('reports', report, http).reports?.[0]?.source).toBe('http');
  expect(decode('reports', { ...report, source: 'app' }, http).reports?.[0]?.source).toBe('app');
});

test.each([
  [{ ...report, id: undefined }, 'schema'],
  [{ ...report, t: undefined }, 'no-time'],
  [{ ...report, category: 'Flood!' }, 'schema'],
  [{ ...report, title: '  ' }, 'schema'],
  [{ ...report, severity: 0 }, 'schema'],
  [{ ...report, severity: '1' }, 'schema'],
  [{ ...report, entity: 'a b' }, 'schema'],
])('a report is refused: %j', (value, code) => {
  expect(codeOf('city/v1/report/app', value)).toBe(code);
});

test('an array of reports: good ones in, bad ones refused by index', () => {
  const result = decode('reports', [report, { ...report, id: 7 }, report], http);
  expect(result.reports?.length).toBe(2);
  expect(result.rejected).toMatchObject([{ index: 1, code: 'schema' }]);
});

test('a case event keeps unknown fields sealed', () => {
  const value = {
    id: 'H-1',
    t: T,
    state: 'received',
    procedure: '1.000',
    dueAt: '2026-12-01T17:00:00+07:00',
    fee: { owedVnd: 50_000, paidOnline: true },
    digitised: true,
    satisfaction: 5,
    applicant: { name: 'N. V. A' },
  };
  expect(decode('city/v1/case/one-stop', value).cases).toEqual([
    {
      system: 'one-stop',
      id: 'H-1',
      tMs: TMS,
      arrivalMs: ARRIVAL,
      state: 'received',
      procedure: '1.000',
      dueAtMs: Date.parse('2026-12-01T17:00:00+07:00'),
      fee: { owedVnd: 50_000, paidOnline: true },
      digitised: true,
      satisfaction: 5,
      sealed: { applicant: { name: 'N. V. A' } },
    },
  ]);
  expect(decode('cases', { ...value, system: 'petitions' }, http).cases?.[0]?.system).toBe('petitions');
  expect(codeOf('cases', value, http)).toBe('unknown-topic');
  expect(codeOf('city/v1/case/one-stop', { ...value, satisfaction: 6 })).toBe('schema');
  expect(codeOf('city/v1/case/one-stop', { ...value, state: undefined })).toBe('schema');
  expect(codeOf('city/v1/case/one-stop', { ...value, dueAt: 'soon' })).toBe('schema');
  expect(codeOf('city/v1/case/one-stop', { ...value, fee: { owedVnd: -1, paidOnline: true } })).toBe(
    'schema',
  );
});

test('an indicator: a ratio of nothing due has no value, and is not 0', () => {
  const figure = {
    t: T,
    period: '2026-10',
    numerator: 3,
    denominator: 4,
    unit: '%',
    vintage: '2026-11-05',
    status: 'preliminary',
    territory: 'hcmc-2025',
  };
  const topic = 'city/v1/indicator/one-stop/on-time';
  expect(decode(topic, figure).indicators).toEqual([
    {
      system: 'one-stop',
      code: 'on-time',
      tMs: TMS,
      arrivalMs: ARRIVAL,
      period: '2026-10',
      status: 'preliminary',
      value: 0.75,
      numerator: 3,
      denominator: 4,
      unit: '%',
      vintage: '2026-11-05',
      territory: 'hcmc-2025',
    },
  ]);
  expect(decode(topic, { ...figure, denominator: 0 }).indicators?.[0]?.value).toBeNull();
  expect(
    decode('indicators', { ...figure, system: 'iso', code: 'c', value: 7 }, http).indicators,
  ).toMatchObject([{ system: 'iso', value: 7 }]);
  expect(codeOf(topic, { ...figure, unit: 'furlongs' })).toBe('unknown-unit');
  expect(codeOf(topic, { ...figure, status: 'guess' })).toBe('schema');
  expect(codeOf(topic, { ...figure, period: 'October' })).toBe('schema');
  expect(codeOf(topic, { ...figure, numerator: undefined })).toBe('schema');
  expect(codeOf('indicators', figure, http)).toBe('unknown-topic');
});

test('an entity description; an empty payload ends it', () => {
  const value = {
    name: { vi: 'Trạm 1', en: 'Station 1' },
    loc: [106.7, 10.7],
    metrics: { pm25UgM3: { unit: 'ug/m3', expectedEveryMs: 60_000, range: [0, 500] } },
    ward: '27154',
    agency: 'donre',
  };
  const topic = 'city/v1/entity/air/st-1';
  expect(decode(topic, value).entities).toEqual([
    { domain: 'air', entity: 'st-1', arrivalMs: ARRIVAL, description: value },
  ]);
  expect(decode(topic, '').entities).toEqual([
    { domain: 'air', entity: 'st-1', arrivalMs: ARRIVAL, description: null },
  ]);
  expect(
    decode(topic, {
      geometry: {
        type: 'LineString',
        coordinates: [
          [106, 10],
          [107, 11],
        ],
      },
    }).entities?.[0]?.description?.geometry?.type,
  ).toBe('LineString');
  expect(codeOf(topic, { metrics: { a: { unit: 'm³' } } })).toBe('unknown-unit');
  expect(codeOf(topic, { metrics: { a: { range: [2, 1] } } })).toBe('schema');
  expect(codeOf(topic, { geometry: { type: 'Polygon', coordinates: ['x'] } })).toBe('schema');
  expect(codeOf(topic, [])).toBe('schema');
});

test('-0 is 0 everywhere', () => {
  const bytes = Buffer.from('{"t":1,"period":"2026","status":"official","value":-0}');
  const [figure] =
    mqtt.decode({ topic: 'city/v1/indicator/a/b', payload: bytes, arrivalMs: ARRIVAL }).indicators ?? [];
  expect(Object.is(figure?.value, 0)).toBe(true);
  const place = Buffer.from('{"id":"r","t":-0,"category":"fire","title":"x","loc":[-0,-0]}');
  const [one] = mqtt.decode({ topic: 'city/v1/report/a', payload: place, arrivalMs: ARRIVAL }).reports ?? [];
  expect([one?.tMs, ...(one?.loc ?? [])].map((value) => Object.is(value, 0))).toEqual([true, true, true]);
});

test('a feed says whether it is up', () => {
  expect(decode('city/v1/feed/hsl/status', { status: 'down' }).statuses).toEqual([
    { feed: 'hsl', status: 'down' },
  ]);
  expect(codeOf('city/v1/feed/hsl/status', { status: 'perhaps' })).toBe('schema');
});
