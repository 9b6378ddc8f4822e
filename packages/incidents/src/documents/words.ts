import type { IncidentClockName, PauseReason } from '../incident-parts.ts';
import type { AgencyAnswer, IncidentState, IncidentTimelineKind } from '../incident.ts';

/** Languages of generated documents; Vietnamese is the source. */
export type DocumentLanguage = 'vi' | 'en';

/** Words of the documents, `[vi, en]`. */
type Words<K extends string> = Readonly<Record<K, readonly [vi: string, en: string]>>;

export function inLanguage(words: readonly [string, string], language: DocumentLanguage): string {
  return words[language === 'vi' ? 0 : 1];
}

export const CLOCK_WORDS: Words<IncidentClockName> = {
  detected: ['Phát hiện', 'Detected'],
  acknowledged: ['Xác nhận', 'Acknowledged'],
  routed: ['Chuyển đơn vị', 'Routed'],
  'on-scene': ['Tại hiện trường', 'On scene'],
  mitigated: ['Kiểm soát', 'Mitigated'],
  closed: ['Đóng', 'Closed'],
};

export const STATE_WORDS: Words<IncidentState> = {
  new: ['Chưa xác nhận', 'Not acknowledged'],
  acknowledged: ['Đã xác nhận', 'Acknowledged'],
  assigned: ['Đã giao việc', 'Assigned'],
  'on-scene': ['Tại hiện trường', 'On scene'],
  mitigated: ['Đã kiểm soát', 'Mitigated'],
  closed: ['Đã đóng', 'Closed'],
};

export const ASSIGNMENT_WORDS: Words<AgencyAnswer | 'waiting' | 'withdrawn'> = {
  waiting: ['Chờ trả lời', 'Waiting for an answer'],
  accepted: ['Đã nhận', 'Accepted'],
  declined: ['Từ chối', 'Declined'],
  'on-scene': ['Tại hiện trường', 'On scene'],
  done: ['Đã xong', 'Done'],
  withdrawn: ['Đã rút yêu cầu', 'Withdrawn'],
};

export const PAUSE_WORDS: Words<PauseReason> = {
  'waiting-for-agency': ['Chờ đơn vị', 'Waiting for an agency'],
  'waiting-for-caller': ['Chờ người báo', 'Waiting for the caller'],
  unsafe: ['Chưa an toàn', 'Not safe to go on'],
  weather: ['Thời tiết', 'Weather'],
  'other-incident': ['Chờ sự cố khác', 'Waiting for another incident'],
};

export const KIND_WORDS: Words<IncidentTimelineKind> = {
  opened: ['Mở sự cố', 'Incident opened'],
  report: ['Tin báo thêm', 'Further report'],
  alarm: ['Cảnh báo', 'Alarm'],
  'alarm-acknowledged': ['Cảnh báo đã xác nhận', 'Alarm acknowledged'],
  'alarm-returned': ['Cảnh báo đã hết', 'Alarm returned to normal'],
  'alarm-priority': ['Cảnh báo đổi mức', 'Alarm changed priority'],
  breached: ['Quá hạn', 'Limit passed'],
  escalated: ['Tự động báo lên cấp trên', 'Escalated by time'],
  linked: ['Được liên kết', 'Linked'],
  'merged-from': ['Nhận gộp', 'Merged from'],
  'split-from': ['Tách ra từ', 'Split from'],
  acknowledge: ['Xác nhận', 'Acknowledged'],
  claim: ['Nhận việc', 'Claimed'],
  assign: ['Giao việc', 'Assigned'],
  note: ['Ghi chú', 'Note'],
  escalate: ['Nâng mức', 'Raised'],
  status: ['Đổi trạng thái', 'Status'],
  close: ['Đóng sự cố', 'Closed'],
  reopen: ['Mở lại', 'Reopened'],
  'set-seriousness': ['Đổi mức nghiêm trọng', 'Seriousness set'],
  'set-title': ['Đổi tên', 'Renamed'],
  pause: ['Tạm dừng đồng hồ', 'Clocks paused'],
  resume: ['Chạy lại đồng hồ', 'Clocks resumed'],
  answer: ['Đơn vị trả lời', 'Agency answered'],
  withdraw: ['Rút yêu cầu', 'Request withdrawn'],
  'sop-step': ['Bước quy trình', 'Procedure step'],
  attach: ['Đính kèm', 'Attached'],
  link: ['Liên kết', 'Linked'],
  merge: ['Gộp vào sự cố khác', 'Merged into another'],
  split: ['Tách sự cố', 'Split'],
  'move-alarm': ['Chuyển cảnh báo', 'Alarm moved'],
};

/** Who acts where no person does. */
export const ACTOR_WORDS: Words<'centre' | 'system' | 'rule'> = {
  centre: ['Trung tâm (theo giờ)', 'The centre (by time)'],
  system: ['Hệ thống', 'The system'],
  rule: ['Luật báo động', 'An alarm rule'],
};

/** To whom an incident is handed up. */
export const LEVEL_WORDS: Words<'level-0' | 'level-1' | 'level-2'> = {
  'level-0': ['Người trực', 'Operator'],
  'level-1': ['Giám sát', 'Supervisor'],
  'level-2': ['Lãnh đạo ca', 'Duty leader'],
};

/** Why, beside the clock that ran out. */
export const ESCALATION_WORDS: Words<'agency-silent' | 'by-hand'> = {
  'agency-silent': ['Đơn vị không trả lời', 'Agency does not answer'],
  'by-hand': ['Do người trực nâng mức', 'Raised by a person'],
};

export const STEP_WORDS: Words<'open' | 'done' | 'skipped' | 'skip'> = {
  open: ['Còn chờ người thứ hai', 'Waits for a second person'],
  done: ['Xong', 'Done'],
  skipped: ['Bỏ qua', 'Left out'],
  skip: ['Bỏ qua', 'Left out'],
};

export const LINK_WORDS: Words<'related' | 'caused-by' | 'merged-into' | 'split-into'> = {
  related: ['Liên quan', 'Related'],
  'caused-by': ['Do sự cố kia gây ra', 'Caused by'],
  'merged-into': ['Gộp vào', 'Merged into'],
  'split-into': ['Tách thành', 'Split into'],
};

export const TEXTS = {
  priority: ['Mức ưu tiên', 'Priority'],
  state: ['Trạng thái', 'State'],
  place: ['Địa điểm', 'Place'],
  reports: ['Số tin báo', 'Reports'],
  alarms: ['Số cảnh báo', 'Alarms'],
  activeAlarms: ['Cảnh báo đang còn', 'Alarms still active'],
  incidentCommand: ['Phụ trách', 'In charge'],
  position: ['Vị trí trực', 'Duty position'],
  notStated: ['Chưa ghi nhận', 'Not recorded'],
  simulated: ['Dữ liệu mô phỏng', 'Simulated data'],
  of: ['của', 'of'],
} as const satisfies Record<string, readonly [string, string]>;
