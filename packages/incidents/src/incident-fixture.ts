import type { Report } from '@metropane/city';
import type { AlarmContext } from './alarm-to-incident.ts';
import type { Alarm } from './alarms/alarm.ts';
import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { Incidents } from './incidents.ts';
import type { Sop } from './sop-progress.ts';

export const BEN_THANH = [106.698, 10.7725] as const;
/** 10:00 of the test day. */
export const T0 = Date.UTC(2026, 10, 23, 3);

/** `BEN_THANH` (or `from`) moved by metres. */
export function place(
  eastM: number,
  northM: number,
  from: readonly [number, number] = BEN_THANH,
): readonly [number, number] {
  const metresPerLon = 111_195 * Math.cos((from[1] * Math.PI) / 180);
  return [from[0] + eastM / metresPerLon, from[1] + northM / 111_195];
}

/** An unacknowledged, active alarm; the id is its key unless told otherwise. */
export function alarmOf(fields: Partial<Alarm> & { key: string; category: string }): Alarm {
  const onsetMs = fields.onsetMs ?? T0;
  const measure = { value: 1, limit: 1, unit: '', tMs: onsetMs };
  return {
    id: `alarm:${fields.key}:${fields.category}`,
    revision: 1,
    ruleId: `rule-${fields.category}`,
    ruleRevision: 1,
    domain: fields.key.split('/')[0] ?? '',
    priority: 3,
    state: 'unacknowledged',
    isActive: true,
    isAcknowledged: false,
    isLatching: false,
    isAnnunciated: true,
    onsetMs,
    raisedAtMs: onsetMs,
    changedAtMs: onsetMs,
    trigger: measure,
    latest: measure,
    activations: 1,
    isChattering: false,
    position: 'desk-1',
    simulated: true,
    ...fields,
  };
}

export function reportOf(fields: Partial<Report> & { id: string; category: string }): Report {
  return { source: '1022', tMs: T0, title: 'Tin báo', ...fields };
}

export function alarmCtx(fields: Partial<AlarmContext> = {}): AlarmContext {
  return { atMs: T0, topology: [], title: 'Cảnh báo', simulated: true, ...fields };
}

export const REPORT_CTX = { atMs: T0, journalSeq: 1, actor: '1022', simulated: true } as const;
export const ACT_CTX = { atMs: T0 + 1_000, journalSeq: 2, actor: 'An' } as const;

export const FIRE_SOP: Sop = {
  id: 'fire',
  name: { vi: 'Cháy', en: 'Fire' },
  categories: ['fire'],
  steps: [
    { id: 'dispatch', text: { vi: 'Chuyển 114', en: 'Pass to 114' }, role: 'operator', withinMin: 1 },
    { id: 'power', text: { vi: 'Cắt điện', en: 'Cut the power' }, role: 'supervisor', isTwoPerson: true },
    { id: 'report', text: { vi: 'Báo kết quả', en: 'Report' }, role: 'agency', agency: 'pccc' },
  ],
};

export function hashOf(incidents: Incidents): string {
  const writer = new CanonicalWriter();
  let sum = ZERO_HASH128;
  incidents.forEachCanonical((key, fill) => {
    writer.reset().string(key);
    fill(writer);
    sum = addMod128(sum, writer.hash());
  });
  return toHex128(sum);
}
