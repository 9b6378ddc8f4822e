import { Trans } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useReceiptOpener } from './receipt-opener.ts';
import type { ReceiptRequest } from '../live/receipt-request.ts';
import { cellAt, clampedCell, columnSpan, nextCell } from './plot-geometry.ts';
import type { PlotCell, PlotGrid } from './plot-geometry.ts';
import './plot-picker.css';

/**
 * Makes every point of a drawing askable: a transparent button over it with a cursor. The pointer or the arrow keys choose a point,
 * its value is said beside it, click, Enter or Space opens its receipt. Drawn only where receipts are offered.
 */
export function PlotPicker({
  label,
  grid,
  wordsOf,
  requestOf,
}: {
  /** What the drawing shows. */
  label: string;
  grid: PlotGrid;
  /** When and how much, of one point. */
  wordsOf: (cell: PlotCell) => string;
  requestOf: (cell: PlotCell) => ReceiptRequest;
}) {
  const opener = useReceiptOpener();
  const host = useRef<HTMLButtonElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const [cell, setCell] = useState<PlotCell>({ column: grid.lastColumn, row: 0 });
  const [isShown, setShown] = useState(false);
  if (!opener.isOffered || grid.lastColumn < 0) return null;
  const at = clampedCell(cell, grid);
  const follow = (event: PointerEvent): void => {
    setShown(true);
    setCell(cellAt(event, event.currentTarget.getBoundingClientRect(), grid));
  };
  const step = (event: KeyboardEvent): void => {
    const next = nextCell(event.key, at, grid);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCell(next);
  };
  return (
    <button
      ref={host}
      className={`plot-picker ${isShown ? 'is-shown' : ''}`}
      type="button"
      aria-haspopup="dialog"
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
      onKeyDown={step}
      onClick={() => {
        if (mark.current !== null) opener.open(requestOf(at), mark.current);
      }}
    >
      <span className="sr-only">
        {label}. <Trans>Phím mũi tên để chọn, Enter để xem biên nhận.</Trans>
      </span>
      <PlotMark host={host} mark={mark} cell={at} grid={grid} words={wordsOf(at)} />
    </button>
  );
}

function PlotMark({
  host,
  mark,
  cell,
  grid,
  words,
}: {
  host: React.RefObject<HTMLButtonElement | null>;
  mark: React.RefObject<HTMLSpanElement | null>;
  cell: PlotCell;
  grid: PlotGrid;
  words: string;
}) {
  const element = host.current;
  const box = grid.boxIn(element?.clientWidth ?? 0, element?.clientHeight ?? 0);
  const { left, width } = columnSpan(cell.column, box, grid);
  const height = box.height / grid.rows;
  const isRight = left > box.left + box.width * 0.6;
  return (
    <span
      ref={mark}
      className={`plot-mark plot-mark-${grid.kind}`}
      style={{ left, top: box.top + cell.row * height, width, height }}
    >
      <span className={`plot-words num ${isRight ? 'is-right' : ''}`} aria-live="polite">
        {words}
      </span>
    </span>
  );
}
