import { useId } from 'react';
import { FieldFault } from './field-fault.tsx';
import { useFieldFaults } from './rule-editing.ts';

/** A CEL expression, and under it where it is wrong: the line itself with a mark below the character. */
export function ExpressionField({
  label,
  field,
  value,
  onChange,
}: {
  label: string;
  field: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const { own, fault } = useFieldFaults(field);
  const isWrong = own.length > 0 || fault !== null;
  return (
    <div className="rule-field is-wide">
      <textarea
        id={id}
        className="field rule-code"
        aria-label={label}
        rows={2}
        spellCheck={false}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-fault` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldFault id={`${id}-fault`} field={field} text={value} />
    </div>
  );
}
