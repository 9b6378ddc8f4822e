import { useCallback, useMemo } from 'react';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useLive } from '../live/use-live.ts';
import { WHOLE_DAY_H } from '../live/scene-span.ts';
import { SceneHours } from '../live/use-scene-hours.ts';
import { cameraOf, wallNow } from '../live/wall-scene.ts';
import { panelsOfTile, tileOf, wallOf } from '../live/wall-tile.ts';
import { KpiRow } from '../panels/kpi-row.tsx';
import { useReceiptOpener } from '../ui/receipt-opener.ts';
import { CityMap, WallArea } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import { Part, rowsOf, rowsOfTile, ScenePanel } from './scene-panel.tsx';
import { useNightlyReload } from './use-nightly-reload.ts';
import { useOrbit } from './use-orbit.ts';
import { useWallUnit } from './use-wall-unit.ts';
import { WallDim } from './wall-dim.tsx';
import { WallHeader } from './wall-header.tsx';
import { WallStrip } from './wall-strip.tsx';
import './header.css';
import './wall-page.css';

const WALL = { tables: ['wall', 'incident'], maxHz: 10 } as const;

/**
 * One screen of a wall: read-only, no input is drawn, nothing of it needs a hand. The map stays through all scenes and flies;
 * header, figures and strip never turn. In a room with a grid this is one tile of one picture: header and figures lie over the upper row.
 */
export function WallPage({ room, screen }: { room: string; screen: string }) {
  const { ground } = useCentre();
  const isLost = useIsLinkLost();
  const { isOffered: hasPointer } = useReceiptOpener();
  const select = useCallback((state: CityState) => wallNow(state, ground, room), [ground, room]);
  const now = useLive(select, WALL);
  const { scene, incident } = now;
  const wall = wallOf(ground, room);
  const tile = useMemo(() => tileOf(wall, screen), [wall, screen]);
  const { left, middle, right } = panelsOfTile(scene, { wall, tile });
  useOrbit();
  useNightlyReload(screen);
  const readableM = useWallUnit(wall, tile);
  const isUpper = tile === null || tile.row === 0;
  const columns = [
    left.length > 0 && 'var(--wall-left)',
    'minmax(0, 1fr)',
    right.length > 0 && 'var(--wall-right)',
  ];
  return (
    <div className={wallClass({ isLost, hasPointer, isUpper, isTile: tile !== null })}>
      <LostLinkBand />
      {isUpper && <WallHeader tile={tile} />}
      {isUpper && <KpiRow part={tile === null ? null : { index: tile.column, count: tile.columns }} />}
      <SceneHours value={scene.hours ?? WHOLE_DAY_H}>
        <main
          className="wall-main"
          data-scene={scene.id}
          style={{ gridTemplateColumns: columns.filter(Boolean).join(' ') }}
        >
          {left.length > 0 && <Column key="left" ids={left} incident={incident} isTile={tile !== null} />}
          <div
            key="middle"
            className="wall-column"
            style={{ gridTemplateRows: ['minmax(0, 1fr)', rowsBelow(middle)].join(' ') }}
          >
            <section key="map" className="panel wall-map">
              <Part>
                <CityMap
                  mode="wall"
                  camera={cameraOf(now, ground)}
                  layers={scene.layers ?? null}
                  tools={scene.area === undefined ? null : WallArea}
                  area={scene.area ?? null}
                  place={tile === null ? null : { tile, wall: wall!, sinceMs: now.record?.sinceMs ?? 0 }}
                />
              </Part>
            </section>
            {middle.map((id) => (
              <ScenePanel key={id} id={id} incident={incident} />
            ))}
          </div>
          {right.length > 0 && <Column key="right" ids={right} incident={incident} isTile={tile !== null} />}
        </main>
      </SceneHours>
      <WallStrip room={room} screen={screen} now={now} readableM={readableM} />
      <WallDim wall={wall} />
    </div>
  );
}

function wallClass(is: { isLost: boolean; hasPointer: boolean; isUpper: boolean; isTile: boolean }): string {
  const names = [
    is.isLost && 'is-lost',
    is.hasPointer && 'has-pointer',
    is.isTile && 'is-tile',
    !is.isUpper && 'is-lower',
  ];
  return ['wall', ...names.filter(Boolean)].join(' ');
}

function Column({
  ids,
  isTile,
  incident,
}: {
  ids: readonly string[];
  isTile: boolean;
  incident: Parameters<typeof ScenePanel>[0]['incident'];
}) {
  const { ground } = useCentre();
  return (
    <div
      className="wall-column"
      style={{ gridTemplateRows: isTile ? rowsOfTile(ids, ground) : rowsOf(ids, ground) }}
    >
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
