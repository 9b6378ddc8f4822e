import { Suspense } from 'react';
import { CentreContext } from '../live/centre-context.ts';
import { LIVE } from '../live/realm.ts';
import type { BootState, CentrePorts } from './boot.ts';
import { ExerciseBanner, LeaveExercise } from './exercise-banner.tsx';
import { CentrePages, ExerciseStatus, NewPassword, SignedOut } from './first-pages.ts';
import { StartingNotice } from './starting-notice.tsx';
import { UnreachablePage } from './unreachable-page.tsx';
import { useBoot } from './use-boot.ts';
import './notice.css';

/** The page: start, then one of the screens; in an exercise under its banner, whatever is shown. */
export function App({ ports }: { ports: CentrePorts }) {
  const boot = useBoot(ports);
  const realm = ports.realm ?? LIVE;
  if (realm === LIVE) return <Page ports={ports} boot={boot} />;
  return <ExercisePage ports={ports} boot={boot} realm={realm} />;
}

function ExercisePage({ ports, boot, realm }: { ports: CentrePorts; boot: BootState; realm: string }) {
  return (
    <>
      {/* One element from the first moment to the last: what is replaced is gone for a moment. */}
      <ExerciseBanner realm={realm}>
        {boot.phase === 'ready' ? (
          <CentreContext value={boot.centre}>
            <Suspense fallback={<LeaveExercise />}>
              <ExerciseStatus />
            </Suspense>
          </CentreContext>
        ) : (
          <LeaveExercise />
        )}
      </ExerciseBanner>
      <Page ports={ports} boot={boot} />
    </>
  );
}

function Page({ ports, boot }: { ports: CentrePorts; boot: BootState }) {
  switch (boot.phase) {
    case 'starting':
      return <StartingNotice />;
    case 'signed-out':
      return (
        <Suspense fallback={<StartingNotice />}>
          <SignedOut problem={boot.problem} api={ports.api} />
        </Suspense>
      );
    case 'new-password':
      return (
        <Suspense fallback={<main className="notice" aria-busy="true" />}>
          <NewPassword link={boot.link} api={ports.api} />
        </Suspense>
      );
    case 'unreachable':
      return <UnreachablePage problem={boot.problem} realm={ports.realm ?? LIVE} />;
    case 'ready':
      return (
        <CentreContext value={boot.centre}>
          <Suspense fallback={<StartingNotice />}>
            <CentrePages centre={boot.centre} connect={boot.connect} />
          </Suspense>
        </CentreContext>
      );
  }
}
