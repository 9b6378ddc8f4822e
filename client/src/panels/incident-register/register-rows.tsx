import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import { categoryName, placeOf, STATE_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { remPx } from '../../ui/use-fitting-rows.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { IncidentAge } from '../incident-list.tsx';
import type { Register } from './use-register.ts';

const WIDE_REM = 2.75;
const NARROW_REM = 4.75;
/** The next page is asked for while there are still so many rows below the last one in view. */
const AHEAD = 40;

/** The rows of which only those in view are on the page; reaching the end asks for more. */
export function RegisterRows({ register }: { register: Register }) {
  const { rows, hasMore, more } = register;
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const rowPx = (matchMedia('(max-width: 1279px)').matches ? NARROW_REM : WIDE_REM) * remPx();
  // The list owns what the virtualizer tells: nothing here is kept over a render by hand.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]!.id,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(
    function askForMore() {
      if (hasMore && last + AHEAD >= rows.length) more();
    },
    [hasMore, last, rows.length, more],
  );
  return (
    <div className="register-rows" ref={box} tabIndex={-1}>
      <div
        className="register-height"
        role="list"
        aria-label={t`Sự cố`}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const incident = rows[item.index];
          if (incident === undefined) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              className="register-item"
              aria-setsize={register.total ?? rows.length}
              aria-posinset={item.index + 1}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <RegisterRow incident={incident} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const RegisterRow = memo(function RegisterRow({ incident }: { incident: IncidentRecord }) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const { id, title, priority, state, category, reports, claimedBy, openedAtMs, closedAtMs } = incident;
  const alarms = incident.alarms?.length ?? 0;
  return (
    <Link
      href={`/desk/incidents/${id}`}
      className={`register-row ${state === 'closed' ? 'is-closed' : ''}`}
      data-incident={id}
    >
      <PriorityGlyph priority={priority} isUnacknowledged={state === 'new'} />
      <span className="register-id num">{id}</span>
      <span className="register-title">
        <strong className="clip">{title}</strong>
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
      <span className="register-place clip">{placeOf(incident) ?? ''}</span>
      <span className="register-who clip">{claimedBy ?? ''}</span>
      <span className="register-state">{i18n._(STATE_WORDS[state])}</span>
      <span className="register-time num">
        {formatDateTime(openedAtMs, ground.zone)}
        {closedAtMs !== undefined && (
          <small>
            <Trans>đóng {formatDateTime(closedAtMs, ground.zone)}</Trans>
          </small>
        )}
      </span>
      <span className="register-age">
        <IncidentAge incident={incident} />
      </span>
    </Link>
  );
});
