import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { metricSuffix } from '@metropane/city';
import type { ReceiptStat } from '../../live/receipt-request.ts';
import { shownUnit } from '../../ui/shown-unit.ts';

/** The unit as people read it, from the metric's name. */
export function unitOf({ metric }: { metric: string }): string {
  const known = metricSuffix(metric);
  return known?.shown ?? shownUnit(known?.unit ?? '');
}

/** The statistics as people say them. */
export const STAT_WORDS: Record<ReceiptStat, MessageDescriptor> = {
  mean: msg`trung bình`,
  last: msg`mới nhất`,
  max: msg`lớn nhất`,
  min: msg`nhỏ nhất`,
  sum: msg`tổng`,
  n: msg`số lần đo`,
};

/** What the shown figure is made of; the mean's formula is the centre's. */
export const STAT_FORMULAS: Record<Exclude<ReceiptStat, 'mean'>, MessageDescriptor> = {
  last: msg`số đo mới nhất trong khung`,
  max: msg`số đo lớn nhất trong khung`,
  min: msg`số đo nhỏ nhất trong khung`,
  sum: msg`tổng mọi số đo trong khung`,
  n: msg`đếm số đo trong khung`,
};
