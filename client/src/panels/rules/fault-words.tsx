import { useLingui } from '@lingui/react/macro';
import { fieldWords } from './field-words.ts';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { faultSentence } from './rule-words.ts';

/** What the centre refused, in one sentence: the part of the form, its field, and why. */
export function FaultWords({ fault }: { fault: RuleFaultAnswer }) {
  const { i18n } = useLingui();
  const part = fieldWords(fault.field);
  return (
    <>
      {part !== null && `${i18n._(part)} `}
      <code>{fault.field}</code>: <FaultReason fault={fault} />
    </>
  );
}

/** Why alone; what the centre only told in English is marked so. */
export function FaultReason({ fault }: { fault: RuleFaultAnswer }) {
  const { i18n } = useLingui();
  const { words, more } = faultSentence(fault);
  return (
    <>
      {words === undefined ? fault.code : i18n._(words)}
      {more !== '' && (
        <>
          : <span lang="en">{more}</span>
        </>
      )}
    </>
  );
}
