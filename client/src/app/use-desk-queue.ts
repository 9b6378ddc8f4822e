import { useCallback, useMemo, useState } from 'react';
import type { AlarmRecord, CityState, IncidentRecord, PositionRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { deskQueue } from '../live/desk-queue.ts';
import type { DeskQueue, QueueGroup } from '../live/desk-queue.ts';
import { findPlaces, placeIndex } from '../live/place-search.ts';
import type { FoundPlace, PlaceIndex } from '../live/place-search.ts';
import { parseFilter } from '../live/queue-filter.ts';
import { useLive } from '../live/use-live.ts';
import { useLocale } from '../ui/use-locale.ts';

export interface DeskRoom {
  incidents: ReadonlyMap<string, IncidentRecord>;
  alarms: ReadonlyMap<string, AlarmRecord>;
}

export interface DeskQueueState {
  room: DeskRoom;
  queue: DeskQueue;
  search: string;
  setSearch: (text: string) => void;
  groups: ReadonlySet<QueueGroup>;
  toggleGroup: (group: QueueGroup) => void;
  isMine: boolean;
  setMine: (isMine: boolean) => void;
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
  const [search, setSearch] = useState('');
  const [groups, setGroups] = useState<ReadonlySet<QueueGroup>>(new Set());
  const [isMine, setMine] = useState(false);
  const [byHand, setByHand] = useState<ReadonlyMap<string, boolean>>(new Map());
  const room = useLive(selectRoom, ROOM);
  const positions = useLive(selectPositions, POSITIONS);
  const index = useMemo(() => placeIndex(ground, locale), [ground, locale]);
  const places = useMemo(() => findPlaces(index, search, MOST_PLACES), [index, search]);
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
  const queue = useMemo(() => {
    const person = session.name;
    const posts = new Set(positions.filter(({ holder }) => holder?.person === person).map(({ id }) => id));
    return deskQueue(
      { incidents: room.incidents.values(), alarms: room.alarms.values(), posts, person },
      { filter: parseFilter(search), groups, mine: isMine ? person : null, opened },
    );
  }, [room, positions, session, search, groups, isMine, opened]);
  const toggleGroup = useCallback((group: QueueGroup) => {
    setGroups((before) => {
      const next = new Set(before);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  }, []);
  const toggle = useCallback(
    (incidentId: string, isOpen?: boolean) =>
      setByHand((before) => new Map(before).set(incidentId, isOpen ?? !opened.has(incidentId))),
    [opened],
  );
  return {
    ...{ room, queue, search, setSearch, groups, toggleGroup, isMine, setMine, places, toggle },
    placeIndex: index,
  };
}

const ROOM = { tables: ['incident', 'alarm'], maxHz: 4 } as const;
const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

/** Copies: the tables are changed in place, and a queue must not change under its rows. */
function selectRoom({ records }: CityState): DeskRoom {
  return { incidents: new Map(records.incident), alarms: new Map(records.alarm) };
}

function selectPositions({ records }: CityState): PositionRecord[] {
  return [...records.position.values()];
}
