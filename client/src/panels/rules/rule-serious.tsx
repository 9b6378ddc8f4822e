import { Trans, useLingui } from '@lingui/react/macro';
import type { Rule } from '@metropane/city';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { ConditionField } from './condition-field.tsx';
import { conditionText } from '@metropane/city';
import { firstComparison } from './condition-group.tsx';
import { FieldFault } from './field-fault.tsx';
import { MOST_SEVERITIES } from './rule-check.ts';
import { useRuleEditing } from './rule-editing.ts';
import { ChoiceField, DurationField } from './rule-fields.tsx';
import type { Choice } from './rule-fields.tsx';
import { FormPart } from './rule-part.tsx';
import { rulePriority } from './rule-priority.ts';

type Severity = Rule['severity'];

/** Whether the rule runs, how serious it is, and by what is measured how much worse or milder. */
export function RuleSerious() {
  const { rule, set } = useRuleEditing();
  const words = useSeverityWords();
  return (
    <FormPart title={<Trans>Mức độ</Trans>}>
      <label className="rule-check">
        <input
          type="checkbox"
          checked={rule.isEnabled}
          onChange={(event) => set('isEnabled', event.target.checked)}
        />
        <Trans>Luật đang chạy</Trans>
      </label>
      <label className="rule-check">
        <input
          type="checkbox"
          checked={rule.isLatching === true}
          onChange={(event) => set('isLatching', event.target.checked ? true : undefined)}
        />
        <Trans>Giữ lại tới khi người xóa</Trans>
      </label>
      <ChoiceField
        label={<Trans>Hậu quả</Trans>}
        field="severity"
        value={String(rule.severity)}
        choices={words}
        onChange={(value) => set('severity', Number(value) as Severity)}
      />
      <DurationField
        label={<Trans>Thời gian để ứng phó</Trans>}
        field="respondWithinMs"
        ms={rule.respondWithinMs}
        onChange={(ms) => ms !== null && set('respondWithinMs', ms)}
      />
      <p className="rule-priority">
        <PriorityGlyph priority={rulePriority(rule)} />{' '}
        <Trans>Hậu quả và thời gian cho ra mức P{rulePriority(rule)}</Trans>
      </p>
      <Severities />
    </FormPart>
  );
}

/** Severities by what is measured: the first that holds counts. */
function Severities() {
  const { t } = useLingui();
  const { rule, set } = useRuleEditing();
  const words = useSeverityWords();
  const all = rule.severities ?? [];
  const put = (next: NonNullable<Rule['severities']>): void =>
    set('severities', next.length === 0 ? undefined : next);
  const start = firstComparison(rule);
  return (
    <div className="rule-severities is-wide">
      {all.map((one, i) => (
        // Only their place tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className="rule-severity" role="group" aria-label={t`Hậu quả khác, dòng ${i + 1}`}>
          <ConditionField
            label={t`Hậu quả khác ${i + 1}, khi`}
            field={`severities[${i}].when`}
            text={one.when}
            onChange={(when) => put(all.map((other, at) => (at === i ? { ...other, when } : other)))}
          />
          <div className="rule-ways">
            <ChoiceField
              label={<Trans>thì hậu quả là</Trans>}
              field={`severities[${i}].severity`}
              value={String(one.severity)}
              choices={words}
              onChange={(value) =>
                put(
                  all.map((other, at) =>
                    at === i ? { ...other, severity: Number(value) as Severity } : other,
                  ),
                )
              }
            />
            <span>P{rulePriority({ severity: one.severity, respondWithinMs: rule.respondWithinMs })}</span>
            <button
              className="button"
              type="button"
              disabled={i === 0}
              aria-label={t`Đưa hậu quả khác ${i + 1} lên trước`}
              onClick={() => put(all.with(i - 1, one).with(i, all[i - 1]!))}
            >
              ↑
            </button>
            <button
              className="button"
              type="button"
              aria-label={t`Bỏ hậu quả khác ${i + 1}`}
              onClick={() => put(all.toSpliced(i, 1))}
            >
              <Trans>Bỏ</Trans>
            </button>
          </div>
        </div>
      ))}
      <span className="rule-ways">
        <button
          className="button"
          type="button"
          disabled={start === null || all.length >= MOST_SEVERITIES}
          onClick={() => start !== null && put([...all, { when: conditionText(start), severity: 1 }])}
        >
          <Trans>Thêm hậu quả theo số đo</Trans>
        </button>
        {all.length > 1 && (
          <span className="muted">
            <Trans>Điều kiện đầu tiên đúng được tính.</Trans>
          </span>
        )}
      </span>
      <FieldFault field="severities" />
    </div>
  );
}

function useSeverityWords(): Choice[] {
  const { t } = useLingui();
  return [t`1 tính mạng`, t`2 dịch vụ lớn`, t`3 tại chỗ`, t`4 để biết`].map((words, i) => ({
    value: String(i + 1),
    words,
  }));
}
