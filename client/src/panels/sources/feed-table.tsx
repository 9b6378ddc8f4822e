import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { FeedRecord } from '@metropane/live-state';
import { useHasRoom } from '../../live/use-live.ts';
import { Panel } from '../../ui/panel.tsx';
import { FEED_FILTERS, matchesSearch, passesFilter } from './feed-filter.ts';
import type { FeedFilter } from './feed-filter.ts';
import { FeedRow } from './feed-row.tsx';
import { useListKeys } from '../../ui/use-list-keys.ts';
import { useFeedRates } from './use-feed-rates.ts';
import './feed-table.css';

export interface FeedTableInput {
  /** Worst first. */
  feeds: readonly FeedRecord[];
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

/** Every feed with its rhythm, its law, its watermark and what was refused; the ones that need a look come first. */
export function FeedTable({ feeds, selectedId, onSelect }: FeedTableInput) {
  const { t } = useLingui();
  const [filter, setFilter] = useState<FeedFilter>('all');
  const [search, setSearch] = useState('');
  const rates = useFeedRates();
  const shown = feeds.filter((feed) => passesFilter(feed, filter) && matchesSearch(feed, search));
  useListKeys({ attribute: 'data-feed', selectedId, onSelect, hasArrows: true, searchId: 'feed-search' });
  return (
    <Panel
      className="feed-table-panel"
      title={<Trans>Nguồn</Trans>}
      subtitle={
        <span className="num">
          <Trans>
            {shown.length} trong {feeds.length}
          </Trans>
        </span>
      }
      marks={
        <>
          <FilterChips feeds={feeds} filter={filter} onFilter={setFilter} />
          <label className="feed-search">
            <Search aria-hidden="true" />
            <span className="sr-only">{t`Tìm nguồn`}</span>
            <input
              id="feed-search"
              type="search"
              value={search}
              placeholder={t`nguồn, định dạng, mã lỗi`}
              onChange={({ target }) => setSearch(target.value)}
              onKeyDown={({ key, currentTarget }) => {
                if (key === 'Escape') currentTarget.blur();
              }}
            />
            <kbd className="keycap" aria-hidden="true">
              /
            </kbd>
          </label>
        </>
      }
    >
      {/* Focusable, because it may scroll and a keyboard must reach all of it. */}
      <div className="feed-table-scroll" tabIndex={0} role="region" aria-label={t`Nguồn`}>
        <table className="feed-table">
          <FeedTableHead />
          <tbody>
            {shown.map((feed) => (
              <FeedRow
                key={feed.id}
                feed={feed}
                rate={rates.get(feed.id)}
                isSelected={feed.id === selectedId}
                onSelect={onSelect}
              />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <NothingShown isFiltered={feeds.length > 0} />}
      </div>
    </Panel>
  );
}

/** A filtered-out list and an empty room are not the same word. */
function NothingShown({ isFiltered }: { isFiltered: boolean }) {
  const hasRoom = useHasRoom();
  return (
    <p className="feed-none">
      {isFiltered ? (
        <Trans>Không nguồn nào như vậy.</Trans>
      ) : hasRoom ? (
        <Trans>Chưa có nguồn nào được khai báo.</Trans>
      ) : (
        <Trans>Đang chờ số liệu từ trung tâm…</Trans>
      )}
    </p>
  );
}

function FilterChips({
  feeds,
  filter,
  onFilter,
}: {
  feeds: readonly FeedRecord[];
  filter: FeedFilter;
  onFilter: (filter: FeedFilter) => void;
}) {
  const { t } = useLingui();
  const words: Record<FeedFilter, string> = { all: t`Tất cả`, old: t`Cũ`, gone: t`Mất`, off: t`Lệch` };
  return (
    <span className="feed-chips" role="group" aria-label={t`Lọc nguồn`}>
      {FEED_FILTERS.map((each) => (
        <button
          key={each}
          className="feed-chip"
          type="button"
          aria-pressed={filter === each}
          onClick={() => onFilter(each)}
        >
          {words[each]} <b className="num">{feeds.filter((feed) => passesFilter(feed, each)).length}</b>
        </button>
      ))}
    </span>
  );
}

function FeedTableHead() {
  const { t } = useLingui();
  return (
    <thead>
      <tr>
        <th scope="col">{t`Nguồn`}</th>
        <th scope="col" className="feed-rate">
          {t`Nhận mỗi phút, 60 phút`}
        </th>
        <th scope="col">{t`Nhận = đếm + trùng + trễ + từ chối`}</th>
        <th scope="col" className="feed-lag">
          {t`Trễ mốc nước / chặn`}
        </th>
        <th scope="col" className="is-number">
          {t`Từ chối`}
        </th>
        <th scope="col" className="is-number feed-newest">
          {t`Mới nhất`}
        </th>
      </tr>
    </thead>
  );
}
