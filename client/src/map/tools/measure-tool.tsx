import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo, useState } from 'react';
import type { LonLat } from '../../live/city-ground.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CityMapView } from '../city-map-view.ts';
import { areaText, lengthText } from './figure-words.ts';
import { measure } from './measure.ts';
import { useDrawnPoints } from './use-drawn-points.ts';

/** Distance and area between points that are pressed on the map, or taken from its middle with the keyboard. */
export function MeasureTool({ view }: { view: CityMapView }) {
  const { t } = useLingui();
  const locale = useLocale();
  const [points, setPoints] = useState<readonly LonLat[]>([]);
  const add = useCallback((loc: LonLat) => setPoints((before) => [...before, loc]), []);
  useDrawnPoints(view, points, add);
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
          onClick={() => setPoints([...points, view.camera.middle])}
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
