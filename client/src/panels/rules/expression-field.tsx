import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { FAULT_WORDS } from './rule-words.ts';

/** A CEL expression, and under it where it is wrong: the line itself with a mark below the character. */
export function ExpressionField({
  label,
  field,
  value,
  fault,
  onChange,
}: {
  label: ReactNode;
  field: string;
  value: string;
  fault: RuleFaultAnswer | null;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const own = fault?.field === field ? fault : null;
  return (
    <div className="rule-field is-wide">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="field rule-code"
        rows={2}
        spellCheck={false}
        value={value}
        aria-invalid={own !== null}
        aria-describedby={own === null ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      />
      {own !== null && <FaultPlace id={`${id}-fault`} text={value} fault={own} />}
    </div>
  );
}

/** What is wrong, and the place in the text as far as the centre told it. */
export function FaultPlace({ id, text, fault }: { id?: string; text: string; fault: RuleFaultAnswer }) {
  const { i18n } = useLingui();
  const words = FAULT_WORDS[fault.code];
  const { position } = fault;
  const line = position === undefined ? undefined : text.split('\n')[position.line - 1];
  return (
    <div className="rule-fault" id={id} role="alert">
      <p>
        <b>{words === undefined ? fault.code : i18n._(words)}</b>: {fault.message}{' '}
        {position !== undefined && (
          <span className="num">
            <Trans>
              (dòng {position.line}, cột {position.column})
            </Trans>
          </span>
        )}
      </p>
      {position !== undefined && line !== undefined && (
        <pre aria-hidden="true">
          {line}
          {'\n'}
          {' '.repeat(Math.max(0, position.column - 1))}^
        </pre>
      )}
    </div>
  );
}
