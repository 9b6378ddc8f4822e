import { expect, test } from 'vitest';
import { FIRE_SOP, BEN_THANH, REPORT_CTX, reportOf, T0 } from '../incident-fixture.ts';
import { Incidents } from '../incidents.ts';
import { afterAction } from './after-action.ts';
import { ics201 } from './ics-201.ts';
import { ics214 } from './ics-214.ts';
import type { IncidentFile } from './incident-file.ts';

const MIN = 60_000;
const ID = 'SC-000001';
const names = new Map([
  ['pccc', { vi: 'PCCC và CNCH', en: 'Fire and Rescue' }],
  ['supervisor', { vi: 'Trưởng ca', en: 'Supervisor' }],
]);

/** A fire: acknowledged late by An, two agencies of which one stays silent, a pause, half of the procedure. */
function story(isClosed = true): IncidentFile {
  const incidents = new Incidents();
  incidents.configure({ sops: [FIRE_SOP] });
  const report = reportOf({
    id: 'r',
    category: 'fire',
    severity: 1,
    tMs: T0 - MIN,
    loc: BEN_THANH,
    title: 'Cháy chợ',
  });
  const unit = { code: 'w', name: 'Bến Thành' };
  incidents.applyReport(report, { ...REPORT_CTX, unit, position: 'fire-desk' });
  const steps: [number, string, object][] = [
    [2, 'An', { action: 'acknowledge' }],
    [3, 'An', { action: 'assign', assignee: 'pccc' }],
    [3, 'An', { action: 'assign', assignee: 'cc115', post: 'nam' }],
    [4, 'Bình', { action: 'answer', assignee: 'pccc', answer: 'on-scene' }],
    [5, 'An', { action: 'sop-step', step: 'dispatch', outcome: 'done' }],
    [6, 'An', { action: 'pause', reason: 'unsafe', text: 'bình gas' }],
    [16, 'An', { action: 'resume' }],
    [17, 'Bình', { action: 'sop-step', step: 'report', outcome: 'skip', reason: 'đã gọi' }],
    ...(isClosed
      ? ([[40, 'Bình', { action: 'close', reason: 'đã dập tắt' }]] as [number, string, object][])
      : []),
  ];
  for (const [minute, actor, action] of steps) {
    incidents.tick(T0 + minute * MIN - 1);
    const expectedRevision = incidents.get(ID)!.revision;
    const ctx = { atMs: T0 + minute * MIN, actor, journalSeq: minute };
    expect(incidents.applyAction(ID, { expectedRevision, ...action }, ctx)).toMatchObject({ ok: true });
  }
  const { items } = incidents.timeline(ID)!;
  return { incident: incidents.get(ID)!, timeline: items, alarms: [] };
}

test('[I27] the briefing tells situation, open objectives, actions with times, organisation and resources', () => {
  const briefing = ics201(story(false), { language: 'en', atMs: T0 + 20 * MIN, by: 'An', names });
  expect(briefing).toMatchObject({
    form: 'ICS-201',
    title: 'Incident briefing (ICS 201)',
    incidentName: 'Cháy chợ',
    map: { loc: BEN_THANH, place: 'Bến Thành' },
    objectives: [{ text: 'Cut the power', dueMs: null, by: 'Supervisor' }],
    organisation: [
      { label: 'In charge', value: 'An' },
      { label: 'Duty position', value: 'fire-desk' },
    ],
  });
  expect(briefing.situation).toContainEqual({ label: 'State', value: 'On scene' });
  expect(briefing.situation).toContainEqual({ label: 'Simulated data', value: '✓' });
  expect(briefing.resources).toMatchObject([
    {
      name: 'Fire and Rescue',
      post: null,
      isOnScene: true,
      answeredAtMs: T0 + 4 * MIN,
      status: 'On scene',
      isOpen: true,
    },
    { name: 'cc115', post: 'nam', isOnScene: false, answeredAtMs: null, status: 'Waiting for an answer' },
  ]);
  const acts = briefing.actions.map(({ atMs, what }) => `${(atMs - T0) / MIN} ${what}`);
  expect(acts[0]).toBe('0 Incident opened: Cháy chợ');
  expect(acts).toContain('3 Assigned: Fire and Rescue');
  expect(acts).toContain('3 Assigned: Fire and Rescue → cc115');
  expect(acts).toContain('4 Agency answered: Waiting for an answer → On scene · Fire and Rescue');
  expect(acts).toContain('6 Clocks paused: Not safe to go on · bình gas');
  expect(acts).toContain('5 Procedure step: Pass to 114 → Done');
});

test('[I27] the activity log of a person has exactly the acts of this person', () => {
  const logs = ics214(story(), {
    language: 'vi',
    atMs: T0 + 50 * MIN,
    by: 'An',
    positions: new Map([['An', 'Bàn 1']]),
  });
  expect(logs.map(({ name, activities }) => [name, activities.length])).toEqual([
    ['An', 6],
    ['Bình', 3],
  ]);
  expect(logs[0]).toMatchObject({ position: 'Bàn 1', fromMs: T0 + 2 * MIN, toMs: T0 + 16 * MIN });
  expect(logs[1]).toMatchObject({ position: null, toMs: T0 + 40 * MIN });
  expect(logs[1]!.activities.at(-1)!.what).toBe('Đóng sự cố: Tại hiện trường → Đã đóng · đã dập tắt');
  const one = ics214(story(), { language: 'en', atMs: T0, by: 'An', person: 'Bình' });
  expect(one.map(({ name }) => name)).toEqual(['Bình']);
});

test('[I27] the report after the action sets clocks against limits and says what was late and left out', () => {
  const report = afterAction(story(), { language: 'vi', atMs: T0 + 99 * MIN, by: 'Bình', names });
  expect(report).toMatchObject({ title: 'Báo cáo rút kinh nghiệm', isFinal: true, durationMs: 41 * MIN });
  expect(report.clocks.find(({ name }) => name === 'Xác nhận')).toEqual({
    name: 'Xác nhận',
    reachedAtMs: T0 + 2 * MIN,
    dueMs: T0 + MIN,
    tookMs: 2 * MIN,
    lateByMs: MIN,
    isBreached: true,
  });
  expect(report.clocks.find(({ name }) => name === 'Kiểm soát')).toMatchObject({
    reachedAtMs: null,
    lateByMs: null,
  });
  expect(report.late).toEqual(['Xác nhận']);
  expect(report.pauses).toEqual([
    { reason: 'Chưa an toàn', by: 'An', fromMs: T0 + 6 * MIN, durationMs: 10 * MIN, text: 'bình gas' },
  ]);
  expect(report.pausedMs).toBe(10 * MIN);
  expect(report.people.map(({ name, acts }) => [name, acts])).toEqual([
    ['An', 6],
    ['Bình', 3],
  ]);
  expect(report.agencies).toMatchObject([
    { name: 'PCCC và CNCH', isLate: false },
    { name: 'cc115 (nam)', status: 'Đã rút yêu cầu', isLate: true },
  ]);
  expect(report.escalations.map(({ level, reason }) => `${level} ${reason}`)).toEqual([
    '1 Xác nhận',
    '1 Đơn vị không trả lời',
  ]);
  expect(report.procedure).toEqual({
    name: 'Cháy',
    steps: 3,
    done: 1,
    skipped: 1,
    open: 1,
    completeness: 2 / 3,
    late: ['Chuyển 114'],
    skippedWhy: [{ step: 'Báo kết quả', reason: 'đã gọi' }],
  });
});

test('[I27] a document of an incident that runs says so, and both languages say the same in other words', () => {
  const file = story(false);
  const options = { atMs: T0 + 20 * MIN, by: 'An' };
  const vi = afterAction(file, { ...options, language: 'vi' });
  const en = afterAction(file, { ...options, language: 'en' });
  expect(vi.isFinal).toBe(false);
  expect(vi.clocks.map(({ dueMs, isBreached }) => [dueMs, isBreached])).toEqual(
    en.clocks.map(({ dueMs, isBreached }) => [dueMs, isBreached]),
  );
  expect(en.late).toEqual(['Acknowledged']);
  expect(en.procedure?.name).toBe('Fire');
});
