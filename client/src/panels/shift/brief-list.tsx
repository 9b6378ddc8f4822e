import { Trans } from '@lingui/react/macro';
import type { BriefList } from '@metropane/incidents';
import type { ReactNode } from 'react';

/** One part of a brief: what it is, how much of it there is, and each of them; a list that was cut says so. */
export function BriefPart<T>({
  title,
  list,
  none,
  row,
  count,
}: {
  title: ReactNode;
  list: BriefList<T>;
  /** Said instead of an empty list. */
  none: ReactNode;
  row: (one: T) => ReactNode;
  count?: ReactNode;
}) {
  const left = list.total - list.items.length;
  return (
    <section className={`brief-part ${list.total === 0 ? 'is-none' : ''}`}>
      <h3>
        {title} <b className="num">{list.total}</b>
        {count !== undefined && <span className="brief-count">{count}</span>}
      </h3>
      {list.total === 0 ? (
        <p className="muted">{none}</p>
      ) : (
        <ul className="brief-rows">{list.items.map(row)}</ul>
      )}
      {left > 0 && (
        <p className="brief-cut">
          <Trans>Còn {left} mục nữa không liệt kê ở đây.</Trans>
        </p>
      )}
    </section>
  );
}
