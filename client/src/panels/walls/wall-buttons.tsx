import { Trans, useLingui } from '@lingui/react/macro';
import type { WallRecord } from '@metropane/live-state';
import { Pause, Play, SkipBack, SkipForward, Undo2 } from 'lucide-react';
import { useCentre } from '../../live/centre-context.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { SENT_FOR_MS, useWallAct } from './use-wall-act.ts';

/** Next, back, stop, a scene of one's choice, and back to the playlist. A P1 that nobody has acknowledged goes before all of them. */
export function WallButtons({ wall }: { wall: WallRecord }) {
  const { ground } = useCentre();
  const { t } = useLingui();
  const locale = useLocale();
  const { act, problem } = useWallAct(wall.id);
  const isHeld = wall.heldBy !== null;
  return (
    <div className="wall-buttons">
      <button
        className="button"
        type="button"
        disabled={isHeld}
        onClick={() => void act({ action: 'previous' })}
      >
        <SkipBack className="icon" aria-hidden="true" />
        <Trans>Cảnh trước</Trans>
      </button>
      <button className="button" type="button" disabled={isHeld} onClick={() => void act({ action: 'next' })}>
        <SkipForward className="icon" aria-hidden="true" />
        <Trans>Cảnh kế</Trans>
      </button>
      <button
        className="button"
        type="button"
        aria-pressed={wall.isFrozen}
        onClick={() => void act({ action: wall.isFrozen ? 'unfreeze' : 'freeze' })}
      >
        {wall.isFrozen ? (
          <Play className="icon" aria-hidden="true" />
        ) : (
          <Pause className="icon" aria-hidden="true" />
        )}
        {wall.isFrozen ? <Trans>Cho chạy tiếp</Trans> : <Trans>Dừng ở cảnh này</Trans>}
      </button>
      <select
        className="field"
        aria-label={t`Gửi một cảnh lên phòng ${wall.id}`}
        value=""
        onChange={({ target }) => void act({ action: 'send', scene: target.value, forMs: SENT_FOR_MS })}
      >
        <option value="" disabled>
          {t`Gửi cảnh trong 10 phút…`}
        </option>
        {(ground.scenes ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {inLocale(name, locale)}
          </option>
        ))}
      </select>
      {wall.sentUntilMs !== null && (
        <button className="button" type="button" onClick={() => void act({ action: 'resume' })}>
          <Undo2 className="icon" aria-hidden="true" />
          <Trans>Trả tường về lịch</Trans>
        </button>
      )}
      {problem !== null && (
        <span role="alert" className="wall-problem">
          {problem.message} <code>{problem.code}</code>
        </span>
      )}
    </div>
  );
}
