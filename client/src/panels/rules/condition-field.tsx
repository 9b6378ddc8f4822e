import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { conditionText, readCondition } from '@metropane/city';
import type { ConditionGroup, PlainCondition } from '@metropane/city';
import { ConditionGroupLines } from './condition-group.tsx';
import { ExpressionField } from './expression-field.tsx';
import { FieldFault } from './field-fault.tsx';
import { useRuleEditing } from './rule-editing.ts';

/**
 * A condition, as lines to choose from or as CEL: two views of one text. What the lines cannot say is only shown as text, and choosing
 * a view changes nothing of it.
 */
export function ConditionField({
  label,
  field,
  text,
  onChange,
}: {
  label: string;
  field: string;
  text: string;
  onChange: (text: string) => void;
}) {
  const { t } = useLingui();
  const { rule, fault } = useRuleEditing();
  const id = useId();
  const [wantsText, setWantsText] = useState(false);
  const read = readCondition(text, new Set(Object.keys(rule.inputs)));
  const isText = wantsText || read === null;
  return (
    <div className="rule-condition" role="group" aria-labelledby={`${id}-label`}>
      <div className="condition-head">
        <span id={`${id}-label`}>{label}</span>
        <button
          className="button"
          type="button"
          aria-pressed={isText}
          aria-label={t`${label}: viết bằng CEL`}
          disabled={read === null}
          onClick={() => setWantsText(!wantsText)}
        >
          CEL
        </button>
      </div>
      {read === null && text.trim() !== '' && fault === null && (
        <p className="muted">
          <Trans>Điều kiện này nhiều hơn các dòng so sánh: chỉ sửa được bằng CEL.</Trans>
        </p>
      )}
      {isText ? (
        <ExpressionField
          label={label}
          field={field}
          value={text}
          onChange={(next) => {
            // Half a condition is none: what is being written must not turn into lines under the hand.
            setWantsText(true);
            onChange(next);
          }}
        />
      ) : (
        <>
          <ConditionGroupLines
            label={label}
            group={grouped(read)}
            onChange={(group) => onChange(conditionText(group))}
          />
          <FieldFault field={field} text={text} />
        </>
      )}
    </div>
  );
}

/** One comparison is a group of one. */
function grouped(condition: PlainCondition): ConditionGroup {
  return condition.kind === 'group' ? condition : { kind: 'group', join: 'all', parts: [condition] };
}
