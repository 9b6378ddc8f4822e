import { Plural, Trans } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatTime } from '../../ui/format.ts';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import { SystemCard } from './system-card.tsx';
import { SystemDetailPanel } from './system-detail.tsx';
import type { SystemSummary } from './system-answers.ts';
import './systems-view.css';

const ASK_EVERY_MS = 30_000;

/** The thirteen systems of the city's plan, and one of them from close by. */
export function SystemsView({ code }: { code: string | null }) {
  const { api, ground } = useCentre();
  const [cursor] = useState(makeCursor);
  const ask = useCallback(() => api.get<{ at: string; items: SystemSummary[] }>('/systems'), [api]);
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  if (value === null)
    return (
      <main className="notice" aria-busy={problem === null}>
        <p role={problem === null ? undefined : 'alert'}>
          {problem === null ? (
            <Trans>Đang hỏi trung tâm…</Trans>
          ) : (
            <>
              <Trans>Chưa hỏi được các hệ thống:</Trans> <code>{problem.code}</code>
            </>
          )}
        </p>
      </main>
    );
  const { items, at } = value;
  const chosen = items.find((system) => system.code === code) ?? null;
  const silent = items.filter(({ status }) => status === 'silent').length;
  const unheard = items.filter(({ status }) => status === 'never-heard').length;
  return (
    <main className={`systems-main ${chosen === null ? '' : 'has-chosen'}`}>
      <header className="systems-head">
        <h2>
          <Trans>13 hệ thống của thành phố</Trans>
        </h2>
        <span className="muted">
          <Trans>nền: P10–P90 các kỳ trước</Trans>
        </span>
        <span className="systems-counts num">
          {silent > 0 && (
            <b className="is-fault">
              <Plural value={silent} one="# im lặng" other="# im lặng" />
            </b>
          )}
          {unheard > 0 && <Plural value={unheard} one="# chưa kết nối" other="# chưa kết nối" />}
          {problem === null ? (
            <span className="muted">
              <Trans>hỏi lúc {formatTime(Date.parse(at), ground.zone)}</Trans>
            </span>
          ) : (
            <b className="is-fault">
              <Trans>
                chưa hỏi lại được từ {formatTime(Date.parse(at), ground.zone)}: {problem.code}
              </Trans>
            </b>
          )}
        </span>
      </header>
      {code !== null && chosen === null && (
        <p className="systems-notice" role="alert">
          <Trans>Không có hệ thống {code} trong kế hoạch.</Trans>
        </p>
      )}
      <div className={`systems-grid ${problem === null ? '' : 'hatched'}`}>
        {items.map((system) => (
          <SystemCard key={system.code} system={system} isChosen={system.code === code} cursor={cursor} />
        ))}
      </div>
      {chosen !== null && <SystemDetailPanel key={chosen.code} system={chosen} cursor={cursor} />}
    </main>
  );
}
