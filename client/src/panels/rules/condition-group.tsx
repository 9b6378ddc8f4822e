import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { COMPARISON_OPERATORS } from '@metropane/city';
import type {
  Comparison,
  ComparisonOperator,
  ConditionGroup,
  Operand,
  PlainCondition,
  Rule,
} from '@metropane/city';
import { ConditionOperand } from './condition-operand.tsx';
import { useRuleEditing } from './rule-editing.ts';

const OPERATOR_WORDS: Record<ComparisonOperator, MessageDescriptor> = {
  '>=': msg`≥ từ`,
  '>': msg`> trên`,
  '<=': msg`≤ không quá`,
  '<': msg`< dưới`,
  '==': msg`= bằng`,
  '!=': msg`≠ khác`,
};
/** Deeper than this only the text goes. */
const MAX_DEPTH = 3;

/** Lines that all hold, or of which one does; groups in it stand indented. */
export function ConditionGroupLines({
  label,
  group,
  depth = 0,
  onChange,
}: {
  label: string;
  group: ConditionGroup;
  depth?: number;
  onChange: (group: ConditionGroup) => void;
}) {
  const { t } = useLingui();
  const { rule } = useRuleEditing();
  const name = useId();
  const { join, parts } = group;
  const put = (at: number, part: PlainCondition | null): void =>
    onChange({
      ...group,
      parts: parts.flatMap((one, i) => (i !== at ? [one] : part === null ? [] : [part])),
    });
  const add = (part: PlainCondition): void => onChange({ ...group, parts: [...parts, part] });
  const next = firstComparison(rule);
  return (
    <div className="condition-group" role="group" aria-label={label}>
      {parts.length > 1 && (
        <span className="condition-join" role="radiogroup" aria-label={t`${label}: cách nối`}>
          {(['all', 'any'] as const).map((each) => (
            <label key={each} className="rule-check">
              <input
                type="radio"
                name={name}
                checked={join === each}
                onChange={() => onChange({ ...group, join: each })}
              />
              {each === 'all' ? <Trans>tất cả đều đúng</Trans> : <Trans>ít nhất một điều đúng</Trans>}
            </label>
          ))}
        </span>
      )}
      <ol className="condition-lines">
        {parts.map((part, i) => {
          const place = t`${label}, dòng ${i + 1}`;
          return (
            // Lines have no name of their own, and are only ever told apart by their place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i}>
              {part.kind === 'group' ? (
                <ConditionGroupLines
                  label={place}
                  group={part}
                  depth={depth + 1}
                  onChange={(inner) => put(i, inner.parts.length === 1 ? inner.parts[0]! : inner)}
                />
              ) : (
                <ComparisonLine label={place} comparison={part} onChange={(one) => put(i, one)} />
              )}
              {parts.length > 1 && (
                <button
                  className="button"
                  type="button"
                  aria-label={t`Bỏ ${place}`}
                  onClick={() => put(i, null)}
                >
                  ×
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {next !== null && (
        <span className="rule-ways">
          <button className="button" type="button" onClick={() => add(next)}>
            <Trans>Thêm so sánh</Trans>
          </button>
          {depth + 1 < MAX_DEPTH && (
            <button
              className="button"
              type="button"
              onClick={() =>
                add({ kind: 'group', join: join === 'all' ? 'any' : 'all', parts: [next, next] })
              }
            >
              <Trans>Thêm nhóm</Trans>
            </button>
          )}
        </span>
      )}
    </div>
  );
}

/** A line to begin with: the first input against 0. */
export function firstComparison({ inputs }: Rule): Comparison | null {
  const name = Object.keys(inputs)[0];
  if (name === undefined) return null;
  const right: Operand = { first: { kind: 'number', text: '0' } };
  return { kind: 'comparison', left: { first: { kind: 'input', name } }, operator: '>=', right };
}

function ComparisonLine({
  label,
  comparison,
  onChange,
}: {
  label: string;
  comparison: Comparison;
  onChange: (comparison: Comparison) => void;
}) {
  const { t, i18n } = useLingui();
  const { rule } = useRuleEditing();
  const { left, operator, right } = comparison;
  const isTime = isDuration(left, rule) || isDuration(right, rule);
  return (
    <span className="condition-line">
      <ConditionOperand
        label={t`${label}: vế trái`}
        operand={left}
        isTime={isTime}
        onChange={(operand) => onChange({ ...comparison, left: operand })}
      />
      <select
        className="field"
        aria-label={t`${label}: so sánh`}
        value={operator}
        onChange={({ target }) => onChange({ ...comparison, operator: target.value as ComparisonOperator })}
      >
        {COMPARISON_OPERATORS.map((each) => (
          <option key={each} value={each}>
            {i18n._(OPERATOR_WORDS[each])}
          </option>
        ))}
      </select>
      <ConditionOperand
        label={t`${label}: vế phải`}
        operand={right}
        isTime={isTime}
        onChange={(operand) => onChange({ ...comparison, right: operand })}
      />
    </span>
  );
}

/** How long something has been silent is told in milliseconds. */
function isDuration({ first, calculation }: Operand, { inputs }: Rule): boolean {
  return [first, calculation?.second].some(
    (atom) => atom?.kind === 'input' && inputs[atom.name]?.kind === 'silence',
  );
}
