import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { cityDomain } from '@metropane/city';
import type { Rule } from '@metropane/city';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { EntityPicker } from './entity-picker.tsx';
import { domainCodes } from './rule-choices.ts';
import { ChoiceField } from './rule-fields.tsx';
import type { Choice } from './rule-fields.tsx';
import { useRuleEditing } from './rule-editing.ts';
import { FormPart } from './rule-part.tsx';

/** What the rule watches: a condition per what, of which domain, and which of its points. */
export function RuleScope() {
  const { t } = useLingui();
  const name = useId();
  const { rule, choices, set } = useRuleEditing();
  const domains = useDomainChoices();
  const domain = choices.domains.find(({ code }) => code === rule.domain) ?? {
    ...{ code: rule.domain, metrics: [], entities: [], total: 0 },
  };
  const per: readonly { value: Rule['per']; words: string }[] = [
    { value: 'entity', words: t`từng điểm đo` },
    { value: 'ward', words: t`từng phường, xã` },
    { value: 'city', words: t`toàn thành phố` },
  ];
  return (
    <FormPart title={<Trans>Theo dõi ở đâu</Trans>}>
      <ChoiceField
        label={<Trans>Một điều kiện cho</Trans>}
        field="per"
        value={rule.per}
        choices={per}
        onChange={(value) => set('per', value as Rule['per'])}
      />
      <ChoiceField
        label={<Trans>Lĩnh vực</Trans>}
        field="domain"
        value={rule.domain}
        choices={domains}
        onChange={(value) => set('domain', value)}
      />
      <span className="rule-days is-wide" role="radiogroup" aria-label={t`Điểm đo nào`}>
        <label className="rule-check">
          <input
            type="radio"
            name={name}
            checked={rule.entities === undefined}
            onChange={() => set('entities', undefined)}
          />
          <Trans>mọi điểm đo của lĩnh vực, kể cả điểm mới</Trans>
        </label>
        <label className="rule-check">
          <input
            type="radio"
            name={name}
            checked={rule.entities !== undefined}
            onChange={() => set('entities', rule.entities ?? [])}
          />
          <Trans>chỉ những điểm được chọn</Trans>
        </label>
      </span>
      {rule.entities !== undefined && (
        <EntityPicker
          domain={domain}
          chosen={rule.entities}
          onChange={(entities) => set('entities', entities)}
        />
      )}
    </FormPart>
  );
}

/** Domains by name, those with something in them first. */
export function useDomainChoices(): Choice[] {
  const { choices } = useRuleEditing();
  const locale = useLocale();
  return domainCodes(choices).map((code) => {
    const known = cityDomain(code);
    return { value: code, words: known === undefined ? code : inLocale(known.name, locale) };
  });
}
