import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** Why the centre closes the line, as people say it; codes that are not here are shown with the centre's own sentence. */
export const REFUSAL_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  unauthenticated: msg`chưa đăng nhập`,
  forbidden: msg`vai này không được xem màn này`,
  revoked: msg`phiên đăng nhập đã hết`,
  protocol: msg`trang cũ hơn trung tâm, cần tải lại`,
  realm: msg`diễn tập này không mở`,
  slow: msg`máy này nhận không kịp`,
  'too-many-channels': msg`màn này đòi quá nhiều lớp bản đồ`,
  'too-many': msg`trung tâm đã đủ số màn hình`,
  closing: msg`trung tâm đang dừng`,
};
