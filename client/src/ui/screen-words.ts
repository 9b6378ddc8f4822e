import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ScreenState } from '@metropane/protocol';

/** How a screen of a wall is. */
export const SCREEN_WORDS: Readonly<Record<ScreenState['status'], MessageDescriptor>> = {
  ok: msg`đang vẽ`,
  frozen: msg`đứng hình`,
  silent: msg`không trả lời`,
  absent: msg`vắng mặt`,
};
