import { Trans, useLingui } from '@lingui/react/macro';
import { FaultPlace } from './fault-place.tsx';
import type { RuleFaultAnswer } from './rule-answers.ts';
import type { RuleDraft } from './use-rule-draft.ts';

/** The whole rule as text, for what the form does not show; says where the text cannot be read, and what the centre found wrong. */
export function RuleJson({
  draft,
  fault,
  isReadOnly,
}: {
  draft: RuleDraft;
  fault: RuleFaultAnswer | null;
  isReadOnly: boolean;
}) {
  const { t } = useLingui();
  const { read, text } = draft;
  return (
    <div className="rule-json">
      <textarea
        className="field rule-code"
        aria-label={t`Luật dạng JSON`}
        aria-invalid={!read.ok || fault !== null}
        spellCheck={false}
        rows={Math.min(40, text.split('\n').length + 1)}
        value={text}
        readOnly={isReadOnly || draft.isSaving}
        onChange={(event) => draft.setText(event.target.value)}
      />
      {!read.ok && (
        <div className="rule-fault" role="alert">
          <p>
            <b>
              <Trans>Chưa phải JSON</Trans>
            </b>
            : {read.message}{' '}
            {read.line !== null && (
              <span className="num">
                <Trans>
                  (dòng {read.line}, cột {read.column})
                </Trans>
              </span>
            )}
          </p>
        </div>
      )}
      {read.ok && fault !== null && (
        <>
          <p className="num">
            <Trans>
              Ở trường <code>{fault.field}</code>
            </Trans>
          </p>
          <FaultPlace text={expressionAt(read.rule, fault.field)} fault={fault} />
        </>
      )}
    </div>
  );
}

/** The expression that a fault names: `when`, `clear`, `severities[1].when`. */
function expressionAt(rule: object, field: string): string {
  let found: unknown = rule;
  for (const name of field.split(/[.[\]]+/).filter((part) => part !== ''))
    found = (found as Record<string, unknown> | undefined)?.[name];
  return typeof found === 'string' ? found : '';
}
