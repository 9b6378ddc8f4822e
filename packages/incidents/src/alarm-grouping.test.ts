import { expect, test } from 'vitest';
import {
  ACT_CTX,
  alarmCtx,
  alarmOf,
  BEN_THANH,
  place,
  REPORT_CTX,
  reportOf,
  T0,
} from './incident-fixture.ts';
import { CALL_HOLD_MS } from './held-calls.ts';
import { Incidents } from './incidents.ts';
import type { Alarm } from './alarms/alarm.ts';
import type { TopologyLink } from './topology.ts';

const MIN = 60_000;
/** Feeder F supplies S1 and S2; traffic goes R3 → R2 → R1 → R0; gauge G has D1 and R1 drain to it; water goes U → G. */
const TOPOLOGY: readonly TopologyLink[] = [
  { kind: 'feeder', from: 'power/F', to: 'power/S1' },
  { kind: 'feeder', from: 'power/F', to: 'power/S2' },
  ...[0, 1, 2, 3, 4, 5, 6].map((n): TopologyLink => ({
    kind: 'road',
    from: `traffic/R${n + 1}`,
    to: `traffic/R${n}`,
    lagMs: MIN,
  })),
  { kind: 'drain', from: 'water/G', to: 'flood/D1', lagMs: 5 * MIN },
  { kind: 'drain', from: 'water/G', to: 'traffic/R1', lagMs: 5 * MIN },
  { kind: 'reach', from: 'water/U', to: 'water/G', lagMs: 30 * MIN },
];

function told(...alarms: Alarm[]): { incidents: Incidents; how: string[] } {
  const incidents = new Incidents();
  const how = alarms.map((alarm) => {
    const placed = incidents.applyAlarm(alarm, alarmCtx({ topology: TOPOLOGY }));
    // At once, or when it has waited for its cause.
    const call = placed.isAnnunciated || placed.heldUntilMs !== undefined ? 'calls' : 'silent';
    return `${placed.incident.id.slice(-1)} ${placed.why.kind} ${call}`;
  });
  return { incidents, how };
}

const far = (n: number): readonly [number, number] => place(0, n * 3_000);

test('[I17] the same key again is the same incident, whatever the place says', () => {
  const flood = alarmOf({ key: 'flood/D1', category: 'flood', loc: BEN_THANH });
  const again = { ...flood, id: 'again', onsetMs: T0 + 5 * 3_600_000, loc: far(1) };
  expect(told(flood, again).how).toEqual(['1 first calls', '1 same-key silent']);
});

test('[I18] what a feeder supplies joins the feeder, and the feeder that is heard later calls as the cause', () => {
  const signal = (n: number): Alarm =>
    alarmOf({ key: `power/S${n}`, category: 'traffic-signal', loc: far(n), priority: 2 });
  const feeder = alarmOf({ key: 'power/F', category: 'power', loc: far(9) });
  expect(told(feeder, signal(1), signal(2)).how.slice(0, 2)).toEqual([
    '1 first calls',
    '1 same-feeder calls',
  ]);
  const quiet = told(
    { ...feeder, priority: 1 },
    { ...signal(1), priority: 2 },
    { ...signal(2), priority: 2 },
  ).how;
  expect(quiet).toEqual(['1 first calls', '1 same-feeder silent', '1 same-feeder silent']);
  const late = told(signal(1), signal(2), feeder);
  expect(late.how).toEqual(['1 first calls', '1 same-feeder silent', '1 shared-cause calls']);
  expect(late.incidents.get('SC-000001')).toMatchObject({
    category: 'power',
    title: 'Cảnh báo',
    revision: 1,
  });
});

test('[I18] a queue joins the jam ahead of it, not the one behind, and no chain walks on', () => {
  const jam = (n: number, minute = 0): Alarm =>
    alarmOf({ key: `traffic/R${n}`, category: 'traffic-jam', loc: far(n), onsetMs: T0 + minute * MIN });
  expect(told(jam(0), jam(1, 1), jam(2, 2), jam(3, 3), jam(4, 4), jam(5, 5)).how).toEqual([
    '1 first calls',
    '1 upstream silent',
    '1 upstream silent',
    '1 upstream silent',
    '1 upstream silent',
    // Five segments behind the first: further than one matter reaches.
    '2 first calls',
  ]);
  expect(told(jam(1), jam(0)).how).toEqual(['1 first calls', '1 shared-cause calls']);
});

test('[I18] what joins over a network has one possible source with all members, not only with one', () => {
  const links = [
    ['F1', 'S1'],
    ['F2', 'S1'],
    ['F1', 'S2'],
    ['F2', 'S3'],
  ].map(([from, to]): TopologyLink => ({ kind: 'feeder', from: `power/${from}`, to: `power/${to}` }));
  const placed = (...order: number[]): string[] => {
    const incidents = new Incidents();
    return order.map((n) => {
      const signal = alarmOf({ key: `power/S${n}`, category: 'traffic-signal', loc: far(n) });
      return incidents.applyAlarm(signal, alarmCtx({ topology: links })).incident.id;
    });
  };
  expect(placed(1, 3)).toEqual(['SC-000001', 'SC-000001']);
  expect(placed(1, 2, 3)).toEqual(['SC-000001', 'SC-000001', 'SC-000002']);
});

test('[I18] a street and its queue belong to the gauge that they drain to, within the lag', () => {
  const tide = alarmOf({ key: 'water/G', category: 'tide', loc: far(0), priority: 2, isActive: false });
  const flood = (minute: number): Alarm =>
    alarmOf({ key: 'flood/D1', category: 'flood', loc: far(1), onsetMs: T0 + minute * MIN });
  expect(told(tide, flood(30)).how[1]).toBe('1 drains silent');
  expect(told(tide, flood(36)).how[1]).toBe('2 first calls');
  expect(told({ ...tide, isActive: true }, flood(300)).how[1]).toBe('1 drains silent');
  const jam = alarmOf({ key: 'traffic/R2', category: 'traffic-jam', loc: far(4), onsetMs: T0 + 10 * MIN });
  expect(told(tide, jam).how[1]).toBe('1 upstream silent');
  const upstream = alarmOf({ key: 'water/U', category: 'tide', loc: far(7) });
  expect(told(tide, upstream).how[1]).toBe('1 shared-cause calls');
});

test('[I19] a cause near by explains its effect; without an arrow two things stay two', () => {
  const flood = alarmOf({ key: 'flood/x', category: 'flood', loc: BEN_THANH });
  const jamAt = (metres: number): Alarm =>
    alarmOf({ key: 'traffic/x', category: 'traffic-jam', loc: place(metres, 0), priority: 4 });
  expect(told(flood, jamAt(490)).how[1]).toBe('1 shared-cause silent');
  expect(told(flood, jamAt(510)).how[1]).toBe('2 first calls');
  const waste = alarmOf({ key: 'waste/x', category: 'waste', loc: BEN_THANH });
  expect(told(flood, waste).how[1]).toBe('2 first calls');
});

test('[I19] what reaches over a ward explains what happens in it, but not in the next', () => {
  const unit = { code: 'w1', name: 'Bến Thành' };
  const storm = alarmOf({ key: 'ward/w1', category: 'storm', unit, priority: 2 });
  const tree = (code: string): Alarm =>
    alarmOf({ key: 'tree/1', category: 'tree-fall', unit: { ...unit, code }, loc: BEN_THANH });
  expect(told(storm, tree('w1')).how[1]).toBe('1 same-ward silent');
  expect(told(storm, tree('w2')).how[1]).toBe('2 first calls');
  // A caller has a place: what is told there is looked at there.
  const { incidents } = told(storm);
  const call = reportOf({ id: 'r', category: 'tree-fall', loc: BEN_THANH });
  expect(incidents.applyReport(call, { ...REPORT_CTX, unit }).kind).toBe('opened');
});

test("[I19] callers are followed over one arrow, and a collision is nobody else's consequence", () => {
  const incidents = new Incidents();
  const told = (id: string, category: string): string =>
    incidents.applyReport(reportOf({ id, category, loc: BEN_THANH }), REPORT_CTX).kind;
  // A cyber attack may put out signals, and those may jam a road: two arrows.
  expect([told('a', 'cyber'), told('b', 'traffic-jam'), told('c', 'traffic-signal')]).toEqual([
    'opened',
    'opened',
    'joined',
  ]);
  // It may be what jams the road, and as a cause it is not hidden in its effect.
  expect(told('d', 'traffic-accident')).toBe('opened');
  const others = new Incidents();
  others.applyReport(reportOf({ id: 'e', category: 'flood', loc: BEN_THANH }), REPORT_CTX);
  const crash = reportOf({ id: 'f', category: 'traffic-accident', loc: BEN_THANH });
  expect(others.applyReport(crash, REPORT_CTX).kind).toBe('opened');
});

test('[I19] two fires stay two, and no fire hides in a flood', () => {
  const fire = (key: string, metres: number): Alarm =>
    alarmOf({ key, category: 'fire', priority: 1, loc: place(metres, 0) });
  expect(told(fire('cam/1', 0), fire('cam/2', 200)).how).toEqual(['1 first calls', '2 first calls']);
  expect(told(fire('cam/1', 0), fire('cam/2', 100)).how).toEqual(['1 first calls', '1 near calls']);
  const leak = alarmOf({ key: 'gas/1', category: 'gas-leak', loc: BEN_THANH, priority: 1 });
  expect(told(leak, fire('cam/1', 10)).how[1]).toBe('2 first calls');
  const oneKey = ['gas-leak', 'fire'].map((category) => alarmOf({ key: 'sensor/1', category, priority: 1 }));
  expect(told(...oneKey).how[1]).toBe('2 first calls');
  const sources = [0, 1].map((n) =>
    alarmOf({ key: `power/S${n + 1}`, category: 'fire', priority: 1, loc: far(n) }),
  );
  expect(told(...sources).how[1]).toBe('2 first calls');
});

test('[I22] what is worse than all that called calls too; what comes back after mitigation calls again', () => {
  const tide = alarmOf({ key: 'water/G', category: 'tide', loc: far(0), priority: 3 });
  const flood = (id: string, priority: 1 | 2 | 3): Alarm => ({
    ...alarmOf({ key: 'flood/D1', category: 'flood', loc: far(1), priority }),
    id,
  });
  const { incidents, how } = told(tide, flood('a', 3), flood('b', 2), flood('c', 2), flood('d', 1));
  expect(how.slice(1)).toEqual([
    '1 drains silent',
    '1 same-key calls',
    '1 same-key silent',
    '1 same-key calls',
  ]);
  const act = (action: object): unknown =>
    incidents.applyAction(
      'SC-000001',
      { expectedRevision: incidents.get('SC-000001')!.revision, ...action },
      ACT_CTX,
    );
  act({ action: 'acknowledge' });
  expect(incidents.applyAlarm(flood('e', 3), alarmCtx()).isAnnunciated).toBe(false);
  act({ action: 'status', to: 'mitigated' });
  expect(incidents.applyAlarm(flood('f', 3), alarmCtx()).heldUntilMs).toBe(T0 + CALL_HOLD_MS);
  expect(incidents.applyAlarm({ ...flood('g', 3) }, alarmCtx({ severity: 1 })).isAnnunciated).toBe(true);
});

test('[I22] an alarm that becomes worse than all that called asks for its call', () => {
  const tide = alarmOf({ key: 'water/G', category: 'tide', loc: far(0), priority: 2 });
  const flood = alarmOf({ key: 'flood/D1', category: 'flood', loc: far(1), priority: 3 });
  const { incidents } = told(tide, flood);
  expect(incidents.alarmChanged({ ...flood, priority: 2 }, T0 + 1)).toBe(false);
  expect(incidents.alarmChanged({ ...flood, priority: 1 }, T0 + 2)).toBe(true);
  expect(incidents.alarmChanged({ ...flood, priority: 1 }, T0 + 3)).toBe(false);
  expect(incidents.get('SC-000001')).toMatchObject({ priority: 1, revision: 1 });
});

test('[I23] a cause draws the untouched effects that came before it, and leaves those that somebody deals with', () => {
  const incidents = new Incidents();
  const jam = (n: number): Alarm =>
    alarmOf({ key: `traffic/x${n}`, category: 'traffic-jam', loc: place(0, n * 600 - 900), onsetMs: T0 + n });
  for (const n of [1, 2]) incidents.applyAlarm(jam(n), alarmCtx());
  incidents.applyReport(reportOf({ id: 'r', category: 'traffic-jam', loc: place(0, -480) }), REPORT_CTX);
  expect(incidents.openCount).toBe(3);
  incidents.applyAction('SC-000002', { action: 'note', text: 'x', expectedRevision: 1 }, ACT_CTX);
  const flood = alarmOf({ key: 'flood/x', category: 'flood', loc: BEN_THANH, priority: 2 });
  const { incident, isAnnunciated } = incidents.applyAlarm(flood, alarmCtx());
  expect([incident.id, isAnnunciated]).toEqual(['SC-000001', true]);
  expect(incident).toMatchObject({ category: 'flood', reports: 1, alarmsJoined: 2, revision: 1 });
  expect(incidents.get('SC-000002')).toMatchObject({ state: 'new', revision: 2 });
  expect(incidents.get('SC-000003')).toMatchObject({ state: 'closed', reports: 0 });
  expect(incidents.applyReport(reportOf({ id: 'r', category: 'traffic-jam' }), REPORT_CTX)).toMatchObject({
    kind: 'duplicate',
    incident: { id: 'SC-000001' },
  });
});

test('[I17] callers who say nearly the same are one, also when they place it 400 m apart; fires are not', () => {
  const call = (id: string, title: string, at: { metres: number; category?: string }): string => {
    const { metres, category = 'flood' } = at;
    const incident = incidents.applyReport(
      reportOf({ id, title, category, loc: place(metres, 0) }),
      REPORT_CTX,
    ).incident;
    return incident.id;
  };
  const incidents = new Incidents();
  expect(call('a', 'Ngập sâu trên đường Nguyễn Hữu Cảnh', { metres: 0 })).toBe('SC-000001');
  expect(call('b', 'ngap sau duong nguyen huu canh', { metres: 390 })).toBe('SC-000001');
  expect(call('c', 'Nước tràn vào hầm chung cư', { metres: 390 })).toBe('SC-000002');
  expect(call('d', 'ngap sau duong nguyen huu canh', { metres: 410 })).toBe('SC-000002');
  expect(call('g', 'Đèn đỏ đường Đinh Tiên Hoàng', { metres: 20_000, category: 'lighting' })).toBe(
    'SC-000003',
  );
  expect(call('h', 'den do duong dinh tien hoang', { metres: 20_300, category: 'lighting' })).toBe(
    'SC-000003',
  );
  expect(incidents.get('SC-000001')!.reports).toBe(2);
  expect(call('e', 'Cháy nhà ba tầng phố Lê Lợi', { metres: 5_000, category: 'fire' })).toBe('SC-000004');
  expect(call('f', 'chay nha ba tang pho le loi', { metres: 5_200, category: 'fire' })).toBe('SC-000005');
});

test('[I24] suggestions come with scores and a reason, the likeliest first, at most as many as asked', () => {
  const incidents = new Incidents();
  const at = (id: string, category: string, metres: number): unknown =>
    incidents.applyReport(reportOf({ id, category, loc: place(metres, 0) }), REPORT_CTX);
  at('a', 'fire', 0);
  at('b', 'fire', 300);
  at('c', 'waste', 700);
  at('d', 'fire', 9_000);
  const related = incidents.related('SC-000001', 5);
  expect(related.map(({ incidentId }) => incidentId)).toEqual(['SC-000002', 'SC-000003']);
  expect(related[0]).toMatchObject({ near: 0.8, sameTime: 1, sameNetwork: 0.5, score: 0.77 });
  expect(related[0]!.why).toMatchObject({ kind: 'shared-cause', distanceM: 300 });
  expect(incidents.related('SC-000001', 1)).toHaveLength(1);
  expect(incidents.related('SC-000009', 5)).toEqual([]);
});
