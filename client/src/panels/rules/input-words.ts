import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RuleInput, RuleStatistic } from '@metropane/city';

export const KIND_WORDS: Record<RuleInput['kind'], MessageDescriptor> = {
  window: msg`số đo trong một khoảng`,
  rate: msg`mức thay đổi mỗi giờ`,
  near: msg`điểm đo lân cận`,
  silence: msg`im lặng bao lâu`,
  repeat: msg`số lần một luật bắt đầu`,
  reports: msg`số tin báo của dân`,
  threshold: msg`mức của thành phố`,
  baseline: msg`mức thường theo giờ và thứ`,
  indicator: msg`chỉ số của trung tâm`,
  number: msg`con số`,
};

export const KINDS = Object.keys(KIND_WORDS) as RuleInput['kind'][];

export const WINDOW_WORDS: Record<'PT10S' | 'PT1M' | 'PT5M' | 'PT1H', MessageDescriptor> = {
  PT10S: msg`10 giây`,
  PT1M: msg`1 phút`,
  PT5M: msg`5 phút`,
  PT1H: msg`1 giờ`,
};

export const STATISTIC_WORDS: Record<RuleStatistic, MessageDescriptor> = {
  mean: msg`trung bình`,
  last: msg`mới nhất`,
  max: msg`cao nhất`,
  min: msg`thấp nhất`,
  sum: msg`tổng`,
  n: msg`số lần đo`,
  first: msg`đầu khoảng`,
};

export const COMBINE_WORDS: Record<'count' | 'min' | 'mean' | 'max' | 'sum', MessageDescriptor> = {
  count: msg`có bao nhiêu điểm`,
  mean: msg`trung bình các điểm`,
  max: msg`điểm cao nhất`,
  min: msg`điểm thấp nhất`,
  sum: msg`tổng các điểm`,
};

export const BOUND_WORDS: Record<'low' | 'mid' | 'high', MessageDescriptor> = {
  low: msg`cạnh dưới`,
  mid: msg`giữa`,
  high: msg`cạnh trên`,
};

type Told = { words: MessageDescriptor; more: string };

/** What an input measures, in a few words: for lists in which it is chosen by its name. */
export function inputSummary(input: RuleInput): Told {
  switch (input.kind) {
    case 'window':
    case 'near':
      return { words: STATISTIC_WORDS[input.statistic] ?? KIND_WORDS[input.kind], more: input.metric };
    case 'rate':
    case 'baseline':
      return { words: KIND_WORDS[input.kind], more: input.metric };
    case 'threshold':
      return { words: KIND_WORDS.threshold, more: `${input.threshold} ${input.level}` };
    case 'number':
      return { words: KIND_WORDS.number, more: String(input.value) };
    case 'repeat':
      return { words: KIND_WORDS.repeat, more: input.rule };
    case 'reports':
      return { words: KIND_WORDS.reports, more: input.category };
    case 'indicator':
      return { words: KIND_WORDS.indicator, more: input.indicator };
    case 'silence':
      return { words: KIND_WORDS.silence, more: input.metric ?? '' };
  }
}
