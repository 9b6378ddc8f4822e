import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** What may be done with an alarm and not with an incident. */
export const ALARM_ACT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  shelve: msg`gác`,
  unshelve: msg`bỏ gác`,
  'out-of-service': msg`đưa ra khỏi phục vụ`,
  'in-service': msg`đưa vào phục vụ`,
  reset: msg`đặt lại`,
  useless: msg`báo động vô ích`,
};
