import { REPORT_CATEGORIES } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { categoryName } from '../../ui/incident-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useRuleEditing } from './rule-editing.ts';
import type { Choice } from './rule-fields.tsx';

/** Kinds of incident that a rule may be about. */
export function useCategoryChoices(): Choice[] {
  const { ground } = useCentre();
  const locale = useLocale();
  return REPORT_CATEGORIES.map(({ code }) => ({ value: code, words: categoryName(code, ground, locale) }));
}

/** All rules by name. */
export function useRuleNames(): Choice[] {
  const { rules } = useRuleEditing();
  const locale = useLocale();
  return rules
    .map(({ id, name }) => ({ value: id, words: inLocale(name, locale) }))
    .toSorted((a, b) => a.words.localeCompare(b.words, 'vi'));
}
