import { useLingui } from '@lingui/react/macro';
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import { LEAST_REM, MOST_REM } from '../../live/desk-layout.ts';
import type { PlacedColumn, ResizableColumn } from '../../live/desk-layout.ts';
import { remPx } from '../../ui/use-fitting-rows.ts';

const STEP_REM = 1;

/** The inner border of a column of fixed width: drawn along with the pointer or moved with the arrows; Home and a double press give the usual width. */
export function ColumnEdge({
  placed: { column, rem, edge, outerRem, outerCount },
  onResize,
}: {
  placed: PlacedColumn;
  onResize: (side: ResizableColumn, rem: number | null) => void;
}) {
  const { t } = useLingui();
  if (rem === null || edge === null) return null;
  const side = column === 'queue' ? 'left' : 'right';
  const grows = edge === 'right' ? 1 : -1;
  const onKey = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -grows, ArrowRight: grows }[event.key];
    if (steps === undefined && event.key !== 'Home') return;
    event.preventDefault();
    onResize(side, steps === undefined ? null : rem + steps * STEP_REM);
  };
  const onMove = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const main = event.currentTarget.parentElement!.getBoundingClientRect();
    const px = edge === 'right' ? event.clientX - main.left : main.right - event.clientX;
    const gaps = (outerCount - 1) * event.currentTarget.offsetWidth;
    onResize(side, (px - gaps) / remPx() - (outerRem - rem));
  };
  const from = edge === 'right' ? 'left' : 'right';
  return (
    <div
      className="column-edge"
      style={{ [from]: `calc(${outerRem}rem + ${outerCount - 1} * var(--gap))` } as CSSProperties}
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
