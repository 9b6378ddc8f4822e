import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useState } from 'react';
import type { LonLat } from '../../live/city-ground.ts';
import { formatNumber } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CityMapView } from '../city-map-view.ts';
import { DrawnExtra } from './drawn-extra.ts';
import { measure } from './measure.ts';

const KM = 1_000;
const HECTARE = 10_000;

/** Distance and area between points that are pressed on the map, or taken from its middle with the keyboard. */
export function MeasureTool({ view }: { view: CityMapView }) {
  const { t } = useLingui();
  const locale = useLocale();
  const [points, setPoints] = useState<readonly LonLat[]>([]);
  const [drawn] = useState(() => new DrawnExtra());
  useEffect(
    function drawOnMap() {
      view.extras.add(drawn);
      const stop = view.onPress((loc) => setPoints((before) => [...before, loc]));
      return () => {
        stop();
        view.extras.remove(drawn.id);
      };
    },
    [view, drawn],
  );
  useEffect(
    function followPoints() {
      drawn.points = points;
      view.extras.refresh(drawn.id);
    },
    [view, drawn, points],
  );
  const { lengthM, perimeterM, areaM2 } = useMemo(() => measure(points), [points]);
  return (
    <section className="map-tile map-panel" aria-label={t`Đo trên bản đồ`}>
      <p className="map-hint">
        <Trans>Bấm lên bản đồ, hoặc dời bản đồ bằng phím mũi tên rồi thêm điểm ở tâm.</Trans>
      </p>
      <div className="map-row">
        <button
          className="button"
          type="button"
          autoFocus
          onClick={() => setPoints([...points, view.middle])}
        >
          <Trans>Thêm điểm ở tâm</Trans>
        </button>
        <button
          className="button"
          type="button"
          disabled={points.length === 0}
          onClick={() => setPoints(points.slice(0, -1))}
        >
          <Trans>Bỏ điểm cuối</Trans>
        </button>
        <button className="button" type="button" disabled={points.length === 0} onClick={() => setPoints([])}>
          <Trans>Xóa</Trans>
        </button>
      </div>
      <dl className="map-figures" aria-live="polite">
        <dt>
          <Trans>Chiều dài</Trans>
        </dt>
        <dd className="num">{points.length < 2 ? '—' : lengthText(lengthM, locale)}</dd>
        <dt>
          <Trans>Chu vi khép kín</Trans>
        </dt>
        <dd className="num">{perimeterM === null ? '—' : lengthText(perimeterM, locale)}</dd>
        <dt>
          <Trans>Diện tích</Trans>
        </dt>
        <dd className="num">{areaM2 === null ? '—' : areaText(areaM2, locale)}</dd>
      </dl>
      <p className="map-hint">
        <Trans>Đo trên ellipsoid WGS84.</Trans>
      </p>
    </section>
  );
}

function lengthText(metres: number, locale: Locale): string {
  return metres < KM ? `${formatNumber(metres, 0, locale)} m` : `${formatNumber(metres / KM, 2, locale)} km`;
}

function areaText(squareMetres: number, locale: Locale): string {
  if (squareMetres < HECTARE) return `${formatNumber(squareMetres, 0, locale)} m²`;
  if (squareMetres < KM * KM) return `${formatNumber(squareMetres / HECTARE, 2, locale)} ha`;
  return `${formatNumber(squareMetres / (KM * KM), 2, locale)} km²`;
}
