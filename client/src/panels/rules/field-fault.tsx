import { useLingui } from '@lingui/react/macro';
import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { FaultPlace } from './fault-place.tsx';
import type { FieldFault as Fault, FieldFaultCode } from './rule-check.ts';
import { useFieldFaults } from './rule-editing.ts';

const CODE_WORDS: Record<FieldFaultCode, (fault: Fault) => MessageDescriptor> = {
  empty: () => msg`Chưa điền.`,
  'too-long': ({ max = 0 }) => msg`Dài quá ${max} ký tự.`,
  'out-of-range': ({ min = 0, max = 0 }) => msg`Phải từ ${min} đến ${max}.`,
  'not-whole': () => msg`Phải là một số nguyên mili giây.`,
  'bad-name': ({ name = '' }) =>
    msg`“${name}” chưa thành tên: chữ cái không dấu, số và dấu gạch dưới, chữ đứng đầu.`,
  'unknown-input': ({ name = '' }) => msg`Luật không còn số đo “${name}”.`,
  'too-many': ({ max = 0 }) => msg`Nhiều nhất ${max}.`,
  'none-left': () => msg`Cần ít nhất một.`,
  'not-of-areas': () => msg`Mức thường chỉ có của từng điểm đo, không có của phường hay toàn thành phố.`,
};

/** What is wrong with a field, under it; nothing where nothing is. */
export function FieldFault({
  id,
  field,
  below = false,
  text = '',
}: {
  /** For `aria-describedby` of the field. */
  id?: string;
  field: string;
  /** Also of what lies below the field. */
  below?: boolean;
  /** The expression in which the centre named a place. */
  text?: string;
}) {
  const { i18n } = useLingui();
  const { own, fault } = useFieldFaults(field, below);
  if (own.length === 0 && fault === null) return null;
  return (
    <div id={id} className="rule-field-fault">
      {own.map((one) => (
        <p key={`${one.field} ${one.code}`} className="rule-fault" role="alert">
          {i18n._(words(one))}
        </p>
      ))}
      {fault !== null && <FaultPlace text={text} fault={fault} />}
    </div>
  );
}

function words(fault: Fault): MessageDescriptor {
  const range = fault.code === 'out-of-range' && fault.field.endsWith('Ms');
  return range ? rangeOfTime(fault) : CODE_WORDS[fault.code](fault);
}

/** Limits of durations in the units of people: whole seconds and hours. */
function rangeOfTime({ min = 0, max = 0 }: Fault): MessageDescriptor {
  const seconds = min / 1_000;
  const hours = max / 3_600_000;
  return msg`Phải từ ${seconds} giây đến ${hours} giờ.`;
}
