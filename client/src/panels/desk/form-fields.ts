import { useLingui } from '@lingui/react/macro';
import type { ActField, ActFormSpec } from './act-form.tsx';

/** The forms of some acts, each made when it is opened. */
export type FormSpecs<Form extends string> = Record<Form, () => ActFormSpec>;

/** What every form may use: words in the chosen language, and two fields that many share. */
export function useFields(): { levels: { value: string; label: string }[]; words: ActField } {
  const { t } = useLingui();
  const levels = ['1', '2', '3', '4'].map((value) => ({ value, label: value }));
  const words = { name: 'text', label: t`Ghi thêm`, kind: 'text' as const, isOptional: true };
  return { levels, words };
}
