import { Trans } from '@lingui/react/macro';
import type { GeofenceRecord } from '@metropane/live-state';
import type { FenceDrafting } from './use-fence-draft.ts';

/** Why it is not saved; where somebody was faster, both ways out. */
export function SaveProblem({ drafting: { problem, change, begin } }: { drafting: FenceDrafting }) {
  if (problem === null) return null;
  const theirs = problem.extra['fence'] as GeofenceRecord | undefined;
  const isStale = problem.status === 409 && theirs !== undefined;
  return (
    <div className="fence-problem" role="alert">
      <p>
        <b>
          {problem.status === 0 ? (
            <Trans>Chưa lưu: không tới được trung tâm.</Trans>
          ) : (
            <Trans>Chưa lưu.</Trans>
          )}
        </b>{' '}
        {isStale ? (
          <Trans>
            {theirs.changedBy} vừa lưu bản {theirs.revision}.
          </Trans>
        ) : (
          problem.message
        )}{' '}
        <code>{problem.code}</code>
      </p>
      {isStale && (
        <div className="map-row">
          <button className="button" type="button" onClick={() => begin(theirs)}>
            <Trans>Lấy bản của họ</Trans>
          </button>
          <button className="button" type="button" onClick={() => change({ revision: theirs.revision })}>
            <Trans>Dùng bản của tôi, đè lên bản đó</Trans>
          </button>
        </div>
      )}
    </div>
  );
}
