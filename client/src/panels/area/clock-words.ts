import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { ClockName } from './group-answers.ts';

/** What a clock of an incident ends with. */
export const CLOCK_WORDS: Readonly<Record<ClockName, MessageDescriptor>> = {
  acknowledged: msg`Xác nhận`,
  'on-scene': msg`Tới nơi`,
  closed: msg`Đóng`,
};
