import { Trans, useLingui } from '@lingui/react/macro';
import { GEOFENCE_KINDS, LONGEST_NAME, LONGEST_PURPOSE, MOST_POINTS, ringAreaM2 } from '@metropane/city';
import type { GeofenceKind } from '@metropane/city';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { createPortal } from 'react-dom';
import { useCentre } from '../../live/centre-context.ts';
import type { LonLat } from '../../live/city-ground.ts';
import { FENCE_WORDS } from '../../ui/geofence-words.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CityMapView } from '../city-map-view.ts';
import { LIVES } from './fence-draft.ts';
import type { FenceDraft, FenceLife } from './fence-draft.ts';
import { areaText } from './figure-words.ts';
import { LIFE_WORDS, RING_FAULT_WORDS } from './geofence-fault-words.ts';
import { SaveProblem } from './geofence-problem.tsx';
import { typedPlace } from './typed-place.ts';
import { useDrawnPoints } from './use-drawn-points.ts';
import type { FenceDrafting } from './use-fence-draft.ts';
import { useFenceKeys } from './use-fence-keys.ts';

/** A fence that is drawn or changed: its points on the map, its words beside it. */
export function GeofenceForm({
  view,
  overMap,
  draft,
  drafting,
  onSaved,
}: {
  view: CityMapView;
  overMap: HTMLElement | null;
  draft: FenceDraft;
  drafting: FenceDrafting;
  onSaved: (id: string) => void;
}) {
  const { points, name, purpose } = draft;
  const { change, drop, save, fault, isSaving } = drafting;
  // An old one is changed by its points; a press on the map would add one where nobody wants it.
  const [isTaking, setTaking] = useState(draft.id === null && points.length < 3);
  const form = useRef<HTMLFormElement>(null);
  const add = (loc: LonLat): void => change({ points: [...points, loc] });
  const leave = (): void => {
    setTaking(false);
    form.current?.querySelector<HTMLElement>('[name=fence-name]')?.focus();
  };
  useDrawnPoints(view, points, isTaking ? add : null);
  useFenceKeys(form, {
    isTaking,
    onAdd: () => add(view.camera.middle),
    onBack: () => change({ points: points.slice(0, -1) }),
    onEnd: () => (points.length > 0 ? leave() : drop()),
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const id = await save();
    if (id !== null) onSaved(id);
  };
  const isReady = fault === null && name.trim() !== '' && purpose.trim() !== '';
  return (
    <form className="fence-form" ref={form} onSubmit={(event) => void submit(event)}>
      {isTaking &&
        overMap !== null &&
        createPortal(<span className="map-cross" aria-hidden="true" />, overMap)}
      <PointRows {...{ view, draft, drafting, isTaking, setTaking, add }} />
      <WordFields draft={draft} change={change} />
      <SaveProblem drafting={drafting} />
      <div className="map-row">
        <button className="button button-primary" type="submit" disabled={!isReady || isSaving}>
          {isSaving ? <Trans>đang lưu…</Trans> : <Trans>Lưu vùng</Trans>}
        </button>
        <button className="button" type="button" disabled={isSaving} onClick={drop}>
          <Trans>Bỏ bản vẽ</Trans>
        </button>
      </div>
    </form>
  );
}

function PointRows({
  view,
  draft: { points },
  drafting: { change, fault },
  isTaking,
  setTaking,
  add,
}: {
  view: CityMapView;
  draft: FenceDraft;
  drafting: FenceDrafting;
  isTaking: boolean;
  setTaking: (isTaking: boolean) => void;
  add: (loc: LonLat) => void;
}) {
  const { i18n } = useLingui();
  const locale = useLocale();
  const count = points.length;
  return (
    <>
      <p className="map-hint">
        {isTaking ? (
          <Trans>
            Bấm lên bản đồ; hoặc dời bản đồ bằng phím mũi tên, Enter thêm điểm ở tâm, Backspace bỏ điểm cuối,
            Esc thôi vẽ.
          </Trans>
        ) : (
          <Trans>Kéo các điểm để sửa; dấu nhỏ giữa cạnh thêm một điểm.</Trans>
        )}
      </p>
      <div className="map-row">
        {isTaking ? (
          <button
            className="button"
            type="button"
            autoFocus
            disabled={count >= MOST_POINTS}
            onClick={() => add(view.camera.middle)}
          >
            <Trans>Thêm điểm ở tâm</Trans>
          </button>
        ) : (
          <button className="button" type="button" onClick={() => setTaking(true)}>
            <Trans>Vẽ tiếp</Trans>
          </button>
        )}
        <button
          className="button"
          type="button"
          disabled={count === 0}
          onClick={() => change({ points: points.slice(0, -1) })}
        >
          <Trans>Bỏ điểm cuối</Trans>
        </button>
      </div>
      <TypedPoint add={add} />
      <p className="map-hint num" role="status">
        <Trans>{count} điểm</Trans>
        {fault === null && ` · ${areaText(ringAreaM2(points), locale)}`}
        {fault !== null && count >= 3 && (
          <b>
            {' · '}
            {i18n._(RING_FAULT_WORDS[fault] ?? RING_FAULT_WORDS['bad-ring']!)}
          </b>
        )}
      </p>
    </>
  );
}

function TypedPoint({ add }: { add: (loc: LonLat) => void }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const [text, setText] = useState('');
  const loc = typedPlace(text, ground.bbox);
  const take = (): void => {
    if (loc === undefined) return;
    add(loc);
    setText('');
  };
  return (
    <div className="map-row">
      <input
        className="field fence-typed"
        value={text}
        aria-label={t`Tọa độ: vĩ độ, kinh độ`}
        aria-invalid={text.trim() !== '' && loc === undefined}
        placeholder="10.7769, 106.7009"
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter adds the point; the form is not sent with it.
          event.preventDefault();
          take();
        }}
      />
      <button className="button" type="button" disabled={loc === undefined} onClick={take}>
        <Trans>Thêm điểm</Trans>
      </button>
    </div>
  );
}

function WordFields({ draft, change }: { draft: FenceDraft; change: FenceDrafting['change'] }) {
  const { i18n } = useLingui();
  const { id, name, purpose, kind, life } = draft;
  return (
    <>
      <label className="fence-field">
        <Trans>Tên</Trans>
        <input
          className="field"
          name="fence-name"
          value={name}
          maxLength={LONGEST_NAME}
          onChange={({ target }) => change({ name: target.value })}
        />
      </label>
      <label className="fence-field">
        <Trans>Loại</Trans>
        <select
          className="field"
          value={kind}
          onChange={({ target }) => change({ kind: target.value as GeofenceKind })}
        >
          {GEOFENCE_KINDS.map((each) => (
            <option key={each} value={each}>
              {i18n._(FENCE_WORDS[each])}
            </option>
          ))}
        </select>
      </label>
      <label className="fence-field">
        <Trans>Lý do</Trans>
        <textarea
          className="field"
          rows={2}
          value={purpose}
          maxLength={LONGEST_PURPOSE}
          onChange={({ target }) => change({ purpose: target.value })}
        />
      </label>
      <p className="map-hint">
        <Trans>Tên hiện trên tường: đừng ghi tên người, số điện thoại. Lý do chỉ bàn thấy.</Trans>
      </p>
      <label className="fence-field">
        <Trans>Hết hạn</Trans>
        <select
          className="field"
          value={life}
          onChange={({ target }) => change({ life: target.value as FenceLife })}
        >
          {LIVES.filter((each) => id !== null || each !== 'as-is').map((each) => (
            <option key={each} value={each}>
              {i18n._(LIFE_WORDS[each])}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
