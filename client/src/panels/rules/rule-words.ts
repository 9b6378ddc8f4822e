import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RuleFaultAnswer, RuleState } from './rule-answers.ts';

export const RULE_STATE_WORDS: Record<RuleState, MessageDescriptor> = {
  on: msg`đang áp dụng`,
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

/** Refusals of the centre that have a sentence of their own, and the names that stand in them. */
const SENTENCES: readonly [pattern: RegExp, words: (name: string, more: string) => MessageDescriptor][] = [
  [
    /^"(.+)" is no input of the rule; it has: (.*)$/,
    (name, more) => msg`Luật không có số đo “${name}”; có: ${more}`,
  ],
  [/^there is no "(.+)"$/, (name) => msg`Thành phố không có “${name}”`],
  [/^(\d+) characters; at most (\d+) are read$/, (name, more) => msg`Dài ${name} ký tự, nhiều nhất ${more}`],
  [
    /^up to (\d+) steps at a time; at most (\d+)/,
    (name, more) => msg`Tới ${name} bước một lần, nhiều nhất ${more}`,
  ],
];

/** A refusal in the words of the reader; `more`: what of it is only told in English. */
export function faultSentence({ code, message }: RuleFaultAnswer): {
  words: MessageDescriptor | undefined;
  more: string;
} {
  for (const [pattern, words] of SENTENCES) {
    const found = pattern.exec(message);
    if (found !== null) return { words: words(found[1]!, found[2] ?? ''), more: '' };
  }
  return { words: FAULT_WORDS[code], more: message };
}
