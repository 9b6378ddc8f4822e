import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { AgainstChoice, CompareStat, CompareWindow } from './compare-query.ts';

export const AGAINST_WORDS: Record<AgainstChoice, MessageDescriptor> = {
  'days:7': msg`tuần trước`,
  'days:1': msg`hôm trước`,
  'days:364': msg`cùng thứ, 52 tuần trước`,
  year: msg`cùng ngày năm trước`,
  tet: msg`cùng ngày tính từ Tết năm trước`,
  date: msg`từ một ngày tự chọn`,
};

export const STAT_WORDS: Record<CompareStat, MessageDescriptor> = {
  mean: msg`trung bình`,
  max: msg`cao nhất`,
  sum: msg`tổng`,
  n: msg`số lần đo`,
};

export const WINDOW_WORDS: Record<CompareWindow, MessageDescriptor> = {
  PT5M: msg`5 phút`,
  PT1H: msg`giờ`,
  P1D: msg`ngày`,
};
