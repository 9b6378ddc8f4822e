import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { AreaNote } from './area-extra.ts';
import { AIR_BANDS, BAND_STRENGTH, RAIN_BANDS } from './band-extra.ts';
import type { BandKind } from './band-extra.ts';
import { FEWEST_SENSORS } from './isobands.ts';
import type { AreaId } from './layer-choice.ts';
import { WARD_BOUNDS, WARD_COLOURS } from './ward-extra.ts';
import type { WardMeasure } from './ward-extra.ts';
import { FEWEST_STRETCHES } from './ward-shares.ts';

/** What the area layer's colours mean, how it was made and of how much. */
export function AreaLegend({
  id,
  note,
  isShort = false,
}: {
  id: AreaId;
  note: AreaNote | null;
  /** Of a wall: it hides as little of the city as it can. */
  isShort?: boolean;
}) {
  if (note === null) return null;
  switch (id) {
    case 'band-air':
      return <BandLegend kind={AIR_BANDS} note={note} isShort={isShort} />;
    case 'band-rain':
      return <BandLegend kind={RAIN_BANDS} note={note} isShort={isShort} />;
    case 'ward-speed':
    case 'ward-incidents':
      return <WardLegend measure={id} note={note} />;
    case 'heat-incidents':
      return (
        <p className="map-hint">
          <Trans>
            Mỗi sự cố đang mở tính một. {note.n} trên {note.of} sự cố có vị trí.
          </Trans>
        </p>
      );
  }
}

/** What the numbers of a band's ramp are in; nothing where they have no unit. */
export function AreaUnit({ id }: { id: AreaId }) {
  const kind = { 'band-air': AIR_BANDS, 'band-rain': RAIN_BANDS }[id as string];
  return kind === undefined ? null : <span className="map-unit">{kind.unit}</span>;
}

function BandLegend({ kind, note, isShort }: { kind: BandKind; note: AreaNote; isShort: boolean }) {
  const locale = useLocale();
  const reachKm = formatNumber(kind.reachM / 1_000, 0, locale);
  // A number at the end of a line and its unit on the next is read wrong.
  const reach = `${reachKm}\u00a0km`;
  const minutes = kind.validMs / 60_000;
  const { n, of } = note;
  return (
    <>
      <ul className={`map-classes ${isShort ? 'is-ramp' : ''}`}>
        {kind.thresholds.map((threshold, band) => (
          <li key={threshold}>
            <Swatch colour={kind.colour} strength={1 - (1 - BAND_STRENGTH) ** (band + 1)} />
            <span className="num">
              ≥ {formatNumber(threshold, threshold % 1 === 0 ? 0 : 1, locale)}
              {!isShort && ` ${kind.unit}`}
            </span>
          </li>
        ))}
      </ul>
      {note.isEmpty ? (
        <p className="map-hint">
          <Trans>
            {n} trạm có số đo trong {minutes} phút qua; cần ít nhất {FEWEST_SENSORS}, nên không vẽ.
          </Trans>
        </p>
      ) : (
        <p className="map-hint">
          {isShort ? (
            <Trans>
              Nội suy từ {n}/{of} trạm trong {minutes} phút qua; không tô nơi cách trạm hơn {reach}.
            </Trans>
          ) : (
            <Trans>
              Số đo mới nhất của {n}/{of} trạm (không quá {minutes} phút), nội suy nghịch đảo bình phương
              khoảng cách. Xa trạm hơn {reachKm} km: không có số liệu.
            </Trans>
          )}
        </p>
      )}
    </>
  );
}

function WardLegend({ measure, note }: { measure: WardMeasure; note: AreaNote }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const bounds = WARD_BOUNDS[measure];
  const isSpeed = measure === 'ward-speed';
  const text = (value: number): string =>
    isSpeed ? `${formatNumber(value * 100, 0, locale)} %` : formatNumber(value, 0, locale);
  const { n, of } = note;
  const isDerived = ground.units.every(({ derived }) => derived === true);
  return (
    <>
      <ul className="map-classes">
        {WARD_COLOURS[measure].map((colour, i) => (
          <li key={colour}>
            <Swatch colour={colour} strength={1} />
            <span className="num">{i === 0 ? `< ${text(bounds[0]!)}` : `≥ ${text(bounds[i - 1]!)}`}</span>
          </li>
        ))}
        {isSpeed && (
          <li>
            <i className="map-swatch is-missing" />
            <Trans>Không có số liệu</Trans>
          </li>
        )}
      </ul>
      <p className="map-hint">
        {isSpeed ? (
          <Trans>
            Tốc độ trên tốc độ thông thoáng, trung bình các đoạn đường; {n}/{of} phường, xã có từ{' '}
            {FEWEST_STRETCHES} đoạn.
          </Trans>
        ) : (
          <Trans>Số sự cố đang mở có vị trí.</Trans>
        )}{' '}
        {!isDerived && <Trans>Gán theo tâm phường gần nhất: gần ranh giới có thể lệch.</Trans>}
      </p>
    </>
  );
}

function Swatch({ colour, strength }: { colour: `--${string}`; strength: number }) {
  return (
    <i className="map-swatch">
      <i style={{ background: `var(${colour})`, opacity: strength }} />
    </i>
  );
}
