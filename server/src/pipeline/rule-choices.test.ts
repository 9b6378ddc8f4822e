import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf } from '../fold/alarm-room-fixture.ts';
import { T0 } from '../fold/room-fixture.ts';
import { ruleChoices } from './rule-choices.ts';

const NAME = { vi: 'Trạm', en: 'Station' };
const UNIT = { code: '26734', name: 'Thạnh Mỹ Tây' };

test('what was heard and what the pack promises is told once, by domain, with name and ward where they are known', () => {
  const room = alarmRoom([ruleOf()], {
    places: {
      'flood/heard': { loc: [106.7, 10.8], name: NAME, unit: UNIT },
      'flood/silent': { loc: [106.7, 10.8], name: NAME },
      'river/phu-an': { loc: [106.7, 10.8], name: NAME },
    },
    periods: { 'flood/silent': { batteryV: 60_000 } },
  });
  depths(room, 'heard', [[60_000, 3]]);
  depths(room, 'stranger', [[60_000, 3]]);
  const { domains } = ruleChoices(room);
  expect(domains).toEqual([
    {
      code: 'flood',
      metrics: ['batteryV', 'depthCm'],
      entities: [
        { id: 'heard', name: NAME, ward: UNIT },
        { id: 'silent', name: NAME, ward: null },
        { id: 'stranger', name: null, ward: null },
      ],
      total: 3,
    },
    { code: 'river', metrics: [], entities: [{ id: 'phu-an', name: NAME, ward: null }], total: 1 },
  ]);
});

test('levels are those of now: an edition that has ended or not begun has none', () => {
  const levels = (value: number): { name: string; value: number }[] => [{ name: 'BĐ I', value }];
  const room = alarmRoom([], {
    thresholds: [
      {
        id: 'phu-an',
        editions: [
          { fromMs: 0, toMs: T0, levels: levels(1.3) },
          { fromMs: T0, levels: levels(1.4) },
        ],
      },
      { id: 'gone', editions: [{ fromMs: 0, toMs: T0, levels: levels(1) }] },
    ],
  });
  room.fold({ kind: 'tick', nowMs: T0 }, 1);
  expect(ruleChoices(room).thresholds).toEqual([
    { id: 'phu-an', levels: levels(1.4) },
    { id: 'gone', levels: [] },
  ]);
});
