import { Trans, useLingui } from '@lingui/react/macro';
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import type { OutboxEntry } from '../../live/outbox-entry.ts';
import type { Acting } from '../../live/use-acting.ts';
import { useCentre } from '../../live/centre-context.ts';
import { ALARM_WORDS } from '../../ui/alarm-words.ts';
import { formatTime } from '../../ui/format.ts';
import { STATE_WORDS } from '../../ui/incident-words.ts';
import { useActWords } from './act-words.ts';
import { UnsentWords } from './unsent-mark.tsx';

/**
 * Every act of this desk that the centre has not accepted: what was wanted, why it is not done, and after a conflict what the
 * thing has become in the meantime and through whom. The words stay here until they are sent or thrown away by hand.
 */
export function ActProblems({ acting, revision }: { acting: Acting; revision: number }) {
  const shown = acting.entries.filter(({ phase }) => phase !== 'saving');
  return shown.map((entry) => <ActProblem key={entry.actionId} {...{ entry, acting, revision }} />);
}

function ActProblem({ entry, acting, revision }: { entry: OutboxEntry; acting: Acting; revision: number }) {
  const { ground } = useCentre();
  const { problem, phase, actionId } = entry;
  const words = useActWords()(entry.act);
  const current = entry.current as { revision?: number } | undefined;
  const newest = Math.max(revision, current?.revision ?? 0);
  const isRefused = phase === 'conflict' || phase === 'refused';
  return (
    <div className={`act-problem ${isRefused ? '' : 'is-waiting'}`} role={isRefused ? 'alert' : 'status'}>
      <p>
        {phase === 'conflict' ? (
          <ConflictWords entry={entry} revision={newest} />
        ) : phase === 'refused' ? (
          <>
            <b>
              <Trans>Chưa lưu.</Trans>
            </b>{' '}
            {problem?.message} <code>{problem?.code}</code>
            {entry.allowed !== undefined && entry.allowed.length > 0 && (
              <>
                {' '}
                <Trans>Được phép: {entry.allowed.join(', ')}</Trans>
              </>
            )}
          </>
        ) : (
          <UnsentWords entry={entry} />
        )}
      </p>
      <p className="act-wanted">
        <span>
          <Trans>Bạn, lúc {formatTime(entry.decidedAtMs, ground.zone)}:</Trans>
        </span>{' '}
        <b>{words.name}</b>
        {words.text !== '' && <q>{words.text}</q>}
      </p>
      <div>
        {isRefused && (
          <button className="button" type="button" onClick={() => void acting.retry(actionId, newest)}>
            {phase === 'conflict' ? <Trans>Vẫn gửi</Trans> : <Trans>Gửi lại</Trans>}
          </button>
        )}
        <button className="button" type="button" onClick={() => acting.discard(actionId)}>
          {isRefused ? <Trans>Bỏ qua</Trans> : <Trans>Không gửi nữa</Trans>}
        </button>
      </div>
    </div>
  );
}

function ConflictWords({ entry, revision }: { entry: OutboxEntry; revision: number }) {
  const { i18n } = useLingui();
  const current = entry.current as Partial<IncidentRecord> | Partial<AlarmRecord> | undefined;
  const state = current?.state;
  const words =
    state === undefined
      ? '—'
      : entry.target.kind === 'incident'
        ? i18n._(STATE_WORDS[state as IncidentRecord['state']])
        : i18n._(ALARM_WORDS[state as AlarmRecord['state']]);
  const by = whoIn(current);
  return (
    <>
      <b>
        {entry.target.kind === 'incident' ? (
          <Trans>Chưa lưu: người khác vừa đổi sự cố này.</Trans>
        ) : (
          <Trans>Chưa lưu: báo động vừa đổi.</Trans>
        )}
      </b>{' '}
      <Trans>
        Hiện giờ: {words}, bản {revision}.
      </Trans>
      {by !== null && <> ({by})</>}
    </>
  );
}

function whoIn(current: Partial<IncidentRecord> | Partial<AlarmRecord> | undefined): string | null {
  if (current === undefined) return null;
  if ('claimedBy' in current && current.claimedBy !== undefined) return current.claimedBy;
  return current.acknowledgedBy ?? null;
}
