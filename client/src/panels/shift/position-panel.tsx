import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { HandoverBrief } from '@metropane/incidents';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatDateTime, formatElapsed } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { BriefView } from './brief-view.tsx';
import { briefPath, handoverPath } from './shift-answers.ts';
import type { HandoverAnswer, ShownPosition } from './shift-answers.ts';
import { ShiftActs } from './shift-acts.tsx';
import { ShiftNoteBox } from './shift-note.tsx';
import { HANDOVER_WORDS, HOLDER_WORDS } from './shift-words.ts';
import type { ShiftActing } from './use-shift-act.ts';
import './position-panel.css';

const BRIEF_EVERY_MS = 10_000;

/** One position: who has it and how, what may be done, and the brief: live, or as it was frozen for the handover under way. */
export function PositionPanel({ position, acting }: { position: ShownPosition; acting: ShiftActing }) {
  const locale = useLocale();
  return (
    <Panel className="position-panel" title={inLocale(position.name, locale)} subtitle={position.id}>
      <div className="position-scroll" tabIndex={0}>
        <div className="position-top">
          <Holder position={position} />
          <ShiftActs position={position} acting={acting} />
          <ShiftNoteBox acting={acting} />
        </div>
        {position.handover === null ? (
          <LiveBrief key={position.id} position={position} />
        ) : (
          <FrozenBrief key={position.handover.id} id={position.handover.id} revision={position.revision} />
        )}
      </div>
    </Panel>
  );
}

function Holder({ position: { holder, handover } }: { position: ShownPosition }) {
  const { i18n } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  return (
    <div className="position-holder">
      {holder === null ? (
        <p>
          <b className="position-vacant">
            <Trans>Không có người giữ vị trí này</Trans>
          </b>
        </p>
      ) : (
        <p>
          <b>{holder.person}</b> · {i18n._(HOLDER_WORDS[holder.how])}{' '}
          {holder.from !== undefined && <Trans>từ tay {holder.from}</Trans>}{' '}
          <span className="num muted">
            {formatDateTime(holder.sinceMs, ground.zone)} ({formatElapsed(nowMs - holder.sinceMs, locale)})
          </span>
          {holder.reason !== undefined && (
            <span className="muted">
              {' '}
              · <Trans>lý do: {holder.reason}</Trans>
            </span>
          )}
        </p>
      )}
      {handover !== null && (
        <p role="status">
          <span className="position-handover">{i18n._(HANDOVER_WORDS[handover.state])}</span> {handover.id} ·{' '}
          {handover.from} → {handover.to ?? <Trans>người nhận ca</Trans>}
        </p>
      )}
    </div>
  );
}

function LiveBrief({ position }: { position: ShownPosition }) {
  const { api, ground } = useCentre();
  const question = useCallback(() => api.get<HandoverBrief>(briefPath(position.id)), [api, position.id]);
  const { value, problem } = useAnswer(question, BRIEF_EVERY_MS);
  return (
    <BriefState
      brief={value}
      problem={problem?.message ?? null}
      head={
        value !== null && (
          <Trans>
            Tóm tắt lúc này, tính tới {formatDateTime(value.asOfMs, ground.zone)}. Bắt đầu bàn giao sẽ đóng
            băng bản này.
          </Trans>
        )
      }
    />
  );
}

function FrozenBrief({ id, revision }: { id: string; revision: number }) {
  const { api, ground } = useCentre();
  const question = useCallback(
    () => api.get<HandoverAnswer>(`${handoverPath(id)}?r=${revision}`),
    [api, id, revision],
  );
  const { value, problem } = useAnswer(question);
  return (
    <BriefState
      brief={value?.brief.content ?? null}
      problem={problem?.message ?? null}
      head={
        value !== null && (
          <Trans>
            Bản tóm tắt đã đóng băng, tính tới {formatDateTime(value.brief.asOfMs, ground.zone)} ·{' '}
            <code>{value.brief.hash.slice(0, 12)}</code>
          </Trans>
        )
      }
    />
  );
}

function BriefState({
  brief,
  problem,
  head,
}: {
  brief: HandoverBrief | null;
  problem: string | null;
  head: ReactNode;
}) {
  return (
    <div className="position-brief">
      {problem !== null && (
        <p className="brief-problem" role="alert">
          <Trans>Chưa lấy được bản tóm tắt mới: {problem}</Trans>
        </p>
      )}
      {brief === null ? (
        problem === null && (
          <p className="muted" aria-busy="true">
            <Trans>Đang lập bản tóm tắt…</Trans>
          </p>
        )
      ) : (
        <>
          <p className="brief-head">{head}</p>
          <BriefView brief={brief} />
        </>
      )}
    </div>
  );
}
