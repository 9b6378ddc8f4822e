import { Trans } from '@lingui/react/macro';
import { Suspense, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { CentreContext } from '../live/centre-context.ts';
import type { Centre } from '../live/centre-context.ts';
import type { ScreenPlace } from '../live/centre-port.ts';
import type { CentrePorts } from './boot.ts';
import { DeskPage } from './desk-page.tsx';
import { SourcesPage } from './lazy-panels.ts';
import { ReceiptHost } from './receipt-host.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { useBoot } from './use-boot.ts';
import { useReloadOnNewBuild } from './use-reload-on-new-build.ts';
import { useReloadOnRefusal } from './use-reload-on-refusal.ts';
import { WallPage } from './wall-page.tsx';
import './notice.css';

/** The page: start, then one of the screens. */
export function App({ ports }: { ports: CentrePorts }) {
  const boot = useBoot(ports);
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
      return <SignInPage problem={boot.problem} />;
    case 'unreachable':
      return (
        <main className="notice" role="alert">
          <h1>
            <Trans>Chưa liên lạc được với trung tâm</Trans>
          </h1>
          <p>
            <Trans>Trang sẽ tự thử lại.</Trans>
          </p>
          <code>
            {boot.problem.code}: {boot.problem.message}
          </code>
        </main>
      );
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
      <Route path="/desk/sources/:feed?">
        {({ feed }) => (
          <>
            <LinkOf ports={ports} centre={centre} />
            <ReceiptHost>
              <Suspense fallback={<main className="notice" aria-busy="true" />}>
                <SourcesPage feedId={feed ?? null} />
              </Suspense>
            </ReceiptHost>
          </>
        )}
      </Route>
      <Route path="/desk/:incident?">
        {({ incident }) => (
          <>
            <LinkOf ports={ports} centre={centre} />
            <ReceiptHost>
              <DeskPage incidentId={incident ?? null} />
            </ReceiptHost>
          </>
        )}
      </Route>
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

/** Holds the live link while one kind of page is shown. */
function LinkOf({
  ports,
  centre,
  room,
  screen,
}: { ports: CentrePorts; centre: Centre } & Partial<ScreenPlace>) {
  useReloadOnNewBuild();
  useReloadOnRefusal();
  useEffect(
    function holdLink() {
      const place = room === undefined || screen === undefined ? null : { room, screen };
      return ports.connect(centre, place);
    },
    [ports, centre, room, screen],
  );
  return null;
}
