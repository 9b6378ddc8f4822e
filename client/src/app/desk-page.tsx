import { Trans } from '@lingui/react/macro';
import { Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import type { AlarmRecord } from '@metropane/live-state';
import { useLocation, useSearch } from 'wouter';
import type { FoundPlace } from '../live/place-search.ts';
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

/** An operator's desk: the queue, the map round what is chosen, all that is known of it, and a line for commands. */
export function DeskPage({ subjectId }: { subjectId: string | null }) {
  const [, navigate] = useLocation();
  const view = viewIn(useSearch());
  const locale = useLocale();
  const { layout, resize } = useDeskLayout();
  const [place, setPlace] = useState<FoundPlace | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<{ form: DeskForm; of: string | null } | null>(null);
  const [isHelp, setHelp] = useState(false);
  const seen = useRef<ReadonlySet<string>>(new Set());
  const state = useDeskQueue(subjectId);
  const chosen = useChosen(state, subjectId);
  const select = useCallback(
    (id: string) => {
      setPlace(null);
      navigate(deskPath(id, view), { replace: true });
    },
    [navigate, view],
  );
  useSharedSelection(
    subjectId,
    useCallback((id: string | null) => navigate(deskPath(id, view), { replace: true }), [navigate, view]),
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
  return (
    <div
      className={`desk view-${view} ${isLost ? 'is-lost' : ''} ${chosen === null && form !== 'new' ? '' : 'has-selected'}`}
      style={{ '--desk-left': `${layout.left}rem`, '--desk-right': `${layout.right}rem` } as CSSProperties}
    >
      <LostLinkBand />
      <DeskBar
        page="desk"
        onBack={chosen === null ? null : () => navigate(deskPath(null, view), { replace: true })}
      />
      <main className="desk-main">
        <div className="desk-left">
          <QueuePanel
            queue={state.queue}
            selectedId={subjectId}
            marked={marked}
            acts={acts}
            controls={controlsOf(state, setPlace)}
            onSeen={useCallback((ids: ReadonlySet<string>) => void (seen.current = ids), [])}
          />
          <DeskKeys marked={marked.size} onMany={commands.acknowledgeMany} onHelp={commands.help} />
        </div>
        <section className="panel desk-map">
          <PanelBoundary>
            <Suspense fallback={null}>
              <CityMap
                mode="desk"
                tools={MapTools}
                focus={place?.loc ?? loc ?? null}
                selectedId={chosenId(chosen)}
                onSelect={select}
              />
            </Suspense>
          </PanelBoundary>
          <SendToWall
            incidentId={chosen?.kind === 'incident' ? chosen.incident.id : (chosen?.alarm.incidentId ?? null)}
          />
          {loc !== undefined && (
            <div className="desk-nearby">
              <PanelBoundary>
                <Suspense fallback={null}>
                  <NearbyReadings loc={loc} />
                </Suspense>
              </PanelBoundary>
            </div>
          )}
        </section>
        <DeskSide {...{ chosen, subjectId, form }} onForm={openForm} onSelect={select} />
        <ColumnEdge side="left" rem={layout.left} onResize={resize} />
        <ColumnEdge side="right" rem={layout.right} onResize={resize} />
      </main>
      <footer className="desk-foot">
        <LoadGauge />
        <DeskCommandLine {...{ state, chosen, select, openForm, commands, setPlace }} />
        <DeskStats />
      </footer>
      {isHelp && <KeysHelp onClose={() => setHelp(false)} />}
      <p className="sr-only" role="status">
        {marked.size > 0 && <Trans>Đã đánh dấu {marked.size} mục</Trans>}
      </p>
    </div>
  );
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
  const { search, setSearch, groups, toggleGroup, isMine, setMine, places } = state;
  return {
    ...{ search, groups, isMine, places, onPlace },
    onSearch: setSearch,
    onGroup: toggleGroup,
    onMine: setMine,
  };
}
