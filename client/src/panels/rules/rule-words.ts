import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RuleState } from './rule-answers.ts';

export const RULE_STATE_WORDS: Record<RuleState, MessageDescriptor> = {
  on: msg`đang chạy`,
  off: msg`đã tắt`,
  faulted: msg`có lỗi`,
  disabled: msg`trung tâm đã ngừng`,
};

export const FAULT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  schema: msg`Sai cấu trúc`,
  syntax: msg`Sai cú pháp`,
  'unknown-name': msg`Tên không có`,
  type: msg`Sai kiểu`,
  'too-costly': msg`Quá nặng`,
};
