import { Trans, useLingui } from '@lingui/react/macro';
import { boxOfRing } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { FENCE_WORDS } from '../../ui/geofence-words.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CityMapView } from '../city-map-view.ts';
import { FenceLayer, FENCES, selectFences } from '../fence-layer.tsx';
import { FENCE_PATHS } from '../fence-pictures.ts';
import { longitudeOf, mercatorX, mercatorY } from '../mercator.ts';
import { FenceHandles } from './fence-handles.tsx';
import { areaText } from './figure-words.ts';
import { GeofenceForm } from './geofence-form.tsx';
import { FenceCounts, GeofenceInside } from './geofence-inside.tsx';
import { useFenceDraft } from './use-fence-draft.ts';
import '../../ui/field.css';
import './geofence.css';

/** Who may draw, by the centre's table of rights. */
const DRAWERS: ReadonlySet<string> = new Set(['operator', 'supervisor', 'admin']);

/** Fences: those that stand with what lies inside now, and a hand that draws or changes one. */
export function GeofenceTool({
  view,
  overMap,
  onSelect,
}: {
  view: CityMapView;
  /** Where what is drawn by hand stands over the map; null before the page has it. */
  overMap: HTMLElement | null;
  onSelect: ((id: string) => void) | null;
}) {
  const { t } = useLingui();
  const { session } = useCentre();
  const fences = useLive(selectFences, FENCES);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const drafting = useFenceDraft();
  const { draft, problem } = drafting;
  const mayDraw = DRAWERS.has(session.role);
  const open = (fence: GeofenceRecord): void => {
    setSelectedId(fence.id === selectedId ? null : fence.id);
    if (fence.id !== selectedId) lookAtFence(view, fence);
  };
  return (
    <>
      <FenceLayer {...{ view, selectedId }} withoutId={draft?.id ?? null} />
      {draft !== null &&
        overMap !== null &&
        createPortal(
          <FenceHandles
            view={view}
            points={draft.points}
            onPoints={(points) => drafting.change({ points })}
          />,
          overMap,
        )}
      <section className="map-tile map-panel fence-panel" aria-label={t`Vùng vẽ trên bản đồ`}>
        {draft !== null ? (
          <GeofenceForm {...{ view, overMap, drafting, draft }} onSaved={setSelectedId} />
        ) : (
          <>
            {mayDraw && (
              <button className="button" type="button" autoFocus onClick={() => drafting.begin(null)}>
                <Trans>Vẽ vùng mới</Trans>
              </button>
            )}
            {problem !== null && (
              <p className="fence-problem" role="alert">
                <Trans>Chưa làm được:</Trans> {problem.message} <code>{problem.code}</code>
              </p>
            )}
            {fences.length === 0 && (
              <EmptyNote>
                <Trans>Chưa có vùng nào.</Trans>
              </EmptyNote>
            )}
            <ul className="fence-list">
              {fences.map((fence) => (
                <FenceRow
                  key={fence.id}
                  {...{ fence, view, mayDraw, drafting, onSelect }}
                  isOpen={fence.id === selectedId}
                  onOpen={() => open(fence)}
                />
              ))}
            </ul>
          </>
        )}
      </section>
    </>
  );
}

function FenceRow({
  fence,
  isOpen,
  onOpen,
  mayDraw,
  drafting,
  onSelect,
}: {
  fence: GeofenceRecord;
  isOpen: boolean;
  onOpen: () => void;
  mayDraw: boolean;
  drafting: ReturnType<typeof useFenceDraft>;
  onSelect: ((id: string) => void) | null;
}) {
  const { i18n } = useLingui();
  const locale = useLocale();
  return (
    <li>
      <button className="fence-row" type="button" aria-expanded={isOpen} onClick={onOpen}>
        <FenceSwatch kind={fence.kind} />
        <span>
          <b>{fence.name}</b>
          <span className="map-hint">
            {i18n._(FENCE_WORDS[fence.kind])} · <span className="num">{areaText(fence.areaM2, locale)}</span>
          </span>
        </span>
        <FenceCounts ring={fence.ring} />
      </button>
      {isOpen && (
        <>
          {mayDraw && <FenceActs {...{ fence, drafting }} />}
          <GeofenceInside fence={fence} onSelect={onSelect} />
        </>
      )}
    </li>
  );
}

function FenceActs({
  fence,
  drafting: { begin, remove, isSaving },
}: {
  fence: GeofenceRecord;
  drafting: ReturnType<typeof useFenceDraft>;
}) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="map-row">
      <button className="button" type="button" onClick={() => begin(fence)}>
        <Trans>Sửa</Trans>
      </button>
      <button
        className="button"
        type="button"
        disabled={isSaving}
        onClick={() => {
          setAsking(!isAsking);
          if (isAsking) void remove(fence);
        }}
        onBlur={() => setAsking(false)}
      >
        {isAsking ? <Trans>Xóa thật?</Trans> : <Trans>Xóa</Trans>}
      </button>
    </div>
  );
}

export function FenceSwatch({ kind }: { kind: GeofenceRecord['kind'] }) {
  return (
    <svg className="fence-swatch" viewBox="0 0 24 24" aria-hidden="true">
      <path className={kind === 'watch' ? 'is-dots' : undefined} d={FENCE_PATHS[kind]} />
      <rect x="1" y="1" width="22" height="22" />
    </svg>
  );
}

const TILE_PX = 512;
/** Of the map's box that a fence may fill, design pixels: narrow desks have no more. */
const ROOM_PX = { width: 420, height: 320 };
const CLOSEST_ZOOM = 16;
/** Half of the panel, which lies over the west of the map. */
const BESIDE_PX = 152;

/** Shows the whole fence. */
function lookAtFence(view: CityMapView, { ring }: Pick<GeofenceRecord, 'ring'>): void {
  const [west, south, east, north] = boxOfRing(ring);
  const perPx = Math.max(
    (mercatorX(east) - mercatorX(west)) / ROOM_PX.width,
    (mercatorY(south) - mercatorY(north)) / ROOM_PX.height,
  );
  const zoom = Math.min(CLOSEST_ZOOM, Math.log2(1 / (perPx * TILE_PX)));
  const besidePanel = BESIDE_PX / (TILE_PX * 2 ** zoom);
  const middle = (mercatorX(west) + mercatorX(east)) / 2;
  view.camera.lookAt([longitudeOf(middle - besidePanel), (south + north) / 2], zoom);
}
