import { Trans } from '@lingui/react/macro';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { FaultReason } from './fault-words.tsx';

/** What is wrong, and the place in the text as far as the centre told it. */
export function FaultPlace({ id, text, fault }: { id?: string; text: string; fault: RuleFaultAnswer }) {
  const { position } = fault;
  const line = position === undefined ? undefined : text.split('\n')[position.line - 1];
  return (
    <div className="rule-fault" id={id} role="alert">
      <p>
        <b>
          <FaultReason fault={fault} />
        </b>{' '}
        {position !== undefined && (
          <span className="num">
            <Trans>
              (dòng {position.line}, cột {position.column})
            </Trans>
          </span>
        )}
      </p>
      {position !== undefined && line !== undefined && line !== '' && (
        <pre aria-hidden="true">
          {line}
          {'\n'}
          {' '.repeat(Math.max(0, position.column - 1))}^
        </pre>
      )}
    </div>
  );
}
