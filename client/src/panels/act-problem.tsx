import { Trans, useLingui } from '@lingui/react/macro';
import type { IncidentRecord } from '@metropane/live-state';
import type { IncidentActing } from '../live/use-incident-act.ts';
import { STATE_WORDS } from '../ui/incident-words.ts';

/**
 * Why an act was not saved. After a conflict: what the incident is now, and the same act again on that state; whatever was
 * typed is still in its box.
 */
export function ActProblem({ incident, acting }: { incident: IncidentRecord; acting: IncidentActing }) {
  const { i18n } = useLingui();
  const { state } = acting;
  if (state.phase !== 'failed') return null;
  const { problem, current, act, actionId } = state;
  const revision = Math.max(current?.revision ?? 0, incident.revision);
  const stateNow = i18n._(STATE_WORDS[current?.state ?? incident.state]);
  const by = current?.acknowledgedBy ?? current?.claimedBy ?? null;
  return (
    <div className="act-problem" role="alert">
      <p>
        {problem.status === 409 ? (
          <>
            <b>
              <Trans>Chưa lưu: người khác vừa đổi sự cố này.</Trans>
            </b>{' '}
            <Trans>
              Hiện giờ: {stateNow}, bản {revision}.
            </Trans>
            {by !== null && <> ({by})</>}
          </>
        ) : (
          <>
            <b>
              {problem.status === 0 ? (
                <Trans>Chưa lưu: không tới được trung tâm.</Trans>
              ) : (
                <Trans>Chưa lưu.</Trans>
              )}
            </b>{' '}
            {problem.status !== 0 && problem.message} <code>{problem.code}</code>
          </>
        )}
      </p>
      <div>
        <button
          className="button"
          type="button"
          // The act that never arrived keeps its identity; one decided anew on another state is another act.
          onClick={() => void acting.send(act, revision, problem.status === 409 ? undefined : actionId)}
        >
          {problem.status === 409 ? <Trans>Vẫn gửi</Trans> : <Trans>Gửi lại</Trans>}
        </button>
        <button className="button" type="button" onClick={acting.dismiss}>
          <Trans>Bỏ qua</Trans>
        </button>
      </div>
    </div>
  );
}
