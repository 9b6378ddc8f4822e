import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { QueueRow } from '../../live/desk-queue.ts';
import { useRem } from '../../ui/use-rem.ts';
import { QueueRowView } from './queue-row.tsx';
import type { QueueRowActs } from './queue-row.tsx';
import { ScrollLane } from './scroll-lane.tsx';

/** Heights of the rows in rem: on a desk, and where the page itself scrolls (a phone). */
const WIDE: Record<QueueRow['kind'], number> = {
  group: 1.5,
  incident: 3.125,
  alarm: 3.125,
  child: 2,
  more: 2,
};
const NARROW: Record<QueueRow['kind'], number> = {
  group: 2,
  incident: 4.5,
  alarm: 4.5,
  child: 2.75,
  more: 2.75,
};

/** The rows of the queue of which only those in view are on the page: ten thousand cost as much as twenty. */
export function QueueList({
  rows,
  selectedId,
  marked,
  acts,
  onWindow,
}: {
  rows: readonly QueueRow[];
  selectedId: string | null;
  marked: ReadonlySet<string>;
  acts: QueueRowActs;
  /** Ids of the things that can be seen now, without the rows kept ready around them. */
  onWindow: (ids: ReadonlySet<string>) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const isPage = useIsPage();
  const scroller = useCallback(
    () => (isPage ? (box.current?.closest<HTMLElement>('.desk-main') ?? null) : box.current),
    [isPage],
  );
  const [margin, setMargin] = useState(0);
  const rem = useRem();
  const heights = isPage ? NARROW : WIDE;
  // The list owns what the virtualizer tells: nothing here is kept over a render by hand.
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: (index) => heights[rows[index]!.kind] * rem,
    getItemKey: (index) => rows[index]!.key,
    overscan: 8,
    scrollMargin: isPage ? margin : 0,
  });
  useLayoutEffect(
    function measureAnew() {
      virtual.measure();
      const element = scroller();
      if (box.current !== null && element !== null) setMargin(offsetIn(element, box.current));
    },
    [virtual, rem, heights, scroller],
  );
  const selectedAt = rows.findIndex((row) => 'id' in row && row.id === selectedId);
  useEffect(
    function keepInView() {
      if (selectedAt >= 0 && !isPage) virtual.scrollToIndex(selectedAt, { align: 'auto' });
    },
    // Only another choice moves the list: what comes and goes around it must not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [selectedId, virtual],
  );
  const [from, to] = seen(virtual);
  useEffect(
    function tellWindow() {
      onWindow(new Set(rows.slice(from, to + 1).flatMap((row) => ('id' in row ? [row.id] : []))));
    },
    [rows, from, to, onWindow],
  );
  return (
    <div className="queue-frame">
      <div className="queue-rows" ref={box} tabIndex={-1}>
        <div className="queue-height" role="list" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = 'id' in row ? row.id : null;
            return (
              <div
                key={item.key}
                role="listitem"
                className="queue-item"
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{
                  height: item.size,
                  transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
                }}
              >
                <QueueRowView
                  row={row}
                  isSelected={id !== null && id === selectedId}
                  isMarked={id !== null && marked.has(id)}
                  acts={acts}
                />
              </div>
            );
          })}
        </div>
      </div>
      <ScrollLane
        rows={rows}
        window={[from, to]}
        onGo={(index) => virtual.scrollToIndex(index, { align: 'center' })}
      />
    </div>
  );
}

/** How far below the start of what scrolls an element lies. */
function offsetIn(scroller: HTMLElement, element: HTMLElement): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}

/** First and last row that can be seen. */
function seen(virtual: Virtualizer<HTMLElement, HTMLElement>): [number, number] {
  const top = virtual.scrollOffset ?? 0;
  const bottom = top + (virtual.scrollRect?.height ?? 0);
  const inView = virtual.getVirtualItems().filter(({ start, end }) => end > top + 2 && start < bottom - 2);
  return [inView[0]?.index ?? 0, inView.at(-1)?.index ?? 0];
}

/** A narrow screen scrolls as a page, the list with it. */
function useIsPage(): boolean {
  return useSyncExternalStore(followWidth, () => matchMedia(NARROW_SCREEN).matches);
}

const NARROW_SCREEN = '(max-width: 1279px)';

function followWidth(tell: () => void): () => void {
  const query = matchMedia(NARROW_SCREEN);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}
