import { useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { LonLat } from '../../live/city-ground.ts';
import type { CityMapView } from '../city-map-view.ts';
import { useFollowCamera } from '../use-follow-camera.ts';

/** How far an arrow moves a point, CSS pixels; with Shift ten times as far. */
const STEP_PX = 2;
/** With more points the places between them lie too close to be hit. */
const MOST_WITH_MIDDLES = 60;
const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The points of a ring on the map: dragged, or moved by arrows; Delete takes one away. A smaller mark in the middle of each edge becomes
 * a point when it is pressed.
 */
export function FenceHandles({
  view,
  points,
  onPoints,
}: {
  view: CityMapView;
  points: readonly LonLat[];
  onPoints: (points: readonly LonLat[]) => void;
}) {
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);
  useFollowCamera(view);
  const moveTo = (index: number, at: { x: number; y: number }): void =>
    onPoints(points.with(index, view.unproject(at)));
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const arrow = ARROWS[event.key];
    const { x, y } = view.project(points[index]!);
    const step = event.shiftKey ? 10 * STEP_PX : STEP_PX;
    if (arrow !== undefined) moveTo(index, { x: x + arrow[0] * step, y: y + arrow[1] * step });
    else if (event.key === 'Delete' || event.key === 'Backspace') onPoints(points.toSpliced(index, 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrag = (event: PointerEvent): void => {
    const frame = box.current?.getBoundingClientRect();
    if (dragged.current === null || frame === undefined) return;
    moveTo(dragged.current, { x: event.clientX - frame.left, y: event.clientY - frame.top });
  };
  const hasMiddles = points.length >= 2 && points.length <= MOST_WITH_MIDDLES;
  const middles = hasMiddles ? points.slice(0, points.length === 2 ? 1 : undefined) : [];
  return (
    <div className="fence-handles" ref={box}>
      {middles.map((point, index) => {
        const next = points[(index + 1) % points.length]!;
        const middle: LonLat = [(point[0] + next[0]) / 2, (point[1] + next[1]) / 2];
        const after = index + 1;
        return (
          <button
            key={`middle ${index}`}
            type="button"
            tabIndex={-1}
            className="fence-handle is-middle"
            style={placed(view.project(middle))}
            aria-label={t`Thêm điểm sau điểm ${after}`}
            onClick={() => onPoints(points.toSpliced(after, 0, middle))}
          />
        );
      })}
      {points.map((point, index) => {
        const number = index + 1;
        return (
          <button
            key={index}
            type="button"
            className="fence-handle"
            style={placed(view.project(point))}
            aria-label={t`Điểm ${number}: kéo, hoặc phím mũi tên; Delete bỏ điểm`}
            onKeyDown={(event) => onKeyDown(event, index)}
            onPointerDown={(event) => {
              dragged.current = index;
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={onDrag}
            onPointerUp={() => (dragged.current = null)}
            onPointerCancel={() => (dragged.current = null)}
          />
        );
      })}
    </div>
  );
}

function placed({ x, y }: { x: number; y: number }): { transform: string } {
  return { transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)` };
}
