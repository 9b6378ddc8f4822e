import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatNumber, formatTime, formatUpTo } from '../../ui/format.ts';
import { LOAD_FLOOD, LOAD_LIMIT, LoadBars } from '../../ui/load-bars.tsx';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import type { BacktestSide } from './backtest-answers.ts';

const SHOWN = 50;

/** What one version of the rule would have raised, and what that means for the person at the desk. */
export function BacktestResult({ title, side }: { title: string; side: BacktestSide }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { counts } = side.load;
  const most = Math.max(0, ...counts);
  const mean = counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const floods = counts.filter((count) => count > LOAD_FLOOD).length;
  return (
    <section className="backtest-side">
      <h4>{title}</h4>
      {side.broke !== null && (
        <p className="rule-notice">
          <Trans>Luật hỏng khi chạy: {side.broke}</Trans>
        </p>
      )}
      <dl className="backtest-figures">
        <div>
          <dt>
            <Trans>Lần điều kiện bắt đầu</Trans>
          </dt>
          <dd className="num">{side.onsets}</dd>
        </div>
        <div>
          <dt>
            <Trans>Lần gọi người trực</Trans>
          </dt>
          <dd className="num">{side.annunciated}</dd>
        </div>
        <div className={mean !== null && mean > LOAD_LIMIT ? 'is-over' : ''}>
          <dt>
            <Trans>Trung bình mỗi 10 phút (giới hạn {LOAD_LIMIT})</Trans>
          </dt>
          <dd className="num">{formatNumber(mean, 1, locale)}</dd>
        </div>
        <div className={most > LOAD_FLOOD ? 'is-over' : ''}>
          <dt>
            <Trans>Nhiều nhất trong 10 phút (dồn dập từ {LOAD_FLOOD})</Trans>
          </dt>
          <dd className="num">{most}</dd>
        </div>
      </dl>
      <LoadBars
        counts={counts}
        label={t`${counts.length} khoảng 10 phút, nhiều nhất ${most} báo động, ${floods} khoảng dồn dập`}
      />
      <BacktestItems side={side} />
    </section>
  );
}

function BacktestItems({ side: { items, onsets } }: { side: BacktestSide }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const shown = items.slice(0, SHOWN);
  return (
    <>
      <ul className="backtest-items">
        {shown.map(({ key, priority, onset, returned, value }) => (
          <li key={`${key} ${onset}`}>
            <PriorityGlyph priority={priority} />
            <span className="clip">{key}</span>
            <span className="num">{formatUpTo(value, 2, locale)}</span>
            <span className="num">
              {formatTime(Date.parse(onset), ground.zone)}
              {'–'}
              {returned === null ? '…' : formatTime(Date.parse(returned), ground.zone)}
            </span>
          </li>
        ))}
      </ul>
      {onsets > shown.length && (
        <p className="muted">
          <Trans>Còn {onsets - shown.length} lần nữa không liệt kê.</Trans>
        </p>
      )}
    </>
  );
}
