import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { GeofenceKind } from '@metropane/city';

/** What a fence is for, as people say it. */
export const FENCE_WORDS: Record<GeofenceKind, MessageDescriptor> = {
  watch: msg`Vùng theo dõi`,
  closed: msg`Vùng phong tỏa`,
  evacuation: msg`Vùng sơ tán`,
  assembly: msg`Vùng tập kết`,
};
