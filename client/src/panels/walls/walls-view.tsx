import { Trans } from '@lingui/react/macro';
import type { CityState, WallRecord } from '@metropane/live-state';
import { useStore } from 'zustand';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { RoomCard } from './room-card.tsx';
import './walls-view.css';

const WALLS = { tables: ['wall'], maxHz: 4 } as const;

/** Every room with a wall: what it shows, what a desk may do with it, and whether its screens paint, together. */
export function WallsView() {
  const { live } = useCentre();
  const walls = useLive(selectWalls, WALLS);
  const list = useStore(live.screens, (screens) => screens.list);
  const rooms = [...new Set([...walls.map(({ id }) => id), ...(list?.rooms ?? []).map(({ room }) => room)])];
  return (
    <main className="walls-main" tabIndex={0}>
      {rooms.length === 0 && (
        <EmptyNote>
          <Trans>Thành phố chưa khai màn hình tường nào (scenes.yaml).</Trans>
        </EmptyNote>
      )}
      {rooms.map((room) => (
        <RoomCard
          key={room}
          room={room}
          wall={walls.find(({ id }) => id === room) ?? null}
          screens={list?.rooms.find((one) => one.room === room) ?? null}
        />
      ))}
    </main>
  );
}

function selectWalls({ records }: CityState): WallRecord[] {
  return [...records.wall.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
