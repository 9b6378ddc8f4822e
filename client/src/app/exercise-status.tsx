import { Trans } from '@lingui/react/macro';
import { Route } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { useLink } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { useTickSpeed } from '../live/use-tick-speed.ts';
import { formatDate, formatNumber, formatTime } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';
import { LeaveExercise } from './exercise-banner.tsx';

/** What the banner says once the room is known: its time, and at a desk the way out. */
export function ExerciseStatus() {
  return (
    <>
      <ExerciseClock />
      <Route path="/desk/*?">
        <LeaveExercise />
      </Route>
    </>
  );
}

/** What time it is in the exercise, and how fast it goes. */
function ExerciseClock() {
  const { ground, live } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const speed = useTickSpeed();
  const isLost = useLink(({ phase }) => phase !== 'live');
  if (nowMs === 0) {
    return (
      <span className="exercise-clock">
        <Trans>giờ diễn tập chưa chạy</Trans>
      </span>
    );
  }
  return (
    <span className="exercise-clock">
      <Trans>giờ diễn tập</Trans>{' '}
      <time className="num" dateTime={new Date(live.clock.nowMs()).toISOString()}>
        {formatTime(nowMs, ground.zone)} {formatDate(nowMs, ground.zone)}
      </time>{' '}
      {isLost ? null : speed === 0 ? (
        <b>
          <Trans>đang đứng</Trans>
        </b>
      ) : (
        <b className="num">×{formatNumber(speed, speed < 10 && speed % 1 !== 0 ? 1 : 0, locale)}</b>
      )}
    </span>
  );
}
