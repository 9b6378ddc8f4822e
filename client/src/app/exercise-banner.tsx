import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { LIVE, realmName, withRealm } from '../live/realm.ts';
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

/** Back to the live room, as a fresh page: nothing of the exercise is left in it. */
export function LeaveExercise() {
  return (
    <a className="exercise-leave" href={withRealm('/desk', LIVE)}>
      <Trans>Rời diễn tập</Trans>
    </a>
  );
}
