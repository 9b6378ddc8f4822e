import { Trans } from '@lingui/react/macro';
import { FaultWords } from './fault-words.tsx';
import { RuleConflict } from './rule-conflict.tsx';
import type { RuleDraft } from './use-rule-draft.ts';

/** Saves the draft, and says what the centre said: nothing looks saved before it is. A conflict shows both and loses neither. */
export function RuleSave({ draft, revision }: { draft: RuleDraft; revision: number }) {
  const { isChanged, isSaving, problem, other, read, fault } = draft;
  return (
    <div className="rule-foot">
      {problem !== null && other === null && (
        <p className="rule-problem" role="alert">
          <b>
            {problem.status === 0 ? (
              <Trans>Chưa lưu: không tới được trung tâm.</Trans>
            ) : (
              <Trans>Chưa lưu.</Trans>
            )}
          </b>{' '}
          {fault === null ? problem.message : <FaultWords fault={fault} />} <code>{problem.code}</code>
        </p>
      )}
      {other !== null && <RuleConflict draft={draft} other={other} />}
      {other === null && (
        <div className="rule-ways">
          <button
            className="button button-primary"
            type="button"
            disabled={!isChanged || isSaving || !read.ok}
            onClick={() => void draft.save()}
          >
            {isSaving ? <Trans>đang lưu…</Trans> : <Trans>Lưu thành bản {revision + 1}</Trans>}
          </button>
          <button className="button" type="button" disabled={!isChanged || isSaving} onClick={draft.revert}>
            <Trans>Bỏ thay đổi</Trans>
          </button>
          {isChanged && (
            <span className="muted">
              <Trans>Có thay đổi chưa lưu</Trans>
            </span>
          )}
        </div>
      )}
    </div>
  );
}
