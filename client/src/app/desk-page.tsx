import { Trans } from '@lingui/react/macro';
import { Fragment, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import type { AlarmRecord } from '@metropane/live-state';
import { useLocation, useSearch } from 'wouter';
import type { LonLat } from '../live/city-ground.ts';
import { placedColumns } from '../live/desk-layout.ts';
import type { DeskColumn, DeskExtra, DeskLayout, PlacedColumn } from '../live/desk-layout.ts';
import type { FoundPlace } from '../live/place-search.ts';
import { useReloadHold } from '../live/use-reload-hold.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { ColumnEdge } from '../panels/desk/column-edge.tsx';
import { DeskStats } from '../panels/desk/desk-stats.tsx';
import { KeysHelp } from '../panels/desk/keys-help.tsx';
import { LoadGauge } from '../panels/desk/load-gauge.tsx';
import { SendToWall } from '../panels/desk/send-to-wall.tsx';
import { QueuePanel } from '../panels/desk/queue-panel.tsx';
import { alarmTitle } from '../ui/alarm-words.ts';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { DeskBar } from './desk-bar.tsx';
import { DeskCommandLine } from './desk-command-line.tsx';
import { DeskKeys } from './desk-keys.tsx';
import { DeskSide } from './desk-side.tsx';
import { CityMap, MapTools, NearbyReadings } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import { deskPath, useOpenWindow, viewIn } from './desk-view.ts';
import { chosenId, useDeskCommands } from './use-desk-commands.ts';
import type { Chosen, DeskForm } from './use-desk-commands.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import { useDeskLayout } from './use-desk-layout.ts';
import { useDeskQueue } from './use-desk-queue.ts';
import type { DeskQueueState } from './use-desk-queue.ts';
import { useSharedSelection } from './use-shared-selection.ts';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** An operator's desk: the queue, the map round what is chosen, all that is known of it, and a line for commands. */
export function DeskPage({ subjectId }: { subjectId: string | null }) {
  const [, navigate] = useLocation();
  const question = useSearch();
  const view = viewIn(question);
  const locale = useLocale();
  const { layout, resize } = useDeskLayout(view);
  const placed = useMemo(() => placedColumns(layout), [layout]);
  const has = (extra: DeskExtra): boolean => !layout.hidden.includes(extra);
  const [place, setPlace] = useState<FoundPlace | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<{ form: DeskForm; of: string | null } | null>(null);
  const [isHelp, setHelp] = useState(false);
  const seen = useRef<ReadonlySet<string>>(new Set());
  const state = useDeskQueue(subjectId);
  // Marks are half of an act.
  useReloadHold(marked.size > 0);
  const chosen = useChosen(state, subjectId);
  const select = useCallback(
    (id: string) => {
      setPlace(null);
      navigate(deskPath(id, question), { replace: true });
    },
    [navigate, question],
  );
  useSharedSelection(
    subjectId,
    useCallback(
      (id: string | null) => navigate(deskPath(id, question), { replace: true }),
      [navigate, question],
    ),
  );
  // A form belongs to what was chosen when it was opened: another choice leaves it behind.
  const form = open !== null && (open.form === 'new' || open.of === subjectId) ? open.form : null;
  const openForm = useCallback(
    (wanted: DeskForm | null) => setOpen(wanted === null ? null : { form: wanted, of: subjectId }),
    [subjectId],
  );
  const commands = useDeskCommands({
    ...{ state, chosen, marked, setMarked, seen, select, openForm },
    openPage: useCallback((id: string) => navigate(`/desk/incidents/${id}`), [navigate]),
    openHelp: useCallback(() => setHelp(true), []),
    openWindow: useOpenWindow(),
    titleOf: useCallback((alarm: AlarmRecord) => alarmTitle(alarm, locale), [locale]),
  });
  useDeskKeys(commands);
  const isLost = useIsLinkLost();
  const loc =
    chosen === null ? undefined : chosen.kind === 'incident' ? chosen.incident.loc : chosen.alarm.loc;
  const acts = useMemo(() => ({ onSelect: select, onToggle: state.toggle }), [select, state.toggle]);
  const onSeen = useCallback((ids: ReadonlySet<string>) => void (seen.current = ids), []);
  const toWall = (
    <SendToWall
      incidentId={chosen?.kind === 'incident' ? chosen.incident.id : (chosen?.alarm.incidentId ?? null)}
    />
  );
  const parts: Record<DeskColumn, ReactNode> = {
    queue: (
      <div className="desk-left">
        <QueuePanel
          queue={state.queue}
          selectedId={subjectId}
          marked={marked}
          acts={acts}
          controls={controlsOf(state, setPlace)}
          onSeen={onSeen}
        />
        {has('keys') && (
          <DeskKeys marked={marked.size} onMany={commands.acknowledgeMany} onHelp={commands.help} />
        )}
        {!has('map') && toWall}
      </div>
    ),
    map: (
      <DeskMap
        loc={loc}
        focus={place?.loc ?? loc ?? null}
        selectedId={chosenId(chosen)}
        hasNearby={has('nearby')}
        onSelect={select}
      >
        {toWall}
      </DeskMap>
    ),
    detail: <DeskSide {...{ chosen, subjectId, form }} onForm={openForm} onSelect={select} />,
  };
  return (
    <div
      className={`desk view-${view} ${isLost ? 'is-lost' : ''} ${chosen === null && form !== 'new' ? '' : 'has-selected'}`}
      style={layoutStyle(layout, placed)}
    >
      <LostLinkBand />
      <DeskBar
        page="desk"
        onBack={chosen === null ? null : () => navigate(deskPath(null, question), { replace: true })}
      />
      <main className="desk-main">
        {placed.map(({ column }) => (
          <Fragment key={column}>{parts[column]}</Fragment>
        ))}
        {placed.map((each) => (
          <ColumnEdge key={each.column} placed={each} onResize={resize} />
        ))}
      </main>
      <footer className="desk-foot">
        {has('load') && <LoadGauge />}
        <DeskCommandLine {...{ state, chosen, select, openForm, commands, setPlace }} />
        {has('stats') && <DeskStats />}
      </footer>
      {isHelp && <KeysHelp onClose={() => setHelp(false)} />}
      <p className="sr-only" role="status">
        {marked.size > 0 && <Trans>Đã đánh dấu {marked.size} mục</Trans>}
      </p>
    </div>
  );
}

function DeskMap({
  loc,
  focus,
  selectedId,
  hasNearby,
  onSelect,
  children,
}: {
  loc: LonLat | undefined;
  focus: LonLat | null;
  selectedId: string | null;
  hasNearby: boolean;
  onSelect: (id: string) => void;
  children: ReactNode;
}) {
  return (
    <section className="panel desk-map">
      <PanelBoundary>
        <Suspense fallback={null}>
          <CityMap mode="desk" tools={MapTools} {...{ focus, selectedId, onSelect }} />
        </Suspense>
      </PanelBoundary>
      {children}
      {hasNearby && loc !== undefined && (
        <div className="desk-nearby">
          <PanelBoundary>
            <Suspense fallback={null}>
              <NearbyReadings loc={loc} />
            </Suspense>
          </PanelBoundary>
        </div>
      )}
    </section>
  );
}

function layoutStyle({ hidden }: DeskLayout, placed: readonly PlacedColumn[]): CSSProperties {
  const columns = placed.map(({ rem }) => (rem === null ? 'minmax(0, 1fr)' : `${rem}rem`));
  const foot = [!hidden.includes('load') && '27rem', 'minmax(0, 1fr)', !hidden.includes('stats') && '29rem'];
  return {
    '--desk-columns': columns.join(' '),
    '--foot-columns': foot.filter(Boolean).join(' '),
  } as CSSProperties;
}

function useChosen({ room }: DeskQueueState, subjectId: string | null): Chosen {
  return useMemo(() => {
    const incident = room.incidents.get(subjectId ?? '');
    if (incident !== undefined) return { kind: 'incident', incident };
    const alarm = room.alarms.get(subjectId ?? '');
    return alarm === undefined ? null : { kind: 'alarm', alarm };
  }, [room, subjectId]);
}

function controlsOf(state: DeskQueueState, onPlace: (place: FoundPlace) => void) {
  const { wish, isFiltered, setSearch, toggleGroup, setMine, showAll, places } = state;
  return {
    ...{ ...wish, isFiltered, places, onPlace },
    onSearch: setSearch,
    onGroup: toggleGroup,
    onMine: setMine,
    onAll: showAll,
  };
}
