import { useLingui } from '@lingui/react/macro';
import type { KeyboardEvent, PointerEvent } from 'react';
import { LEAST_REM, MOST_REM } from '../../live/desk-layout.ts';
import type { DeskLayout } from '../../live/desk-layout.ts';
import { remPx } from '../../ui/use-fitting-rows.ts';

const STEP_REM = 1;

/** The border between a column and the map: drawn along with the pointer or moved with the arrows; Home and a double press give the usual width. */
export function ColumnEdge({
  side,
  rem,
  onResize,
}: {
  side: keyof DeskLayout;
  rem: number;
  onResize: (side: keyof DeskLayout, rem: number | null) => void;
}) {
  const { t } = useLingui();
  const grows = side === 'left' ? 1 : -1;
  const onKey = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -grows, ArrowRight: grows }[event.key];
    if (steps === undefined && event.key !== 'Home') return;
    event.preventDefault();
    onResize(side, steps === undefined ? null : rem + steps * STEP_REM);
  };
  const onMove = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const main = event.currentTarget.parentElement!.getBoundingClientRect();
    const px = side === 'left' ? event.clientX - main.left : main.right - event.clientX;
    onResize(side, px / remPx());
  };
  return (
    <div
      className={`column-edge is-${side}`}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={side === 'left' ? t`Bề rộng hàng đợi` : t`Bề rộng chi tiết`}
      aria-valuemin={LEAST_REM}
      aria-valuemax={MOST_REM}
      aria-valuenow={rem}
      onKeyDown={onKey}
      onDoubleClick={() => onResize(side, null)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
    />
  );
}
