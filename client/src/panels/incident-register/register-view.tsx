import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { DEFAULT_INCIDENTS_LIMITS } from '@metropane/incidents';
import type { Priority } from '@metropane/live-state';
import { RefreshCw, Search } from 'lucide-react';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAddressWish } from '../../live/use-address-wish.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { formatNumber } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useListKeys } from '../../ui/use-list-keys.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { RegisterRows } from './register-rows.tsx';
import type { RegisterSort } from './register-sort.ts';
import { registerWishIn, withRegisterWish } from './register-wish.ts';
import type { RegisterAddress, RegisterWish } from './register-wish.ts';
import { useRegister } from './use-register.ts';
import type { Register } from './use-register.ts';
import '../desk/queue-search.css';
import './register-view.css';

/** Every incident that the centre keeps, open and closed, searched and filtered by the centre. */
export function RegisterView() {
  const { wish, change, type } = useAddressWish(REGISTER_WISH);
  const [at, setAt] = useState<string | null>(null);
  const register = useRegister(wish);
  useListKeys({ attribute: 'data-incident', selectedId: at, onSelect: setAt, searchId: 'register-search' });
  return (
    <main className="panel register">
      <header className="panel-head">
        <h2>
          <Trans>Sự cố</Trans>
        </h2>
        <RegisterCount register={register} />
        {register.newer > 0 && (
          <span className="panel-marks">
            <button className="button" type="button" onClick={register.reload}>
              <RefreshCw className="icon" aria-hidden="true" />
              <Plural value={register.newer} one="# sự cố mới, xem" other="# sự cố mới, xem" />
            </button>
          </span>
        )}
      </header>
      <RegisterFilters wish={wish} onWish={change} onSearch={type} />
      <RegisterBody wish={wish} register={register} onSort={(sort) => change({ sort })} />
    </main>
  );
}

const REGISTER_WISH = { read: registerWishIn, write: withRegisterWish };

/** How many there are, and how many of them are here already: a list that is not whole never looks whole. */
function RegisterCount({ register: { total, rows, isSorting } }: { register: Register }) {
  const locale = useLocale();
  if (total === null) return null;
  return (
    <span className="panel-sub num" role="status">
      <Plural value={total} one="# sự cố" other="# sự cố" />
      {rows.length < total && (
        <>
          {' · '}
          {isSorting ? (
            <Trans>đã tải {formatNumber(rows.length, 0, locale)}, tải hết mới xếp</Trans>
          ) : (
            <Trans>đã tải {formatNumber(rows.length, 0, locale)}, cuộn để tải tiếp</Trans>
          )}
        </>
      )}
    </span>
  );
}

function RegisterFilters({
  wish,
  onWish,
  onSearch,
}: {
  wish: RegisterWish;
  onWish: (part: Partial<RegisterWish>) => void;
  onSearch: (text: string) => void;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const phases = { open: t`Đang mở`, closed: t`Đã đóng`, all: t`Tất cả` };
  const toggle = (priority: Priority): void => {
    const priorities = new Set(wish.priorities);
    if (!priorities.delete(priority)) priorities.add(priority);
    onWish({ priorities });
  };
  return (
    <div className="register-filters queue-search">
      <div role="group" aria-label={t`Giai đoạn`}>
        {(['open', 'closed', 'all'] as const).map((phase) => (
          <button
            key={phase}
            type="button"
            className="queue-chip"
            aria-pressed={wish.phase === phase}
            onClick={() => onWish({ phase })}
          >
            {phases[phase]}
          </button>
        ))}
      </div>
      <div role="group" aria-label={t`Mức ưu tiên`}>
        {([1, 2, 3, 4] as const).map((priority) => (
          <button
            key={priority}
            type="button"
            className="queue-chip"
            aria-pressed={wish.priorities.has(priority)}
            onClick={() => toggle(priority)}
          >
            <PriorityGlyph priority={priority} isSmall />
          </button>
        ))}
      </div>
      <select
        aria-label={t`Loại sự cố`}
        value={wish.category}
        onChange={({ target }) => onWish({ category: target.value })}
      >
        <option value="">{t`Mọi loại`}</option>
        {(ground.categories ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {inLocale(name, locale)}
          </option>
        ))}
      </select>
      <label>
        <span className="sr-only">
          <Trans>Tìm theo mã, tên, nơi</Trans>
        </span>
        <Search className="icon" aria-hidden="true" />
        <input
          id="register-search"
          type="search"
          maxLength={100}
          value={wish.search}
          placeholder={t`mã, tên, phường; không cần dấu`}
          onChange={({ target }) => onSearch(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <kbd className="keycap">/</kbd>
      </label>
    </div>
  );
}

function RegisterBody({
  wish,
  register,
  onSort,
}: {
  wish: RegisterAddress;
  register: Register;
  onSort: (sort: RegisterSort | null) => void;
}) {
  const locale = useLocale();
  const { rows, total, problem, reload, hasMore } = register;
  return (
    <>
      {problem !== null && (
        <p className="register-problem" role="alert">
          <Trans>Chưa lấy được danh sách:</Trans> <code>{problem.code}</code>{' '}
          <button className="button" type="button" onClick={reload}>
            <Trans>Hỏi lại</Trans>
          </button>
        </p>
      )}
      {rows.length > 0 && <RegisterRows register={register} sort={wish.sort} onSort={onSort} />}
      {rows.length === 0 && problem === null && (
        <EmptyNote>
          {total === null ? <Trans>Đang hỏi trung tâm…</Trans> : <Trans>Không có sự cố nào như vậy.</Trans>}
        </EmptyNote>
      )}
      {wish.phase !== 'open' && total !== null && !hasMore && (
        <p className="register-end muted">
          <Trans>
            Danh sách giữ {formatNumber(DEFAULT_INCIDENTS_LIMITS.keepClosed, 0, locale)} sự cố đã đóng gần
            nhất; cũ hơn nằm trong sổ ghi.
          </Trans>
        </p>
      )}
    </>
  );
}
