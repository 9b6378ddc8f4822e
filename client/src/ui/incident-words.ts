import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { reportCategory } from '@metropane/city';
import type { Assignment, IncidentClockName, PauseReason } from '@metropane/incidents';
import type { IncidentRecord, IncidentState } from '@metropane/live-state';
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

/** The kinds of timeline entries; one that a newer centre tells is shown by its own name. */
export const TIMELINE_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  opened: msg`mở sự cố`,
  report: msg`tin báo thêm`,
  alarm: msg`báo động nhập vào sự cố`,
  'alarm-acknowledged': msg`báo động được xác nhận`,
  'alarm-returned': msg`báo động đã hết`,
  'alarm-priority': msg`báo động đổi mức`,
  breached: msg`quá hạn`,
  escalated: msg`chuyển lên cấp trên`,
  linked: msg`liên kết`,
  'merged-from': msg`nhận từ sự cố được gộp`,
  'split-from': msg`tách từ sự cố khác`,
  acknowledge: msg`đã xác nhận`,
  claim: msg`nhận việc`,
  assign: msg`giao việc`,
  note: msg`ghi chú`,
  status: msg`đổi trạng thái`,
  escalate: msg`nâng mức`,
  close: msg`đóng sự cố`,
  reopen: msg`mở lại`,
  'set-seriousness': msg`đổi mức nghiêm trọng`,
  'set-title': msg`đổi tên`,
  pause: msg`tạm dừng đồng hồ`,
  resume: msg`chạy lại đồng hồ`,
  answer: msg`đơn vị trả lời`,
  withdraw: msg`rút việc đã giao`,
  'sop-step': msg`bước quy trình`,
  attach: msg`đính kèm tệp`,
  link: msg`liên kết sự cố`,
  merge: msg`gộp vào sự cố khác`,
  split: msg`tách sự cố`,
  'move-alarm': msg`chuyển báo động`,
};

/** The six moments that a control room is measured by. */
export const CLOCK_WORDS: Record<IncidentClockName, MessageDescriptor> = {
  detected: msg`Phát hiện`,
  acknowledged: msg`Xác nhận`,
  routed: msg`Định tuyến`,
  'on-scene': msg`Tới nơi`,
  mitigated: msg`Kiểm soát`,
  closed: msg`Đóng`,
};

export const PAUSE_WORDS: Record<PauseReason, MessageDescriptor> = {
  'waiting-for-agency': msg`chờ đơn vị`,
  'waiting-for-caller': msg`chờ người báo`,
  unsafe: msg`hiện trường chưa an toàn`,
  weather: msg`thời tiết`,
  'other-incident': msg`vướng sự cố khác`,
};

export const ASSIGNMENT_WORDS: Record<Assignment['state'], MessageDescriptor> = {
  waiting: msg`chờ nhận`,
  accepted: msg`đã nhận`,
  declined: msg`từ chối`,
  'on-scene': msg`đã tới`,
  done: msg`xong`,
  withdrawn: msg`đã rút`,
};

/** Why something was counted to an incident. */
export const WHY_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  first: msg`đầu tiên`,
  'same-key': msg`cùng điểm đo`,
  near: msg`gần đó`,
  upstream: msg`thượng lưu, phía trước`,
  'same-feeder': msg`cùng lộ điện`,
  'same-reach': msg`cùng đoạn sông`,
  'same-ward': msg`cùng phường`,
  'by-hand': msg`người nối`,
  drains: msg`thoát nước về đó`,
  'shared-cause': msg`chung nguyên nhân`,
  'came-back': msg`tái diễn sau khi đóng`,
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
