import { Trans } from '@lingui/react/macro';
import { Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { CentreContext } from '../live/centre-context.ts';
import type { Centre } from '../live/centre-context.ts';
import type { ScreenPlace } from '../live/centre-port.ts';
import { LIVE, withRealm } from '../live/realm.ts';
import type { BootState, CentrePorts } from './boot.ts';
import { DESK_ROUTES } from './desk-routes.tsx';
import { ExerciseBanner, ExerciseClock, LeaveExercise } from './exercise-banner.tsx';
import { NewPassword } from './lazy-panels.ts';
import { ReceiptHost } from './receipt-host.tsx';
import { SignedOut } from './signed-out.tsx';
import { UnreachablePage } from './unreachable-page.tsx';
import { useBoot } from './use-boot.ts';
import { useLastHeard } from './use-last-heard.ts';
import { useLocationInRealm } from './use-location-in-realm.ts';
import { useReloadOnNewBuild } from './use-reload-on-new-build.ts';
import { useReloadOnRefusal } from './use-reload-on-refusal.ts';
import { WallPage } from './wall-page.tsx';
import './notice.css';

/** The page: start, then one of the screens; in an exercise under its banner, whatever is shown. */
export function App({ ports }: { ports: CentrePorts }) {
  const boot = useBoot(ports);
  const realm = ports.realm ?? LIVE;
  if (realm === LIVE) return <Page ports={ports} boot={boot} />;
  return <ExercisePage ports={ports} boot={boot} realm={realm} />;
}

function ExercisePage({ ports, boot, realm }: { ports: CentrePorts; boot: BootState; realm: string }) {
  const useRealmLocation = useLocationInRealm(realm);
  return (
    <Router hook={useRealmLocation} hrefs={(href) => withRealm(href, realm)}>
      {/* One element from the first moment to the last: what is replaced is gone for a moment. */}
      <ExerciseBanner realm={realm}>
        {boot.phase === 'ready' ? (
          <CentreContext value={boot.centre}>
            <ExerciseClock />
            <Route path="/desk/*?">
              <LeaveExercise />
            </Route>
          </CentreContext>
        ) : (
          <LeaveExercise />
        )}
      </ExerciseBanner>
      <Page ports={ports} boot={boot} />
    </Router>
  );
}

function Page({ ports, boot }: { ports: CentrePorts; boot: BootState }) {
  switch (boot.phase) {
    case 'starting':
      return (
        <main className="notice" aria-busy="true">
          <p>
            <Trans>Đang mở trung tâm…</Trans>
          </p>
        </main>
      );
    case 'signed-out':
      return <SignedOut problem={boot.problem} api={ports.api} />;
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
          <Routes ports={ports} centre={boot.centre} />
        </CentreContext>
      );
  }
}

function Routes({ ports, centre }: { ports: CentrePorts; centre: Centre }) {
  return (
    <Switch>
      <Route path="/wall/:room/:screen">
        {({ room, screen }) => (
          <>
            <LinkOf ports={ports} centre={centre} room={room} screen={screen} />
            <ReceiptHost isWall>
              <WallPage room={room} screen={screen} />
            </ReceiptHost>
          </>
        )}
      </Route>
      {DESK_ROUTES.map(({ path, page }) => (
        <Route key={path} path={path}>
          {(part: Readonly<Record<string, string | undefined>>) => (
            <LazyPage ports={ports} centre={centre}>
              {page((name) => part[name] ?? null)}
            </LazyPage>
          )}
        </Route>
      ))}
      <Route path="/">
        <Redirect to="/desk" replace />
      </Route>
      <Route>
        <main className="notice">
          <h1>
            <Trans>Không có trang này</Trans>
          </h1>
          <a className="button" href="/desk">
            <Trans>Về bàn trực</Trans>
          </a>
        </main>
      </Route>
    </Switch>
  );
}

/** A page of the desk that comes when it is asked for. */
function LazyPage({ children, ...link }: { ports: CentrePorts; centre: Centre; children: ReactNode }) {
  return (
    <>
      <LinkOf {...link} />
      <ReceiptHost>
        <Suspense fallback={<main className="notice" aria-busy="true" />}>{children}</Suspense>
      </ReceiptHost>
    </>
  );
}

/** Holds the live link while one kind of page is shown. */
function LinkOf({
  ports,
  centre,
  room,
  screen,
}: { ports: CentrePorts; centre: Centre } & Partial<ScreenPlace>) {
  useReloadOnNewBuild();
  useReloadOnRefusal();
  useLastHeard(centre);
  useEffect(
    function holdLink() {
      const place = room === undefined || screen === undefined ? null : { room, screen };
      return ports.connect(centre, place);
    },
    [ports, centre, room, screen],
  );
  return null;
}
