import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { FenceLife } from './fence-draft.ts';

/** What is wrong with a ring, by the centre's code. */
export const RING_FAULT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  'bad-ring': msg`cần 3 đến 200 điểm`,
  'ring-meets-itself': msg`cạnh cắt hoặc chạm nhau`,
  'ring-too-small': msg`nhỏ quá`,
  'outside-city': msg`có điểm ngoài thành phố`,
};

export const LIFE_WORDS: Record<FenceLife, MessageDescriptor> = {
  'as-is': msg`giữ như đang có`,
  none: msg`không hẹn, xóa bằng tay`,
  '4': msg`sau 4 giờ`,
  '12': msg`sau 12 giờ`,
  '24': msg`sau 1 ngày`,
  '72': msg`sau 3 ngày`,
  '168': msg`sau 7 ngày`,
  '720': msg`sau 30 ngày`,
};
