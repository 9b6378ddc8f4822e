import { Trans } from '@lingui/react/macro';
import { ChangeList } from './change-list.tsx';
import { ruleDiff } from './rule-diff.ts';
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
          {fault === null ? problem.message : `${fault.field}: ${fault.message}`} <code>{problem.code}</code>
        </p>
      )}
      {other !== null && (
        <div className="rule-conflict" role="alert">
          <p>
            <b>
              <Trans>
                Chưa lưu: {other.by} vừa lưu bản {other.revision}.
              </Trans>
            </b>{' '}
            <Trans>Bản của bạn khác bản đó ở:</Trans>
          </p>
          {read.ok && <ChangeList changes={ruleDiff(other.rule, read.rule)} />}
          <div className="rule-ways">
            <button className="button" type="button" onClick={draft.rebase}>
              <Trans>Giữ bản của tôi, dựa trên bản {other.revision}</Trans>
            </button>
            <button className="button" type="button" onClick={draft.revert}>
              <Trans>Bỏ bản của tôi</Trans>
            </button>
          </div>
        </div>
      )}
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
