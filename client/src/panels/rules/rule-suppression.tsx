import { Trans, useLingui } from '@lingui/react/macro';
import type { Rule } from '@metropane/city';
import { FieldFault } from './field-fault.tsx';
import { useRuleNames } from './rule-choice-lists.ts';
import { withPart } from './rule-edits.ts';
import { useRuleEditing } from './rule-editing.ts';
import { NumberField, TextPair } from './rule-fields.tsx';
import { FormPart } from './rule-part.tsx';

const START: NonNullable<Rule['suppressedBy']> = { rules: [], reason: { vi: '', en: '' } };

/** Suppressed by design: while one of these rules calls here, this one does not. */
export function RuleSuppression() {
  const { t } = useLingui();
  const { rule, set } = useRuleEditing();
  const names = useRuleNames();
  const { suppressedBy } = rule;
  const put = (next: Rule['suppressedBy']): void => set('suppressedBy', next);
  const unknown = (suppressedBy?.rules ?? []).filter((id) => !names.some(({ value }) => value === id));
  const rows = [...unknown.map((id) => ({ value: id, words: id })), ...names];
  return (
    <FormPart title={<Trans>Im khi luật khác đã báo</Trans>}>
      <label className="rule-check is-wide">
        <input
          type="checkbox"
          checked={suppressedBy !== undefined}
          onChange={({ target }) => put(target.checked ? START : undefined)}
        />
        <Trans>Không báo trong khi một luật khác đang báo tại đây</Trans>
      </label>
      {suppressedBy !== undefined && (
        <>
          <div className="is-wide" role="group" aria-label={t`Các luật làm luật này im`}>
            <ul className="entity-list" tabIndex={0} aria-label={t`Các luật`}>
              {rows
                .filter(({ value }) => value !== rule.id || suppressedBy.rules.includes(value))
                .map(({ value, words }) => (
                  <li key={value}>
                    <label className="rule-check">
                      <input
                        type="checkbox"
                        checked={suppressedBy.rules.includes(value)}
                        onChange={() => put({ ...suppressedBy, rules: toggled(suppressedBy.rules, value) })}
                      />
                      <span className="clip">{words}</span>
                    </label>
                  </li>
                ))}
            </ul>
            <FieldFault field="suppressedBy.rules" below />
          </div>
          <NumberField
            label={<Trans>Kể cả trong bán kính (m; trống: chỉ cùng điểm đo)</Trans>}
            field="suppressedBy.withinM"
            value={suppressedBy.withinM}
            min={1}
            onChange={(withinM) => put(withPart(suppressedBy, 'withinM', withinM ?? undefined))}
          />
          <TextPair
            label={<Trans>Lý do người trực đọc</Trans>}
            field="suppressedBy.reason"
            value={suppressedBy.reason}
            onChange={(reason) => put({ ...suppressedBy, reason })}
          />
        </>
      )}
    </FormPart>
  );
}

function toggled(rules: readonly string[], id: string): string[] {
  return rules.includes(id) ? rules.filter((one) => one !== id) : [...rules, id];
}
