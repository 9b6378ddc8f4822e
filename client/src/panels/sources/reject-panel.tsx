import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { FeedRecord } from '@metropane/live-state';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { DeadLetterSample } from './dead-letter-sample.tsx';
import { rejectedOf } from './feed-answers.ts';
import './reject-panel.css';

/** What was refused: by code, one refused message at a time, and by feed. */
export function RejectPanel({ feeds }: { feeds: readonly FeedRecord[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const byCode = sumByCode(feeds);
  const code = chosen !== null && byCode.has(chosen) ? chosen : (byCode.keys().next().value ?? null);
  const total = feeds.reduce((sum, feed) => sum + rejectedOf(feed), 0);
  if (code === null)
    return (
      <Panel
        className="reject-panel"
        title={<Trans>Từ chối theo mã</Trans>}
        subtitle={<b className="num">0</b>}
      >
        <p className="empty-note">
          <Trans>Chưa từ chối thông điệp nào.</Trans>
        </p>
      </Panel>
    );
  return (
    <section className="panel reject-panel">
      <RejectCodes byCode={byCode} total={total} chosen={code} onChoose={setChosen} />
      <DeadLetterSample key={code} code={code} />
      <RejectFeeds feeds={feeds} code={code} />
    </section>
  );
}

function RejectCodes({
  byCode,
  total,
  chosen,
  onChoose,
}: {
  byCode: ReadonlyMap<string, number>;
  total: number;
  chosen: string;
  onChoose: (code: string) => void;
}) {
  const locale = useLocale();
  const most = Math.max(...byCode.values());
  return (
    <div className="reject-part">
      <header className="panel-head">
        <h2>
          <Trans>Từ chối theo mã</Trans>
        </h2>
        <span className="panel-sub num">{formatNumber(total, 0, locale)}</span>
      </header>
      <ul className="reject-lines">
        {[...byCode].map(([code, count]) => (
          <li key={code}>
            <button
              className="reject-line"
              type="button"
              aria-pressed={code === chosen}
              onClick={() => onChoose(code)}
            >
              <code>{code}</code>
              <RejectBar part={count / most} />
              <b className="num">{formatNumber(count, 0, locale)}</b>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RejectFeeds({ feeds, code }: { feeds: readonly FeedRecord[]; code: string }) {
  const { t } = useLingui();
  const locale = useLocale();
  const counts = feeds
    .map((feed) => ({ id: feed.id, count: feed.rejected[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <div className="reject-part">
      <header className="panel-head">
        <h2>
          <Trans>
            <code>{code}</code> theo nguồn
          </Trans>
        </h2>
      </header>
      <ul className="reject-lines" tabIndex={0} aria-label={t`Từ chối theo nguồn`}>
        {counts.map(({ id, count }) => (
          <li key={id} className="reject-line">
            <span className="clip">{id}</span>
            <RejectBar part={count / most} />
            <b className="num">{formatNumber(count, 0, locale)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RejectBar({ part }: { part: number }) {
  return (
    <svg className="reject-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="part-track" width="100" height="8" />
      <rect className="part-late" width={Math.max(1, part * 100)} height="8" />
    </svg>
  );
}

/** Counts over all feeds, the most frequent code first. */
function sumByCode(feeds: readonly FeedRecord[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { rejected } of feeds)
    for (const [code, count] of Object.entries(rejected))
      sums.set(code, (sums.get(code) ?? 0) + (count ?? 0));
  return new Map([...sums].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]));
}
