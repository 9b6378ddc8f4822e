import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { cityDomain } from '@metropane/city';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatDateTime, formatMinute, formatTime } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { FENCES, selectFences } from '../fence-layer.tsx';
import type { AreaNote } from './area-extra.ts';
import { AreaLegend } from './area-legend.tsx';
import { FixedRows } from './fixed-rows.tsx';
import { AREA_IDS, FENCES_ID, LEAST_OPACITY } from './layer-choice.ts';
import type { AreaId, LayerChoice } from './layer-choice.ts';
import { layerTimes, periodOf } from './layer-times.ts';
import type { LayerTimes } from './layer-times.ts';

type Change = (change: Partial<LayerChoice>) => void;

/** Every layer of the map: shown or not, how strongly, and how old what it shows is. */
export function LayerManager({
  choice,
  change,
  note,
  hasWards,
}: {
  choice: LayerChoice;
  change: Change;
  note: AreaNote | null;
  /** False on another city map than the own one: it brings no wards. */
  hasWards: boolean;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  return (
    <section className="map-tile map-panel" id="map-layers" aria-label={t`Lớp bản đồ`}>
      <fieldset className="map-areas">
        <legend>
          <Trans>Lớp vùng</Trans>
        </legend>
        <AreaRadio id={null} {...{ choice, change }}>
          <Trans>Không</Trans>
        </AreaRadio>
        {AREA_IDS.filter((id) => hasWards || !id.startsWith('ward-')).map((id) => (
          <AreaRadio key={id} {...{ id, choice, change }}>
            <AreaName id={id} />
          </AreaRadio>
        ))}
        {!hasWards && (
          <p className="map-hint">
            <Trans>Bản đồ nền này không có ranh giới phường.</Trans>
          </p>
        )}
      </fieldset>
      {choice.area !== null && (
        <>
          <AreaLegend id={choice.area} note={note} />
          <div className="map-row">
            <Trans>Độ đậm</Trans>
            <Opacity id={choice.area} name={t`Lớp vùng`} {...{ choice, change }} />
          </div>
        </>
      )}
      <ul className="map-layers">
        {ground.layers.map(({ id }) => (
          <LayerRow key={id} {...{ id, choice, change }} />
        ))}
        <FenceRow {...{ choice, change }} />
      </ul>
      {hasWards && <FixedRows {...{ choice, change }} />}
    </section>
  );
}

/** "Vùng vẽ tay: 3 vùng · đổi lần cuối 15:32". */
function FenceRow({ choice, change }: { choice: LayerChoice; change: Change }) {
  const { ground } = useCentre();
  const fences = useLive(selectFences, FENCES);
  const isShown = !choice.hidden.includes(FENCES_ID);
  const toggle = (): void => {
    const others = choice.hidden.filter((each) => each !== FENCES_ID);
    change({ hidden: isShown ? [...others, FENCES_ID] : others });
  };
  return (
    <li>
      <label className="map-check">
        <input type="checkbox" checked={isShown} onChange={toggle} />
        <Trans>Vùng vẽ tay</Trans>
      </label>
      {fences.length === 0 ? (
        <p className="map-hint">
          <Trans>Chưa có vùng nào.</Trans>
        </p>
      ) : (
        <p className="map-hint num">
          <Plural value={fences.length} one="# vùng" other="# vùng" />
          {' · '}
          <Trans>
            đổi lần cuối {formatDateTime(Math.max(...fences.map((each) => each.changedAtMs)), ground.zone)}
          </Trans>
        </p>
      )}
    </li>
  );
}

function LayerRow({ id, choice, change }: { id: string; choice: LayerChoice; change: Change }) {
  const { live, ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const times = layerTimes(live.state.layers.get(id), { nowMs, periodMs: periodOf(ground, id) });
  const isShown = !choice.hidden.includes(id);
  const name = cityDomain(id)?.name[locale] ?? id;
  const toggle = (): void => {
    const others = choice.hidden.filter((each) => each !== id);
    change({ hidden: isShown ? [...others, id] : others });
  };
  return (
    <li>
      <label className="map-check">
        <input type="checkbox" checked={isShown} onChange={toggle} />
        {name}
      </label>
      {isShown && <Opacity id={id} name={name} {...{ choice, change }} />}
      <TimesLine times={times} />
      {id === 'transit' && isShown && (
        <label className="map-check is-inner">
          <input
            type="checkbox"
            checked={choice.hasTails}
            onChange={() => change({ hasTails: !choice.hasTails })}
          />
          <Trans>Vệt 5 phút qua, từ khi mở trang</Trans>
        </label>
      )}
      {id === 'flood' && isShown && (
        <p className="map-hint">
          <Trans>Vòng tròn theo độ sâu tại cảm biến, không phải phạm vi ngập.</Trans>
        </p>
      )}
    </li>
  );
}

/** "312 điểm · mới nhất 15:32:08 · cũ nhất 15:20 · 4 cũ". */
export function TimesLine({ times: { count, newestMs, oldestMs, stale, silent } }: { times: LayerTimes }) {
  const { ground } = useCentre();
  if (count === 0)
    return (
      <p className="map-hint">
        <Trans>Chưa có số liệu trong vùng đang xem.</Trans>
      </p>
    );
  const newest = newestMs === null ? '—' : formatTime(newestMs, ground.zone);
  const oldest = oldestMs === null ? '—' : formatMinute(oldestMs, ground.zone);
  return (
    <p className="map-hint num">
      <Plural value={count} one="# điểm" other="# điểm" />
      {' · '}
      <Trans>mới nhất {newest}</Trans>
      {' · '}
      <Trans>cũ nhất {oldest}</Trans>
      {stale > 0 && (
        <b>
          {' · '}
          <Trans>{stale} quá hạn</Trans>
        </b>
      )}
      {silent > 0 && (
        <b>
          {' · '}
          <Trans>{silent} chưa báo</Trans>
        </b>
      )}
    </p>
  );
}

function Opacity({
  id,
  name,
  choice,
  change,
}: {
  id: string;
  name: string;
  choice: LayerChoice;
  change: Change;
}) {
  const { t } = useLingui();
  const percent = Math.round((choice.opacity[id] ?? 1) * 100);
  return (
    <input
      className="map-opacity"
      type="range"
      min={LEAST_OPACITY * 100}
      max={100}
      step={10}
      value={percent}
      aria-label={t`Độ đậm của ${name}`}
      aria-valuetext={`${percent} %`}
      onChange={({ target }) => change({ opacity: { ...choice.opacity, [id]: Number(target.value) / 100 } })}
    />
  );
}

function AreaRadio({
  id,
  choice,
  change,
  children,
}: {
  id: AreaId | null;
  choice: LayerChoice;
  change: Change;
  children: ReactNode;
}) {
  return (
    <label className="map-check">
      <input
        type="radio"
        name="map-area"
        checked={choice.area === id}
        onChange={() => change({ area: id })}
      />
      {children}
    </label>
  );
}

export function AreaName({ id }: { id: AreaId }) {
  switch (id) {
    case 'band-air':
      return <Trans>Bụi mịn PM2.5, đẳng vùng</Trans>;
    case 'band-rain':
      return <Trans>Mưa phút gần nhất, đẳng vùng</Trans>;
    case 'ward-speed':
      return <Trans>Tốc độ theo phường, xã</Trans>;
    case 'ward-incidents':
      return <Trans>Sự cố theo phường, xã</Trans>;
    case 'heat-incidents':
      return <Trans>Mật độ sự cố</Trans>;
  }
}
