import { useLingui } from '@lingui/react/macro';
import { ARITHMETIC_OPERATORS, numberAtom } from '@metropane/city';
import type { ArithmeticOperator, Atom, Operand } from '@metropane/city';
import { inputSummary } from './input-words.ts';
import { useRuleEditing } from './rule-editing.ts';
import { DurationInput, NumberInput } from './rule-fields.tsx';

/** The choice for a number that is typed; no input can have this name. */
const NUMBER = '#';
const SIGN_WORDS: Record<ArithmeticOperator, string> = { '+': '+', '-': '−', '*': '×', '/': '÷' };

/** One side of a comparison: an input or a number, and if wanted one calculation with a second. */
export function ConditionOperand({
  label,
  operand,
  isTime,
  onChange,
}: {
  label: string;
  operand: Operand;
  /** It is compared with a duration: numbers are shown as one. */
  isTime: boolean;
  onChange: (operand: Operand) => void;
}) {
  const { t } = useLingui();
  const { first, calculation } = operand;
  const calculate = (sign: string): void => {
    const operator = ARITHMETIC_OPERATORS.find((each) => each === sign);
    if (operator === undefined) onChange({ first });
    else
      onChange({
        first: asDouble(first),
        calculation: { operator, second: calculation?.second ?? numberAtom(1) },
      });
  };
  const isFactor = calculation?.operator === '*' || calculation?.operator === '/';
  return (
    <span className="condition-operand">
      <AtomInput
        label={label}
        atom={first}
        isTime={isTime && !isFactor}
        isDouble={calculation !== undefined}
        onChange={(atom) =>
          onChange(calculation === undefined ? { first: atom } : { first: atom, calculation })
        }
      />
      <select
        className="field condition-sign"
        aria-label={t`${label}: tính thêm`}
        value={calculation?.operator ?? ''}
        onChange={({ target }) => calculate(target.value)}
      >
        <option value="">{t`tính…`}</option>
        {ARITHMETIC_OPERATORS.map((each) => (
          <option key={each} value={each}>
            {SIGN_WORDS[each]}
          </option>
        ))}
      </select>
      {calculation !== undefined && (
        <AtomInput
          label={t`${label}: tính với`}
          atom={calculation.second}
          isTime={isTime && !isFactor}
          isDouble
          onChange={(second) => onChange({ first, calculation: { ...calculation, second } })}
        />
      )}
    </span>
  );
}

function AtomInput({
  label,
  atom,
  isTime,
  isDouble,
  onChange,
}: {
  label: string;
  atom: Atom;
  isTime: boolean;
  isDouble: boolean;
  onChange: (atom: Atom) => void;
}) {
  const { t, i18n } = useLingui();
  const { rule } = useRuleEditing();
  const take = (value: number | null): void => {
    if (value !== null) onChange(isDouble ? numberAtom(value) : plainNumber(value));
  };
  const amount = t`${label}: con số`;
  return (
    <>
      <select
        className="field"
        aria-label={label}
        value={atom.kind === 'input' ? atom.name : NUMBER}
        onChange={({ target }) => {
          if (target.value !== NUMBER) onChange({ kind: 'input', name: target.value });
          else if (atom.kind === 'input') onChange(isDouble ? numberAtom(0) : plainNumber(0));
        }}
      >
        {Object.entries(rule.inputs).map(([name, input]) => {
          const { words, more } = inputSummary(input);
          return (
            <option key={name} value={name}>
              {`${name} · ${i18n._(words)} ${more}`}
            </option>
          );
        })}
        <option value={NUMBER}>{t`con số…`}</option>
      </select>
      {atom.kind === 'number' &&
        (isTime ? (
          <DurationInput aria-label={amount} ms={Number(atom.text)} onChange={take} />
        ) : (
          <NumberInput aria-label={amount} value={Number(atom.text)} onChange={take} />
        ))}
    </>
  );
}

function plainNumber(value: number): Atom {
  return { kind: 'number', text: String(value) };
}

/** CEL calculates with a number and an input only where the number has a point. */
function asDouble(atom: Atom): Atom {
  return atom.kind === 'number' && /^-?\d+$/.test(atom.text) ? { ...atom, text: `${atom.text}.0` } : atom;
}
