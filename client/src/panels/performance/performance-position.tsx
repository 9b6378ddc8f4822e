import { Trans, useLingui } from '@lingui/react/macro';
import type { PerformanceFigure, PositionPerformance, Priority } from '@metropane/incidents';
import type { Text } from '@metropane/live-state';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import type { OnSpan } from '../../ui/linked/use-span-choice.ts';
import { formatAge, formatNumber } from '../../ui/format.ts';
import { LOAD_FLOOD, LOAD_LIMIT } from '../../ui/load-bars.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { figureText, targetText } from './figure-text.ts';
import { loadColumns } from './load-columns.ts';
import { LoadPlot } from './load-plot.tsx';
import { BUCKET_MS } from './performance-csv.ts';
import { FIGURE_WORDS, VERDICT_WORDS } from './performance-words.ts';

/** One position: its figures against target and limit, its load bucket by bucket, what called most, and the mix of priorities. */
export function PerformancePosition({
  performance,
  name,
  cursor,
  onSpan,
}: {
  performance: PositionPerformance;
  name: Text;
  cursor: CursorStore;
  onSpan: OnSpan;
}) {
  const locale = useLocale();
  const { annunciated, useless, withoutBeginning } = performance;
  return (
    <Panel
      className="performance-panel"
      title={inLocale(name, locale)}
      subtitle={<Trans>{annunciated} báo động gọi người</Trans>}
    >
      <div className="performance-grid">
        <FigureTable figures={performance.figures} />
        <div className="performance-side">
          <Load performance={performance} cursor={cursor} onSpan={onSpan} />
          <PriorityMix performance={performance} />
          <TopTags performance={performance} />
          <p className="performance-note">
            <Trans>
              Cuối kỳ: {performance.unansweredNow} chưa trả lời, {performance.shelvedNow} đang gác,{' '}
              {performance.suppressedNow} ẩn theo thiết kế, {performance.outOfServiceNow} ngừng sử dụng.{' '}
              {useless} lần bị cho là vô ích.
            </Trans>
            {withoutBeginning > 0 && (
              <>
                {' '}
                <Trans>{withoutBeginning} báo động đã có trước phần sổ ghi được đọc.</Trans>
              </>
            )}
          </p>
        </div>
      </div>
    </Panel>
  );
}

function FigureTable({ figures }: { figures: readonly PerformanceFigure[] }) {
  const { i18n } = useLingui();
  const locale = useLocale();
  return (
    <table className="performance-figures">
      <thead>
        <tr>
          <th scope="col">
            <Trans>Số đo</Trans>
          </th>
          <th scope="col" className="is-number">
            <Trans>Giá trị</Trans>
          </th>
          <th scope="col" className="is-number">
            <Trans>Mục tiêu</Trans>
          </th>
          <th scope="col" className="is-number">
            <Trans>Giới hạn</Trans>
          </th>
          <th scope="col">
            <Trans>Đánh giá</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.id} className={`is-${figure.verdict}`}>
            <th scope="row">{i18n._(FIGURE_WORDS[figure.id])}</th>
            <td className="is-number num">{figureText(figure, figure.value, locale)}</td>
            <td className="is-number num">{targetText(figure, locale)}</td>
            <td className="is-number num">{figureText(figure, figure.limit, locale)}</td>
            <td>
              <span className="verdict">
                <span aria-hidden="true">{VERDICT_SIGNS[figure.verdict]}</span>{' '}
                {i18n._(VERDICT_WORDS[figure.verdict])}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A verdict is a sign and a word: never a colour alone. */
const VERDICT_SIGNS: Record<PerformanceFigure['verdict'], string> = {
  'on-target': '✓',
  'within-limit': '~',
  missed: '✕',
  'no-target': '',
  'no-value': '',
};

function Load({
  performance: { buckets, partial },
  cursor,
  onSpan,
}: {
  performance: PositionPerformance;
  cursor: CursorStore;
  onSpan: OnSpan;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const { counts, firstMs, inFlood, down, inDown } = buckets;
  const { columns, per } = loadColumns(counts);
  const empty = counts.filter((count) => count === 0).length;
  const most = counts.reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  const left = partial.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="performance-part">
      <h3>
        <Trans>Tải mỗi 10 phút</Trans>
        <span className="performance-legend">
          <Trans>
            gạch đứt: giới hạn {LOAD_LIMIT} · gạch liền: dồn dập {LOAD_FLOOD}
          </Trans>
        </span>
      </h3>
      {counts.length === 0 ? (
        <p>
          <Trans>Khoảng này không chứa trọn 10 phút nào.</Trans>
        </p>
      ) : (
        <>
          <LoadPlot
            columns={columns}
            firstMs={firstMs}
            stepMs={per * BUCKET_MS}
            cursor={cursor}
            onSpan={onSpan}
            label={t`${counts.length} khoảng 10 phút, nhiều nhất ${most} báo động, ${inFlood} khoảng dồn dập`}
          />
        </>
      )}
      {per > 1 && (
        <p className="performance-note">
          <Trans>Mỗi cột là khoảng 10 phút nặng nhất trong {formatAge(per * BUCKET_MS, locale)}.</Trans>
        </p>
      )}
      <p className="performance-note">
        <Trans>
          {counts.length} khoảng 10 phút, kể cả {empty} khoảng không có báo động; {inFlood} khoảng dồn dập.
        </Trans>
        {down > 0 && (
          <>
            {' '}
            <Trans>
              {down} khoảng trung tâm không chạy, không tính vào mức trung bình ({inDown} báo động trong đó).
            </Trans>
          </>
        )}
        {left > 0 && (
          <>
            {' '}
            <Trans>{left} báo động ở hai đầu, ngoài các khoảng trọn.</Trans>
          </>
        )}
      </p>
    </section>
  );
}

const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];
const MIX_TARGET: Record<Priority, string> = { 1: '< 1 %', 2: '5 %', 3: '15 %', 4: '80 %' };

function PriorityMix({ performance: { priorities, annunciated } }: { performance: PositionPerformance }) {
  const locale = useLocale();
  return (
    <section className="performance-part">
      <h3>
        <Trans>Mức ưu tiên</Trans>
      </h3>
      <ul className="priority-mix">
        {PRIORITIES.map((priority) => {
          const share = annunciated === 0 ? null : (100 * priorities[priority]) / annunciated;
          return (
            <li key={priority}>
              <PriorityGlyph priority={priority} />
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect className="mix-track" width="100" height="8" />
                <rect className="mix-bar" width={share ?? 0} height="8" />
              </svg>
              <b className="num">{share === null ? '—' : `${formatNumber(share, 0, locale)} %`}</b>
              <span className="muted num">
                {priorities[priority]} · <Trans>mục tiêu {MIX_TARGET[priority]}</Trans>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function TopTags({ performance: { topTags } }: { performance: PositionPerformance }) {
  const locale = useLocale();
  return (
    <section className="performance-part">
      <h3>
        <Trans>10 điểm báo nhiều nhất</Trans>
      </h3>
      {topTags.length === 0 ? (
        <p>
          <Trans>Không có báo động nào gọi người trong khoảng này.</Trans>
        </p>
      ) : (
        <ol className="top-tags">
          {topTags.map(({ ruleId, key, count, sharePercent }) => (
            <li key={`${ruleId} ${key}`}>
              <span className="clip">
                <b>{key}</b> <span className="muted">{ruleId}</span>
              </span>
              <span className="num">
                {count} · {formatNumber(sharePercent, 0, locale)} %
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
