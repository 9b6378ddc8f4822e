import { Trans, useLingui } from '@lingui/react/macro';
import { RotateCcw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatDateTime } from '../../ui/format.ts';
import { letterText } from './dead-letter-text.ts';
import type { DeadLetter, DeadLetterPage } from './feed-answers.ts';

const SAMPLES = 100;
const ASK_EVERY_MS = 30_000;
/** As the centre's table of rights has it. */
const MAY_REPLAY: readonly string[] = ['supervisor', 'admin'];

/** One refused message of a code at a time, newest first, with the reason; [ and ] walk through them. */
export function DeadLetterSample({ code }: { code: string }) {
  const { t } = useLingui();
  const { api, ground, session } = useCentre();
  const question = useCallback(
    () => api.get<DeadLetterPage>(`/dead-letters?code=${encodeURIComponent(code)}&limit=${SAMPLES}`),
    [api, code],
  );
  const { value, problem, ask } = useAnswer(question, ASK_EVERY_MS);
  const [id, setId] = useState<number | null>(null);
  const letters = useMemo(() => value?.items ?? [], [value]);
  const at = Math.max(
    0,
    letters.findIndex((letter) => letter.id === id),
  );
  const letter = letters[at];
  const step = useCallback(
    (by: number) => {
      const next = letters[Math.max(0, Math.min(letters.length - 1, at + by))];
      if (next !== undefined) setId(next.id);
    },
    [letters, at],
  );
  useSampleKeys(step);
  /** A message that is refused once more is a sample of its own: the list says so at once, and what is read stays in view. */
  const showReplayed = (replayed: DeadLetter): void => {
    setId(replayed.id);
    ask();
  };
  return (
    <div className="reject-part reject-sample">
      <header className="panel-head">
        <h2>
          <Trans>
            Mẫu <code>{code}</code>
          </Trans>
        </h2>
        {letter !== undefined && (
          <span className="panel-sub clip num">
            {at + 1} / {letters.length}
            {value?.nextCursor === undefined ? '' : '+'} · {letter.feed} ·{' '}
            {formatDateTime(Date.parse(letter.arrival), ground.zone)}
          </span>
        )}
        {letters.length > 1 && (
          <span className="panel-marks">
            <button className="sample-step" type="button" aria-label={t`Mẫu trước`} onClick={() => step(-1)}>
              <kbd className="keycap">[</kbd>
            </button>
            <button className="sample-step" type="button" aria-label={t`Mẫu sau`} onClick={() => step(1)}>
              <kbd className="keycap">]</kbd>
            </button>
          </span>
        )}
      </header>
      <div className="sample-body">
        {letter !== undefined ? (
          <Letter
            key={letter.id}
            letter={letter}
            onReplay={MAY_REPLAY.includes(session.role) ? showReplayed : null}
          />
        ) : (
          <p className="feed-none" role="status">
            <SampleState problem={problem} isRead={value !== null} />
          </p>
        )}
      </div>
    </div>
  );
}

function SampleState({ problem, isRead }: { problem: Problem | null; isRead: boolean }) {
  if (problem?.status === 403) return <Trans>Vai trò này không được đọc thông điệp bị từ chối.</Trans>;
  if (problem !== null) return <Trans>Chưa đọc được mẫu ({problem.code}); tự đọc lại.</Trans>;
  if (isRead) return <Trans>Không giữ mẫu nào của mã này.</Trans>;
  return <Trans>Đang đọc mẫu…</Trans>;
}

function Letter({
  letter,
  onReplay,
}: {
  letter: DeadLetter;
  /** Null for who may not replay. */
  onReplay: ((replayed: DeadLetter) => void) | null;
}) {
  const { t } = useLingui();
  return (
    <>
      <pre
        className="sample-text"
        tabIndex={0}
        role="region"
        aria-label={t`Thông điệp bị từ chối`}
        data-own-keys=""
      >
        {letterText(letter)}
      </pre>
      <p className="sample-why">
        {letter.index >= 0 && (
          <b className="num">
            <Trans>mục {letter.index}</Trans>
            {': '}
          </b>
        )}
        {letter.detail}
      </p>
      <p className="sample-topic">
        <code>{letter.topic}</code>
        {onReplay !== null && <ReplayButton letter={letter} onReplay={onReplay} />}
      </p>
    </>
  );
}

type Replay =
  | { phase: 'idle' | 'sending' }
  | { phase: 'done'; outcome: ReplayOutcome }
  | { phase: 'failed'; problem: Problem };

/** What became of the readings of a message that was sent again. */
interface ReplayOutcome {
  accepted: number;
  duplicate: number;
  late: number;
  rejected: { index: number; code: string }[];
}

function ReplayButton({
  letter,
  onReplay,
}: {
  letter: DeadLetter;
  onReplay: (replayed: DeadLetter) => void;
}) {
  const { api } = useCentre();
  const [replay, setReplay] = useState<Replay>({ phase: 'idle' });
  const send = async (): Promise<void> => {
    setReplay({ phase: 'sending' });
    try {
      setReplay({
        phase: 'done',
        outcome: await api.post<ReplayOutcome>(`/dead-letters/${letter.id}/replay`, {}),
      });
      onReplay(letter);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setReplay({ phase: 'failed', problem: error });
    }
  };
  return (
    <>
      <button
        className="button"
        type="button"
        disabled={replay.phase === 'sending'}
        onClick={() => void send()}
      >
        <RotateCcw aria-hidden="true" />
        <Trans>Phát lại</Trans>
      </button>
      <span className="replay-words" role="status">
        <ReplayWords replay={replay} />
      </span>
    </>
  );
}

function ReplayWords({ replay }: { replay: Replay }) {
  switch (replay.phase) {
    case 'idle':
      return null;
    case 'sending':
      return <Trans>đang phát lại…</Trans>;
    case 'failed':
      return <Trans>không phát lại được: {replay.problem.message}</Trans>;
    case 'done': {
      const { accepted, duplicate, late, rejected } = replay.outcome;
      const codes = [...new Set(rejected.map(({ code }) => code))].join(', ');
      return rejected.length === 0 ? (
        <Trans>
          đã phát lại: nhận {accepted}, trùng {duplicate}, trễ {late}
        </Trans>
      ) : (
        <Trans>
          đã phát lại: nhận {accepted}, trùng {duplicate}, vẫn từ chối {rejected.length} ({codes})
        </Trans>
      );
    }
  }
}

function useSampleKeys(step: (by: number) => void): void {
  useEffect(
    function listenForBrackets() {
      const onKey = ({ key, target }: KeyboardEvent): void => {
        const isTyping = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
        if (!isTyping && (key === '[' || key === ']')) step(key === '[' ? -1 : 1);
      };
      window.addEventListener('keydown', onKey);
      return () => window.removeEventListener('keydown', onKey);
    },
    [step],
  );
}
