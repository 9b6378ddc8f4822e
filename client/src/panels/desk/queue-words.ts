import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { QueueGroup } from '../../live/desk-queue.ts';

export const GROUP_WORDS: Record<QueueGroup, MessageDescriptor> = {
  unacknowledged: msg`Chưa xác nhận`,
  returned: msg`Hết điều kiện, chưa xác nhận`,
  open: msg`Đang xử lý`,
  shelved: msg`Đã gác`,
  stopped: msg`Ngừng`,
  closed: msg`Đã đóng`,
};

/** For the chips: as short as an operator says them. */
export const CHIP_WORDS: Record<QueueGroup, MessageDescriptor> = {
  unacknowledged: msg`Chưa XN`,
  returned: msg`Hết`,
  open: msg`Đã XN`,
  shelved: msg`Gác`,
  stopped: msg`Ngừng`,
  closed: msg`Đóng`,
};
