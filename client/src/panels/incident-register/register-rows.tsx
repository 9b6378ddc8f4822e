import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import { categoryName, placeOf, STATE_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { useRem } from '../../ui/use-rem.ts';
import { IncidentAge } from '../incident-list.tsx';
import { RegisterHead } from './register-head.tsx';
import type { RegisterSort } from './register-sort.ts';
import type { Register } from './use-register.ts';

const WIDE_REM = 2.75;
const NARROW_REM = 4.75;
/** The next page is asked for while there are still so many rows below the last one in view. */
const AHEAD = 40;

/** The rows of which only those in view are on the page; reaching the end asks for more. */
export function RegisterRows({
  register,
  sort,
  onSort,
}: {
  register: Register;
  sort: RegisterSort | null;
  onSort: (sort: RegisterSort | null) => void;
}) {
  const { rows, hasMore, isSorting, more } = register;
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  // A window that goes to another screen has another rem.
  const rem = useRem();
  const rowPx = (matchMedia('(max-width: 1279px)').matches ? NARROW_REM : WIDE_REM) * rem;
  // The list owns what the virtualizer tells: nothing here is kept over a render by hand.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]!.id,
    overscan: 10,
  });
  useLayoutEffect(
    function measureAnew() {
      virtual.measure();
    },
    [virtual, rowPx],
  );
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(
    function askForMore() {
      if (hasMore && (isSorting || last + AHEAD >= rows.length)) more();
    },
    [hasMore, isSorting, last, rows.length, more],
  );
  return (
    <div
      className="register-rows"
      role="table"
      aria-label={t`Sự cố`}
      aria-rowcount={(register.total ?? rows.length) + 1}
      ref={box}
      tabIndex={-1}
    >
      <RegisterHead sort={sort} onSort={onSort} />
      <div className="register-height" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const incident = rows[item.index];
          if (incident === undefined) return null;
          return (
            <div
              key={item.key}
              role="row"
              className="register-item register-row"
              aria-rowindex={item.index + 2}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <RegisterCells incident={incident} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const RegisterCells = memo(function RegisterCells({ incident }: { incident: IncidentRecord }) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const { id, title, priority, state, category, reports, claimedBy, openedAtMs, closedAtMs } = incident;
  const alarms = incident.alarms?.length ?? 0;
  const place = placeOf(incident) ?? '';
  return (
    <>
      <span role="cell" className="register-mark">
        <PriorityGlyph priority={priority} isUnacknowledged={state === 'new'} />
      </span>
      <span role="cell" className="register-id num">
        {id}
      </span>
      <span role="cell" className="register-title">
        <Link
          href={`/desk/incidents/${id}`}
          className={`register-link clip ${state === 'closed' ? 'is-closed' : ''}`}
          title={[title, place, claimedBy ?? ''].filter(Boolean).join(' · ')}
          data-incident={id}
        >
          {title}
        </Link>
        <small className="clip">
          {categoryName(category, ground, locale)} ·{' '}
          <Plural value={reports} one="# tin báo" other="# tin báo" />
          {alarms > 0 && (
            <>
              {' · '}
              <Plural value={alarms} one="# báo động" other="# báo động" />
            </>
          )}
        </small>
      </span>
      <span role="cell" className="register-place clip">
        {place}
      </span>
      <span role="cell" className="register-who clip">
        {claimedBy ?? ''}
      </span>
      <span role="cell" className="register-state">
        {i18n._(STATE_WORDS[state])}
      </span>
      <span role="cell" className="register-time num">
        {formatDateTime(openedAtMs, ground.zone)}
        {closedAtMs !== undefined && (
          <small>
            <Trans>đóng {formatDateTime(closedAtMs, ground.zone)}</Trans>
          </small>
        )}
      </span>
      <span role="cell" className="register-age">
        <IncidentAge incident={incident} />
      </span>
    </>
  );
});
