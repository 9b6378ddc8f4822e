import { useCallback, useMemo, useState } from 'react';
import type { AlarmRecord, CityState, IncidentRecord, PositionRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { deskQueue } from '../live/desk-queue.ts';
import type { DeskQueue, QueueGroup } from '../live/desk-queue.ts';
import { findPlaces, placeIndex } from '../live/place-search.ts';
import type { FoundPlace, PlaceIndex } from '../live/place-search.ts';
import { parseFilter } from '../live/queue-filter.ts';
import { useLive } from '../live/use-live.ts';
import { queueWishIn, withQueueWish } from '../live/queue-wish.ts';
import type { QueueWish } from '../live/queue-wish.ts';
import { useAddressWish } from '../live/use-address-wish.ts';
import { useLocale } from '../ui/use-locale.ts';

export interface DeskRoom {
  incidents: ReadonlyMap<string, IncidentRecord>;
  alarms: ReadonlyMap<string, AlarmRecord>;
}

export interface DeskQueueState {
  room: DeskRoom;
  queue: DeskQueue;
  wish: QueueWish;
  /** Whether the wish may hide something. */
  isFiltered: boolean;
  setSearch: (text: string) => void;
  toggleGroup: (group: QueueGroup) => void;
  setMine: (isMine: boolean) => void;
  /** Wishes nothing any more. */
  showAll: () => void;
  places: readonly FoundPlace[];
  /** Every name of the city. */
  placeIndex: PlaceIndex;
  /** Opens or gathers the alarms of an incident. */
  toggle: (incidentId: string, isOpen?: boolean) => void;
}

const MOST_PLACES = 5;

/** The queue as this desk wants to see it. The chosen incident, and the one of the chosen alarm, show their alarms unless they were gathered by hand. */
export function useDeskQueue(selectedId: string | null): DeskQueueState {
  const { ground, session } = useCentre();
  const locale = useLocale();
  const { wish, change, type } = useAddressWish(QUEUE_WISH);
  const { search, groups, isMine } = wish;
  const room = useLive(selectRoom, ROOM);
  const positions = useLive(selectPositions, POSITIONS);
  const index = useMemo(() => placeIndex(ground, locale), [ground, locale]);
  const places = useMemo(() => findPlaces(index, search, MOST_PLACES), [index, search]);
  const { opened, toggle } = useOpened(room, selectedId);
  const filter = useMemo(() => parseFilter(search), [search]);
  const queue = useMemo(() => {
    const person = session.name;
    const posts = new Set(positions.filter(({ holder }) => holder?.person === person).map(({ id }) => id));
    return deskQueue(
      { incidents: room.incidents.values(), alarms: room.alarms.values(), posts, person },
      { filter, groups, mine: isMine ? person : null, opened },
    );
  }, [room, positions, session, filter, groups, isMine, opened]);
  const toggleGroup = useCallback(
    (group: QueueGroup) => {
      const next = new Set(groups);
      if (!next.delete(group)) next.add(group);
      change({ groups: next });
    },
    [groups, change],
  );
  return {
    ...{ room, queue, wish, toggleGroup, places, toggle },
    isFiltered: !filter.isEmpty || groups.size > 0 || isMine,
    setSearch: type,
    setMine: (mine) => change({ isMine: mine }),
    showAll: () => change({ search: '', groups: new Set(), isMine: false }),
    placeIndex: index,
  };
}

/** Which incidents show their alarms, and the way to open or gather one by hand. */
function useOpened(
  room: DeskRoom,
  selectedId: string | null,
): Pick<DeskQueueState, 'toggle'> & { opened: ReadonlySet<string> } {
  const [byHand, setByHand] = useState<ReadonlyMap<string, boolean>>(new Map());
  const opened = useMemo(() => {
    const ids = new Set<string>();
    const incidentId = room.alarms.get(selectedId ?? '')?.incidentId ?? selectedId;
    if (incidentId !== null) ids.add(incidentId);
    for (const [id, isOpen] of byHand) {
      if (isOpen) ids.add(id);
      else ids.delete(id);
    }
    return ids;
  }, [room, selectedId, byHand]);
  const toggle = useCallback(
    (incidentId: string, isOpen?: boolean) =>
      setByHand((before) => new Map(before).set(incidentId, isOpen ?? !opened.has(incidentId))),
    [opened],
  );
  return { opened, toggle };
}

const QUEUE_WISH = { read: queueWishIn, write: withQueueWish };
const ROOM = { tables: ['incident', 'alarm'], maxHz: 4 } as const;
const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

/** Copies: the tables are changed in place, and a queue must not change under its rows. */
function selectRoom({ records }: CityState): DeskRoom {
  return { incidents: new Map(records.incident), alarms: new Map(records.alarm) };
}

function selectPositions({ records }: CityState): PositionRecord[] {
  return [...records.position.values()];
}
