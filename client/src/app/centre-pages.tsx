import { Trans } from '@lingui/react/macro';
import { Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { Redirect, Route, Switch, useRoute } from 'wouter';
import type { Centre } from '../live/centre-context.ts';
import type { ScreenPlace } from '../live/centre-port.ts';
import { DESK_ROUTES } from './desk-routes.tsx';
import { WallPage } from './lazy-panels.ts';
import { RealmRouter } from './realm-router.tsx';
import { ReceiptHost } from './receipt-host.tsx';
import { StartingNotice } from './starting-notice.tsx';
import { useLastHeard } from './use-last-heard.ts';
import { useReloadOnNewBuild } from './use-reload-on-new-build.ts';
import { useReloadOnRefusal } from './use-reload-on-refusal.ts';

export { LiveStore } from '../live/live-store.ts';
export { ExerciseStatus } from './exercise-status.tsx';

/** Starts the live link into `centre.live`; returns its end. */
export type ConnectLink = (centre: Centre, place: ScreenPlace | null) => () => void;

interface Linked {
  centre: Centre;
  connect: ConnectLink;
}

/** Every page of somebody who is let in. */
export function CentrePages(link: Linked) {
  return (
    <RealmRouter realm={link.centre.session.realm}>
      <LinkOfPlace {...link} />
      <Pages />
    </RealmRouter>
  );
}

/** One live link for all pages of a desk: who goes from one to the next misses nothing, and colleagues see nobody leave. */
function LinkOfPlace(link: Linked) {
  const [, wall] = useRoute('/wall/:room/:screen');
  const [isDesk] = useRoute('/desk/*?');
  if (wall !== null) return <LinkOf {...link} room={wall.room} screen={wall.screen} />;
  return isDesk ? <LinkOf {...link} /> : null;
}

function Pages() {
  return (
    <Switch>
      <Route path="/wall/:room/:screen">
        {({ room, screen }) => (
          <ReceiptHost isWall>
            <Suspense fallback={<StartingNotice />}>
              <WallPage room={room} screen={screen} />
            </Suspense>
          </ReceiptHost>
        )}
      </Route>
      {DESK_ROUTES.map(({ path, page }) => (
        <Route key={path} path={path}>
          {(part: Readonly<Record<string, string | undefined>>) => (
            <LazyPage>{page((name) => part[name] ?? null)}</LazyPage>
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
function LazyPage({ children }: { children: ReactNode }) {
  return (
    <ReceiptHost>
      <Suspense fallback={<main className="notice" aria-busy="true" />}>{children}</Suspense>
    </ReceiptHost>
  );
}

/** Holds the live link of a desk, or of one screen of a wall. */
function LinkOf({ centre, connect, room, screen }: Linked & Partial<ScreenPlace>) {
  useReloadOnNewBuild(screen ?? null);
  useReloadOnRefusal();
  useLastHeard(centre);
  useEffect(
    function holdLink() {
      const place = room === undefined || screen === undefined ? null : { room, screen };
      return connect(centre, place);
    },
    [connect, centre, room, screen],
  );
  return null;
}
