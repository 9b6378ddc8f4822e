import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCityPack } from './load-city-pack.ts';
import { makeExtension } from './make-extension.ts';

function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-make-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CAMERA = { id: 'c1', displayName: ' Ngã tư ', latlon: { lon: '106.7', lat: '10.78' } };
const VARIANT = {
  RouteId: 1,
  RouteVarId: 2,
  RouteVarName: 'Lượt đi',
  RouteNo: '01',
  Outbound: true,
  RunningTime: 30,
};
const STOP = { Name: 'Bến, xe', Status: 'Đang khai thác', Lng: 106.7, Lat: 10.78 };
const STOPS = {
  RouteId: '1',
  RouteVarId: '2',
  Stops: [
    { StopId: 1, ...STOP },
    { StopId: 2, ...STOP, Lng: 106.71 },
    { StopId: 3, ...STOP, Status: 'Đã hủy' },
    { StopId: 4, ...STOP, Lng: 99 },
  ],
};
const PATH = { RouteId: '1', RouteVarId: '2', lat: [10.78, 10.78], lng: [106.7, 106.71] };

test('public files become a pack; what does not belong is left out with its reason, nothing is moved', () => {
  withFolder((folder) => {
    writeFileSync(
      join(folder, 'cameras.json'),
      JSON.stringify([CAMERA, { ...CAMERA, id: 'c2', latlon: { lon: '99', lat: '10' } }]),
    );
    writeFileSync(
      join(folder, 'vars.jsonl'),
      `${JSON.stringify([VARIANT, { ...VARIANT, RouteVarId: 9 }])}\n`,
    );
    writeFileSync(join(folder, 'stops.jsonl'), `${JSON.stringify(STOPS)}\n\n`);
    writeFileSync(join(folder, 'paths.jsonl'), JSON.stringify(PATH));
    const made = makeExtension({ cameras: join(folder, 'cameras.json'), bus: folder }, join(folder, 'out'));
    expect(made).toEqual({
      ok: true,
      value: {
        written: { 'cameras.csv': 1, 'bus-stops.csv': 2, 'bus-routes.geojson': 1 },
        leftOut: [
          { what: 'camera', id: 'c2', why: 'lies outside the city' },
          { what: 'bus stop', id: '3', why: 'is not in service (Đã hủy)' },
          { what: 'bus stop', id: '4', why: 'lies outside the city' },
          { what: 'bus route', id: '1-9', why: 'has no line or fewer than two stops' },
        ],
      },
    });
    const pack = loadCityPack(join(folder, 'out'));
    if (!pack.ok) throw new Error(pack.message);
    expect(pack.value.cameras).toEqual([
      { id: 'c1', name: { vi: 'Ngã tư', en: 'Ngã tư' }, loc: [106.7, 10.78] },
    ]);
    expect(pack.value.stations.find(({ entity }) => entity === 'c1')).toMatchObject({ domain: 'camera' });
    expect(pack.value.busStops[0]).toEqual({ id: '1', name: 'Bến, xe', loc: [106.7, 10.78] });
    expect(pack.value.busRoutes).toMatchObject([{ id: '1-2', number: '01', stops: ['1', '2'], minutes: 30 }]);
  });
});

test.each([
  ['stops.jsonl', '{}\n', 'stops.jsonl:1: RouteId: '],
  ['stops.jsonl', `${JSON.stringify(STOPS)}\n{"a":}\n`, 'stops.jsonl:2: not JSON: '],
  ['vars.jsonl', '[{"RouteId":"one"}]\n', 'vars.jsonl:1: [0].RouteId: '],
])('%s with %j is refused in one sentence with its line', (...row) => {
  const [file, text, message] = row;
  withFolder((folder) => {
    writeFileSync(join(folder, 'vars.jsonl'), JSON.stringify([VARIANT]));
    writeFileSync(join(folder, 'stops.jsonl'), JSON.stringify(STOPS));
    writeFileSync(join(folder, 'paths.jsonl'), JSON.stringify(PATH));
    writeFileSync(join(folder, file), text);
    const made = makeExtension({ bus: folder }, join(folder, 'out'));
    if (made.ok) throw new Error('expected a refusal');
    expect([made.code, made.message.includes('\n'), made.message]).toEqual([
      'unreadable',
      false,
      expect.stringContaining(message),
    ]);
  });
});

test('a folder in use and files that are not there are refused', () => {
  withFolder((folder) => {
    writeFileSync(join(folder, 'mine.txt'), 'x');
    expect(makeExtension({ cameras: '/nowhere' }, folder)).toMatchObject({ ok: false, code: 'not-empty' });
    expect(makeExtension({ cameras: '/nowhere' }, join(folder, 'mine.txt'))).toMatchObject({
      code: 'not-empty',
    });
    expect(makeExtension({ cameras: '/nowhere' }, join(folder, 'out'))).toEqual({
      ok: false,
      code: 'unreadable',
      message: '/nowhere: is not there',
    });
  });
});
