import { Trans, useLingui } from '@lingui/react/macro';
import { conditionText, oppositeOf, readCondition } from '@metropane/city';
import { ConditionField } from './condition-field.tsx';
import { useRuleEditing } from './rule-editing.ts';
import { DurationField, NumberField } from './rule-fields.tsx';
import { FormPart } from './rule-part.tsx';

/** When it begins, when it has ended, how long either must last, and how many readings it takes to tell. */
export function RuleConditions() {
  const { t } = useLingui();
  const { rule, set } = useRuleEditing();
  return (
    <FormPart title={<Trans>Điều kiện</Trans>}>
      <ConditionField
        label={t`Báo khi`}
        field="when"
        text={rule.when}
        onChange={(text) => set('when', text)}
      />
      <Clear />
      <DurationField
        label={<Trans>Giữ bao lâu mới báo</Trans>}
        field="onDelayMs"
        ms={rule.onDelayMs}
        onChange={(ms) => set('onDelayMs', ms ?? undefined)}
      />
      <DurationField
        label={<Trans>Hết bao lâu mới thôi</Trans>}
        field="offDelayMs"
        ms={rule.offDelayMs}
        onChange={(ms) => set('offDelayMs', ms ?? undefined)}
      />
      <NumberField
        label={<Trans>Cần ít nhất bao nhiêu phần số liệu (%; trống: không đòi)</Trans>}
        field="minCompleteness"
        value={rule.minCompleteness === undefined ? undefined : percentOf(rule.minCompleteness)}
        min={0}
        onChange={(percent) => set('minCompleteness', percent === null ? undefined : percent / 100)}
      />
    </FormPart>
  );
}

/** The dead band: with a condition of its own, what lies between the two neither raises nor clears. */
function Clear() {
  const { t } = useLingui();
  const { rule, set } = useRuleEditing();
  if (rule.clear !== undefined)
    return (
      <div className="rule-clear is-wide">
        <ConditionField
          label={t`Hết khi`}
          field="clear"
          text={rule.clear}
          onChange={(text) => set('clear', text)}
        />
        <button className="button" type="button" onClick={() => set('clear', undefined)}>
          <Trans>Bỏ điều kiện hết riêng</Trans>
        </button>
      </div>
    );
  const read = readCondition(rule.when, new Set(Object.keys(rule.inputs)));
  return (
    <div className="rule-clear is-wide">
      <span className="muted">
        <Trans>Hết khi điều kiện trên không còn đúng.</Trans>
      </span>
      <button
        className="button"
        type="button"
        onClick={() => set('clear', read === null ? `!(${rule.when})` : conditionText(oppositeOf(read)))}
      >
        <Trans>Thêm ngưỡng hết riêng (trễ ngưỡng)</Trans>
      </button>
    </div>
  );
}

/** Hundredths without what doubles make of them: 0.07 is 7 % and comes back as 0.07. */
function percentOf(share: number): number {
  const percent = Number((share * 100).toPrecision(12));
  return percent / 100 === share ? percent : share * 100;
}
