import { Trans, useLingui } from '@lingui/react/macro';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useCategoryChoices } from './rule-choice-lists.ts';
import { useRuleEditing } from './rule-editing.ts';
import { ChoiceField, NamedField, TextPair } from './rule-fields.tsx';
import { FormPart } from './rule-part.tsx';

/** Cause, consequence and response: a condition without them is no alarm (ISA-18.2). */
export function RuleResponse() {
  const { t } = useLingui();
  const locale = useLocale();
  const { rule, choices, set } = useRuleEditing();
  const categories = useCategoryChoices();
  const sops = [...choices.sops].toSorted(
    (a, b) => Number(b.categories.includes(rule.category)) - Number(a.categories.includes(rule.category)),
  );
  return (
    <FormPart title={<Trans>Nguyên nhân, hậu quả, việc phải làm</Trans>}>
      <TextPair
        label={<Trans>Tên</Trans>}
        field="name"
        value={rule.name}
        onChange={(text) => set('name', text)}
      />
      <TextPair
        label={<Trans>Nguyên nhân</Trans>}
        field="cause"
        value={rule.cause}
        onChange={(text) => set('cause', text)}
      />
      <TextPair
        label={<Trans>Nếu không làm gì thì sao</Trans>}
        field="consequence"
        value={rule.consequence}
        onChange={(text) => set('consequence', text)}
      />
      <TextPair
        label={<Trans>Người trực phải làm gì</Trans>}
        field="response"
        value={rule.response}
        onChange={(text) => set('response', text)}
      />
      <ChoiceField
        label={<Trans>Loại sự việc</Trans>}
        field="category"
        value={rule.category}
        choices={categories}
        onChange={(category) => set('category', category)}
      />
      <ChoiceField
        label={<Trans>Quy trình</Trans>}
        field="sop"
        value={rule.sop}
        choices={sops.map(({ id, name }) => ({ value: id, words: inLocale(name, locale) }))}
        none={t`theo loại sự việc`}
        onChange={(sop) => set('sop', sop === '' ? undefined : sop)}
      />
      <ChoiceField
        label={<Trans>Vị trí trực</Trans>}
        field="position"
        value={rule.position}
        choices={choices.positions.map(({ id, name }) => ({ value: id, words: inLocale(name, locale) }))}
        none={t`theo loại sự việc`}
        onChange={(position) => set('position', position === '' ? undefined : position)}
      />
      <NamedField
        label={<Trans>Giới hạn lấy từ đâu (văn bản, nguồn)</Trans>}
        field="source"
        value={rule.source}
        names={[]}
        maxLength={500}
        onChange={(source) => set('source', source)}
      />
    </FormPart>
  );
}
