import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { LIVE, realmName, withRealm } from '../live/realm.ts';
import { useLink } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { useTickSpeed } from '../live/use-tick-speed.ts';
import { formatDate, formatNumber, formatTime } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';
import './exercise-banner.css';

/**
 * Says over every page of an exercise, for as long as it is open, that nothing of it is real. It has its own place above the page, so
 * nothing can lie over it, and no way to be closed.
 */
export function ExerciseBanner({ realm, children }: { realm: string; children?: React.ReactNode }) {
  const { t } = useLingui();
  const name = realmName(realm);
  const title = t`DIỄN TẬP ${name} · Metropane`;
  useEffect(
    function nameTab() {
      document.documentElement.dataset['realm'] = 'exercise';
      document.title = title;
    },
    [title],
  );
  return (
    <>
      <aside className="exercise-banner" aria-label={t`Diễn tập`}>
        <strong>
          <Trans>DIỄN TẬP – KHÔNG PHẢI SỰ KIỆN THẬT</Trans>
        </strong>
        <span className="exercise-name">{name}</span>
        {children}
      </aside>
      <div className="exercise-frame" aria-hidden="true" />
    </>
  );
}

/** What time it is in the exercise, and how fast it goes. */
export function ExerciseClock() {
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

/** Back to the live room, as a fresh page: nothing of the exercise is left in it. */
export function LeaveExercise() {
  return (
    <a className="exercise-leave" href={withRealm('/desk', LIVE)}>
      <Trans>Rời diễn tập</Trans>
    </a>
  );
}
