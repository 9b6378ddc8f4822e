import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ConfigReader } from './config-reader.ts';
import { makeCsvDecoder } from './csv.ts';
import type { DecodeResult } from './feed-decoder.ts';
import { parseCsvMap } from './parse-csv-map.ts';

const NOW = Date.UTC(2026, 10, 23);
const WIDE = {
  entity: 's-{station}',
  time: 'time',
  metrics: { pm25UgM3: 'pm', temperatureC: { column: 'f', scale: 0.5, offset: -16 } },
};

function decoderOf(map: Record<string, unknown>) {
  return makeCsvDecoder(parseCsvMap(new ConfigReader(map, 'map'), 'air', 'Asia/Ho_Chi_Minh'));
}

function decode(text: string | Uint8Array, map: Record<string, unknown> = WIDE): DecodeResult {
  const payload = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return decoderOf(map).decode({ topic: 'x.csv', payload, arrivalMs: NOW });
}

function refusals(result: DecodeResult): [number, string][] {
  return result.rejected.map(({ index, code }) => [index, code]);
}

test('a column per metric: scale and offset, blank and NA are missing', () => {
  const { observations, rejected } = decode(
    '\uFEFFtime,station,pm,f\r\n2026-11-22T00:00:00,1, 31.2 ,82\r\n2026-11-22T00:00:00Z,2,,NA\r\n',
  );
  expect(rejected).toEqual([]);
  expect(observations).toEqual([
    {
      domain: 'air',
      entity: 's-1',
      tMs: Date.UTC(2026, 10, 21, 17),
      arrivalMs: NOW,
      readings: [
        { metric: 'pm25UgM3', value: 31.2, flag: 2 },
        { metric: 'temperatureC', value: 25, flag: 2 },
      ],
    },
    {
      domain: 'air',
      entity: 's-2',
      tMs: Date.UTC(2026, 10, 22),
      arrivalMs: NOW,
      readings: [
        { metric: 'pm25UgM3', value: null, flag: 9 },
        { metric: 'temperatureC', value: null, flag: 9 },
      ],
    },
  ]);
});

test('a broken row is refused with its line number, the others are used', () => {
  const rows = [
    'time,station,pm,f',
    '2026-11-22T00:00:00,1,1,1',
    '2026-11-22T00:00:00,1,1',
    'yesterday,1,1,1',
    ',1,1,1',
    '2026-11-22T00:00:00,,1,1',
    '2026-11-22T00:00:00,1,many,1',
    '2026-11-22T00:00:00,1,Infinity,1',
    '2026-11-22T00:00:00,1,1e999,1',
    '2027-11-22T00:00:00,1,1,1',
    '2026-11-22T00:00:00,1,"1"x,1',
    '2026-11-22T00:00:00,1,0x10,1',
    '2026-11-22T00:00:00,2,1,1',
  ];
  const result = decode(rows.join('\n'));
  expect(result.observations.map((row) => row.entity)).toEqual(['s-1', 's-2']);
  expect(refusals(result)).toEqual([
    [3, 'schema'],
    [4, 'no-time'],
    [5, 'no-time'],
    [6, 'unknown-topic'],
    [7, 'schema'],
    [8, 'not-finite'],
    [9, 'not-finite'],
    [10, 'future'],
    [11, 'malformed'],
    [12, 'schema'],
  ]);
});

test('quoted fields: delimiters, doubled quotes and line ends inside', () => {
  const result = decode(
    'time,"station",pm,f\n2026-11-22T00:00:00,"a,""b""\nc",1,1\n2026-11-22T00:00:00,d,1,1\n',
  );
  expect(result.rejected).toEqual([]);
  expect(result.observations.map((row) => row.entity)).toEqual(['s-a::b::c', 's-d']);
});

test('a letter that an entity cannot have is one colon, however it is composed', () => {
  const rows = ['NFC', 'NFD'].map((form) => `2026-11-22T00:00:00,${'GIẾNG 1'.normalize(form)},1,1`);
  const { observations } = decode(['time,station,pm,f', ...rows].join('\n'));
  expect(observations.map((row) => row.entity)).toEqual(['s-GI:NG:1', 's-GI:NG:1']);
});

test('a quote that nobody closes costs its own line', () => {
  const rows = Array.from({ length: 200 }, (_, n) => `2026-11-22T00:00:00,${n},1,1`);
  rows[5] = '2026-11-22T00:00:00,"5,1,1';
  const result = decode(['time,station,pm,f', ...rows].join('\n'));
  expect(refusals(result)).toEqual([[7, 'malformed']]);
  expect(result.observations.length).toBe(199);
});

test('a line that is not UTF-8 is refused alone', () => {
  const bytes = Buffer.concat([
    Buffer.from('time,station,pm,f\n2026-11-22T00:00:00,'),
    Buffer.of(0xff),
    Buffer.from(',1,1\n2026-11-22T00:00:00,2,1,1\n'),
  ]);
  const result = decode(bytes);
  expect(refusals(result)).toEqual([[2, 'malformed']]);
  expect(result.observations.length).toBe(1);
});

test('a row per reading: spellings of quantities and units', () => {
  const map = {
    entity: '{well}',
    time: { column: 't', patterns: ['HH:mm - DD/MM/YYYY'] },
    arrivalColumn: { column: 'polled', zone: 'UTC' },
    parameterColumn: 'name',
    valueColumn: 'value',
    unitColumn: 'unit',
    parameters: {
      'Mực nước': { metric: 'waterLevelM', unit: 'm' },
      'Lưu lượng': { metric: 'flowM3H', unit: 'm3/h' },
    },
    units: { 'm³/h': 'm3/h' },
    grouping: ',',
  };
  const rows = [
    'well,t,polled,name,value,unit',
    'G/1,08:00 - 01/02/2026,2026-02-01T01:10:00.126Z,Mực nước,26.46,m',
    `G/1,08:00 - 01/02/2026,,${'Lưu lượng'.normalize('NFD')},"1,036.5",m³/h`,
    'G/1,08:00 - 01/02/2026,2026-02-01T01:10:00Z,Lưu lượng,"10,36",m3/h',
    'G/1,08:00 - 01/02/2026,2026-02-01T01:10:00Z,Lưu lượng,1,gallons',
    'G/1,08:00 - 01/02/2026,2026-02-01T01:10:00Z,Lưu lượng,1,m',
    'G/1,08:00 - 01/02/2026,2026-02-01T01:10:00Z,Độ đục,1,',
    'G/1,08:00 - 01/02/2026,2026-02-01T00:58:00Z,Mực nước,1,m',
    'G/1,08:00 - 01/02/2026,2027-02-01T00:58:00Z,Mực nước,1,m',
  ];
  const result = decode(rows.join('\n'), map);
  expect(
    result.observations.map(({ entity, arrivalMs, readings }) => [entity, arrivalMs, readings[0]]),
  ).toEqual([
    ['G:1', Date.UTC(2026, 1, 1, 1, 10, 0, 126), { metric: 'waterLevelM', value: 26.46, flag: 2 }],
    ['G:1', NOW, { metric: 'flowM3H', value: 1036.5, flag: 2 }],
  ]);
  expect(refusals(result)).toEqual([
    [4, 'schema'],
    [5, 'unknown-unit'],
    [6, 'unknown-unit'],
    [7, 'schema'],
    [8, 'future'],
    [9, 'future'],
  ]);
});

test('ids, places, decimal commas, other delimiters, a file without header', () => {
  const map = {
    delimiter: ';',
    header: ['n', 'time', 'lat', 'lon', 'v'],
    decimal: ',',
    entity: 'one',
    time: 'time',
    id: 'row-{n}',
    loc: { lon: 'lon', lat: 'lat' },
    metrics: { a: 'v' },
  };
  const result = decode(
    '7;2026-11-22T00:00:00;10.7;106.7;1,5\n8;2026-11-22T00:00:00;;;2\n9;2026-11-22T00:00:00;95;0;2\n',
    map,
  );
  expect(result.observations).toMatchObject([
    { id: 'row-7', loc: [106.7, 10.7], readings: [{ value: 1.5 }] },
    { id: 'row-8' },
  ]);
  expect(result.observations[1]?.loc).toBeUndefined();
  expect(refusals(result)).toEqual([[3, 'schema']]);
});

test('a rule flags readings by another column, as text or number', () => {
  const map = { ...WIDE, flagWhen: [{ column: 'station', equals: 0, metric: 'pm25UgM3', flag: 4 }] };
  const { observations } = decode(
    'time,station,pm,f\n2026-11-22T00:00:00,0.0,1,1\n2026-11-22T00:00:00,1,1,1',
    map,
  );
  expect(observations.map((row) => row.readings.map((reading) => reading.flag))).toEqual([
    [4, 2],
    [2, 2],
  ]);
});

test('a header without a mapped column: every row is refused and says why', () => {
  const result = decode('time,station,f\n2026-11-22T00:00:00,1,1\n2026-11-22T00:00:00,1,1\n');
  expect(refusals(result)).toEqual([
    [2, 'schema'],
    [3, 'schema'],
  ]);
  expect(result.rejected[0]?.detail).toMatch(/no column "pm"/);
});

test('no rows at all, and too many bytes, count once', () => {
  expect(refusals(decode(''))).toEqual([[-1, 'schema']]);
  expect(refusals(decode('x'.repeat(1024 * 1024 + 1)))).toEqual([[-1, 'oversize']]);
});

test('never throws; every row is accepted or refused, however the bytes are cut', () => {
  const cell = fc.oneof(
    fc.constantFrom('2026-11-22T00:00:00', '1', '', 'NA', '"', '""', '"a,b"', '1e400', 'é'),
    fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
  );
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 30 }),
      (rows, size) => {
        const text = ['time,station,pm,f', ...rows.map((row) => row.join(','))].join('\n');
        const bytes = Buffer.from(text, 'utf8');
        const whole = decode(text);
        const stream = decoderOf(WIDE).openStream('x');
        const parts: DecodeResult[] = [];
        for (let at = 0; at < bytes.length; at += size)
          parts.push(stream.push(bytes.subarray(at, at + size), NOW));
        parts.push(stream.end(NOW));
        expect(parts.flatMap((part) => part.observations)).toEqual(whole.observations);
        const refused = parts.flatMap((part) => part.rejected);
        expect(whole.rejected[0]?.index === -1 ? [] : whole.rejected).toEqual(refused);
        if (!text.includes('"'))
          expect(whole.observations.length + refused.length).toBe(
            rows.filter((row) => row.join(',') !== '').length,
          );
      },
    ),
    { numRuns: 300 },
  );
});
