import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { AlarmRecord } from '@metropane/live-state';
import { formatNumber, NO_VALUE } from './format.ts';
import type { Locale } from './format.ts';
import { shownUnit } from './shown-unit.ts';
import { inLocale } from './use-locale.ts';

/** The states of ISA-18.2 as operators say them. */
export const ALARM_WORDS: Record<AlarmRecord['state'], MessageDescriptor> = {
  normal: msg`Bình thường`,
  unacknowledged: msg`Chưa xác nhận`,
  acknowledged: msg`Đang theo dõi`,
  'returned-unacknowledged': msg`Đã hết, chưa xác nhận`,
  'latched-unacknowledged': msg`Đã hết, còn giữ, chưa xác nhận`,
  'latched-acknowledged': msg`Đã hết, chờ đặt lại`,
  shelved: msg`Đã gác`,
  suppressed: msg`Ngừng theo thiết kế`,
  'out-of-service': msg`Ngừng phục vụ`,
};

/** `Độ sâu mặt đường – PS-07` */
export function alarmTitle(alarm: AlarmRecord, locale: Locale): string {
  return `${inLocale(alarm.name, locale)} – ${alarm.place}`;
}

/** `0,45 m`; a dash where there is no number. */
export function measured(value: number | null, unit: string, locale: Locale): string {
  if (value === null) return NO_VALUE;
  return `${formatNumber(value, Math.abs(value) < 10 ? 2 : 0, locale)} ${shownUnit(unit)}`.trim();
}

export { isCalling, lookOf as alarmLook } from '@metropane/live-state';
