import { useCallback } from 'react';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useLive } from '../live/use-live.ts';
import { cameraOf, wallNow } from '../live/wall-scene.ts';
import { KpiRow } from '../panels/kpi-row.tsx';
import { useReceiptOpener } from '../ui/receipt-opener.ts';
import { CityMap } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import { Part, rowsOf, ScenePanel } from './scene-panel.tsx';
import { useNightlyReload } from './use-nightly-reload.ts';
import { useOrbit } from './use-orbit.ts';
import { WallHeader } from './wall-header.tsx';
import { WallStrip } from './wall-strip.tsx';
import './header.css';
import './wall-page.css';

const WALL = { tables: ['wall', 'incident'], maxHz: 10 } as const;

/**
 * One screen of a wall: read-only, no input is drawn, nothing of it needs a hand. The map stays through all scenes and flies;
 * header, figures and strip never turn.
 */
export function WallPage({ room, screen }: { room: string; screen: string }) {
  const { ground } = useCentre();
  const isLost = useIsLinkLost();
  const { isOffered: hasPointer } = useReceiptOpener();
  const select = useCallback((state: CityState) => wallNow(state, ground, room), [ground, room]);
  const now = useLive(select, WALL);
  const { scene, incident } = now;
  useOrbit();
  useNightlyReload();
  const columns = [scene.left.length > 0 && '25rem', 'minmax(0, 1fr)', scene.right.length > 0 && '27rem'];
  return (
    <div className={`wall ${isLost ? 'is-lost' : ''} ${hasPointer ? 'has-pointer' : ''}`}>
      <LostLinkBand />
      <WallHeader />
      <KpiRow />
      <main
        className="wall-main"
        data-scene={scene.id}
        style={{ gridTemplateColumns: columns.filter(Boolean).join(' ') }}
      >
        {scene.left.length > 0 && <Column key="left" ids={scene.left} incident={incident} />}
        <div
          key="middle"
          className="wall-column"
          style={{ gridTemplateRows: ['minmax(0, 1fr)', rowsBelow(scene.middle)].join(' ') }}
        >
          <section key="map" className="panel wall-map">
            <Part>
              <CityMap mode="wall" camera={cameraOf(now, ground)} layers={scene.layers ?? null} />
            </Part>
          </section>
          {scene.middle.map((id) => (
            <ScenePanel key={id} id={id} incident={incident} />
          ))}
        </div>
        {scene.right.length > 0 && <Column key="right" ids={scene.right} incident={incident} />}
      </main>
      <WallStrip room={room} screen={screen} now={now} />
    </div>
  );
}

function Column({
  ids,
  incident,
}: {
  ids: readonly string[];
  incident: Parameters<typeof ScenePanel>[0]['incident'];
}) {
  const { ground } = useCentre();
  return (
    <div className="wall-column" style={{ gridTemplateRows: rowsOf(ids, ground) }}>
      {ids.map((id) => (
        <ScenePanel key={id} id={id} incident={incident} />
      ))}
    </div>
  );
}

/** Under the map panels are flat: it is the map that is looked at. */
function rowsBelow(ids: readonly string[]): string {
  return ids.map(() => '7.5rem').join(' ');
}
