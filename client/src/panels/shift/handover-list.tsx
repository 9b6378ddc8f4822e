import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { handoversPath } from './shift-answers.ts';
import type { HandoverListAnswer, ShownPosition } from './shift-answers.ts';
import { HANDOVER_WORDS } from './shift-words.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** The handovers of the position over the last 30 days; each opens as the sheet that both signed. */
export function HandoverList({ position: { id, revision } }: { position: ShownPosition }) {
  const { i18n } = useLingui();
  const { api, ground, live } = useCentre();
  const question = useCallback(() => {
    const toMs = Math.floor(live.clock.nowMs()) + 60_000;
    return api.get<HandoverListAnswer>(
      `${handoversPath(id, { fromMs: toMs - DAYS * DAY_MS, toMs })}&r=${revision}`,
    );
  }, [api, live, id, revision]);
  const { value, problem } = useAnswer(question);
  return (
    <Panel
      className="handover-list"
      title={<Trans>Bàn giao trong {DAYS} ngày</Trans>}
      subtitle={value?.items.length ?? ''}
    >
      <div className="roster-scroll">
        {problem !== null && (
          <p role="alert">
            <Trans>Chưa lấy được danh sách: {problem.message}</Trans>
          </p>
        )}
        {value?.items.length === 0 && (
          <p className="muted">
            <Trans>Chưa có lần bàn giao nào.</Trans>
          </p>
        )}
        <ul className="roster">
          {value?.items.map((one) => (
            <li key={one.id}>
              <Link className="handover-link" href={`/desk/handover/${one.id}`}>
                <b>{one.id}</b> {one.from} → {one.taken?.by ?? one.to ?? '…'}
              </Link>
              <span>{i18n._(HANDOVER_WORDS[one.state])}</span>
              <span className="num">{formatDateTime(one.beganAtMs, ground.zone)}</span>
            </li>
          ))}
        </ul>
        {value?.nextCursor !== undefined && (
          <p className="muted">
            <Trans>Chỉ hiện 100 lần mới nhất.</Trans>
          </p>
        )}
      </div>
    </Panel>
  );
}
