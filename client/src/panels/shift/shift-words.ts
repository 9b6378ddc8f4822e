import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { BriefFeed, HandoverState, ShiftHolder } from '@metropane/incidents';

export const HANDOVER_WORDS: Record<HandoverState, MessageDescriptor> = {
  begun: msg`Chờ người giao ký`,
  given: msg`Chờ người nhận ký`,
  taken: msg`Đã bàn giao`,
  cancelled: msg`Đã hủy`,
};

export const HOLDER_WORDS: Record<ShiftHolder['how'], MessageDescriptor> = {
  claim: msg`tự nhận`,
  'take-over': msg`nhận thay người vắng`,
  handover: msg`nhận bàn giao`,
};

export const FEED_WORDS: Record<BriefFeed['status'], MessageDescriptor> = {
  silent: msg`im lặng`,
  stale: msg`số liệu cũ`,
  down: msg`tự báo dừng`,
  never: msg`chưa từng gửi`,
  faulted: msg`lỗi, bị bỏ qua`,
};

/** Why an act on the shift was refused, by the code of the refusal. */
export const SHIFT_REFUSALS: Readonly<Record<string, MessageDescriptor>> = {
  'stale-revision': msg`Người khác vừa đổi vị trí này. Xem lại rồi làm tiếp.`,
  'illegal-transition': msg`Lúc này không làm được việc đó.`,
  'reason-required': msg`Vị trí đang có người giữ: cần ghi lý do nhận thay.`,
  'not-holder': msg`Chỉ người đang giữ vị trí được làm việc này.`,
  'same-person': msg`Người nhận phải là người khác.`,
  'other-person': msg`Bàn giao này dành cho người khác.`,
  'other-brief': msg`Bản tóm tắt đã khác với bản vừa đọc.`,
  'roster-overlap': msg`Giờ đó đã có người trực.`,
  'no-roster-entry': msg`Ca này không còn trong lịch.`,
  'too-many': msg`Đã tới giới hạn.`,
  'bad-action': msg`Nội dung gửi chưa đúng.`,
  'no-position': msg`Không có vị trí này.`,
  forbidden: msg`Tài khoản này không có quyền.`,
  unreachable: msg`Chưa lưu: không tới được trung tâm.`,
};
