import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { reportCategory } from '@metropane/city';
import type { IncidentRecord, IncidentState, TimelineItem } from '@metropane/live-state';
import type { CityGround } from '../live/city-ground.ts';
import type { Locale } from './format.ts';
import { inLocale } from './use-locale.ts';

/** The states of an incident as operators say them. */
export const STATE_WORDS: Record<IncidentState, MessageDescriptor> = {
  new: msg`Chưa xác nhận`,
  acknowledged: msg`Đã xác nhận`,
  assigned: msg`Đã giao việc`,
  'on-scene': msg`Tại hiện trường`,
  mitigated: msg`Đã kiểm soát`,
  closed: msg`Đã đóng`,
};

/** The kinds of timeline entries. */
export const TIMELINE_WORDS: Record<TimelineItem['kind'], MessageDescriptor> = {
  opened: msg`mở sự cố`,
  report: msg`tin báo thêm`,
  acknowledge: msg`đã xác nhận`,
  claim: msg`nhận việc`,
  assign: msg`giao việc`,
  note: msg`ghi chú`,
  status: msg`đổi trạng thái`,
  escalate: msg`nâng mức`,
  close: msg`đóng sự cố`,
  reopen: msg`mở lại`,
  'set-seriousness': msg`đổi mức nghiêm trọng`,
  'set-title': msg`đổi tên sự cố`,
  pause: msg`tạm dừng đồng hồ`,
  resume: msg`chạy lại đồng hồ`,
  answer: msg`đơn vị trả lời`,
  withdraw: msg`rút yêu cầu`,
  'sop-step': msg`bước quy trình`,
  attach: msg`đính kèm`,
  link: msg`liên kết sự cố`,
  merge: msg`gộp vào sự cố khác`,
  split: msg`tách sự cố`,
  'move-alarm': msg`chuyển cảnh báo`,
  alarm: msg`cảnh báo`,
  'alarm-acknowledged': msg`cảnh báo đã xác nhận`,
  'alarm-returned': msg`cảnh báo đã hết`,
  'alarm-priority': msg`cảnh báo đổi mức`,
  breached: msg`quá hạn`,
  escalated: msg`tự động báo lên cấp trên`,
  linked: msg`được liên kết`,
  'merged-from': msg`nhận gộp`,
  'split-from': msg`tách ra từ`,
};

/** The category's name from the city's registry, or its code when the registry does not know it. */
export function categoryName(category: string, ground: CityGround, locale: Locale): string {
  const known = ground.categories?.find((each) => each.id === category) ?? reportCategory(category);
  return known === undefined ? category : inLocale(known.name, locale);
}

/** Where it is, as exactly as a wall may say: the ward, else the entity, else nothing. */
export function placeOf(incident: IncidentRecord): string | null {
  return incident.unit?.name ?? incident.entity ?? null;
}
