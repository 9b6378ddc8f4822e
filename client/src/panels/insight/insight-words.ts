import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { NetworkKind } from './insight-answers.ts';

/** Networks of the city. */
export const NETWORK_WORDS: Record<NetworkKind, MessageDescriptor> = {
  road: msg`đường`,
  feeder: msg`lộ điện`,
  reach: msg`đoạn sông`,
  drain: msg`thoát nước`,
};

/** Where on a network something lies, seen from the incident. */
export const SIDE_WORDS: Record<NetworkKind, Record<'from' | 'to', MessageDescriptor>> = {
  road: { from: msg`dòng xe từ đó tới`, to: msg`dòng xe tới đó` },
  feeder: { from: msg`cấp điện cho nơi này`, to: msg`nhận điện từ nơi này` },
  reach: { from: msg`thượng lưu`, to: msg`hạ lưu` },
  drain: { from: msg`nước thoát về đó`, to: msg`thoát nước về đây` },
};
