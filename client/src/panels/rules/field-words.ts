import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Rule } from '@metropane/city';

const FIELD_WORDS: Record<keyof Rule, MessageDescriptor> = {
  id: msg`Mã của luật`,
  name: msg`Tên`,
  per: msg`Một điều kiện cho`,
  domain: msg`Lĩnh vực`,
  entities: msg`Điểm đo được theo dõi`,
  inputs: msg`Số đo và ngưỡng`,
  when: msg`Báo khi`,
  clear: msg`Hết khi`,
  onDelayMs: msg`Giữ bao lâu mới báo`,
  offDelayMs: msg`Hết bao lâu mới thôi`,
  minCompleteness: msg`Phần số liệu cần có`,
  schedule: msg`Khi nào theo dõi`,
  shows: msg`Báo động cho thấy gì`,
  severity: msg`Hậu quả`,
  respondWithinMs: msg`Thời gian để ứng phó`,
  severities: msg`Hậu quả theo số đo`,
  isLatching: msg`Giữ lại tới khi người xóa`,
  suppressedBy: msg`Im khi luật khác đã báo`,
  category: msg`Loại sự việc`,
  cause: msg`Nguyên nhân`,
  consequence: msg`Nếu không làm gì thì sao`,
  response: msg`Người trực phải làm gì`,
  sop: msg`Quy trình`,
  position: msg`Vị trí trực`,
  isEnabled: msg`Luật đang chạy`,
  source: msg`Giới hạn lấy từ đâu (văn bản, nguồn)`,
};

/** The part of the form in which a path of the rule lies; null: the form has none, as for what a newer centre may add. */
export function fieldWords(path: string): MessageDescriptor | null {
  const field = /^\w+/.exec(path)?.[0] ?? '';
  return Object.hasOwn(FIELD_WORDS, field) ? FIELD_WORDS[field as keyof Rule] : null;
}
