import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useNowMs } from '../../live/use-now.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { formatDateTime, formatNumber, NO_VALUE } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { PeriodSpark } from './period-spark.tsx';
import { periodTrend, toBand } from './period-trend.ts';
import { refusedOf } from './refused-of.ts';
import type { RefusedMessage } from './refused-of.ts';
import type { SystemDetail, SystemFigure, SystemSummary } from './system-answers.ts';
import { FigureValue, SystemFresh, useDetail } from './system-card.tsx';
import { SystemExports } from './system-exports.tsx';
import { DeliversWords, StatusWords, TrendWords } from './system-words.tsx';
import './system-detail.css';

/** Everything about one system: what came of it, its figures with what they are made of, its last fault. */
export function SystemDetailPanel({ system, cursor }: { system: SystemSummary; cursor: CursorStore }) {
  const locale = useLocale();
  const { detail, problem } = useDetail(system.code);
  return (
    <Panel
      className="system-detail"
      title={inLocale(system.name, locale)}
      subtitle={<StatusWords system={system} />}
      isStale={problem !== null && detail !== null}
      marks={
        <>
          <SystemFresh system={system} />
          {detail !== null && <SystemExports detail={detail} />}
        </>
      }
    >
      {detail === null ? (
        <EmptyNote>
          {problem === null ? (
            <Trans>Đang hỏi…</Trans>
          ) : (
            <Trans>Chưa hỏi được hệ thống: {problem.code}</Trans>
          )}
        </EmptyNote>
      ) : (
        <div className="system-detail-scroll">
          <DeliversWords detail={detail} />
          <Facts detail={detail} />
          <LastFault system={detail} />
          <OpenCases detail={detail} />
          <h3>
            <Trans>Chỉ số và biên nhận</Trans>
          </h3>
          {detail.figures.length === 0 && (
            <p className="muted">
              <Trans>Chưa có chỉ số nào của hệ thống này.</Trans>
            </p>
          )}
          {detail.figures.map((figure) => (
            <FigureReceipt key={figure.code} figure={figure} detail={detail} cursor={cursor} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Facts({ detail: { lastEvent, lastArrival, feed, journalSeq } }: { detail: SystemDetail }) {
  const { ground } = useCentre();
  const time = (text: string | null): string =>
    text === null ? NO_VALUE : formatDateTime(Date.parse(text), ground.zone);
  return (
    <dl className="system-facts num">
      <dt>
        <Trans>Sự kiện mới nhất</Trans>
      </dt>
      <dd>{time(lastEvent)}</dd>
      <dt>
        <Trans>Tin đến gần nhất</Trans>
      </dt>
      <dd>{time(lastArrival)}</dd>
      <dt>
        <Trans>Nguồn</Trans>
      </dt>
      <dd>
        {feed === null ? NO_VALUE : <Link href={`/desk/sources/${encodeURIComponent(feed)}`}>{feed}</Link>}
      </dd>
      <dt>
        <Trans>Tính tới mục sổ</Trans>
      </dt>
      <dd>{journalSeq}</dd>
    </dl>
  );
}

/** Its silence, and the newest of its messages that was refused, among those of its feed that are kept. */
function LastFault({ system }: { system: SystemDetail }) {
  const { api, ground } = useCentre();
  const { feed, code, silentSince } = system;
  const ask = useCallback(
    () =>
      feed === null
        ? Promise.resolve({ items: [] as RefusedMessage[] })
        : api.get<{ items: RefusedMessage[] }>(`/dead-letters?feed=${encodeURIComponent(feed)}&limit=50`),
    [api, feed],
  );
  const { value, problem } = useAnswer(ask, 60_000);
  const refused = refusedOf(value?.items ?? [], code);
  return (
    <div className="system-fault">
      <h3>
        <Trans>Lỗi gần nhất</Trans>
      </h3>
      {silentSince !== null && (
        <p className="is-fault">
          <Trans>Im lặng từ {formatDateTime(Date.parse(silentSince), ground.zone)}</Trans>
        </p>
      )}
      {problem !== null ? (
        <p className="muted">
          {problem.status === 403 ? (
            <Trans>Tin bị từ chối chỉ phòng điều hành xem được.</Trans>
          ) : (
            <>
              <Trans>Chưa hỏi được tin bị từ chối:</Trans> <code>{problem.code}</code>
            </>
          )}
        </p>
      ) : refused === null ? (
        <p className="muted">
          {value === null ? (
            <Trans>Đang hỏi…</Trans>
          ) : (
            <Trans>Không có tin nào của hệ thống trong 50 tin bị từ chối gần nhất của nguồn.</Trans>
          )}
        </p>
      ) : (
        <p className="is-fault">
          <time className="num">{formatDateTime(Date.parse(refused.arrival), ground.zone)}</time>{' '}
          <code>{refused.code}</code> {refused.detail}
        </p>
      )}
    </div>
  );
}

function OpenCases({ detail: { open, overdue, openByState } }: { detail: SystemDetail }) {
  const locale = useLocale();
  if (open === null) return null;
  const most = Math.max(1, ...openByState.map(({ count }) => count));
  return (
    <div className="system-open">
      <h3>
        <Trans>
          {formatNumber(open, 0, locale)} hồ sơ mở, {formatNumber(overdue, 0, locale)} quá hạn
        </Trans>
      </h3>
      <ul>
        {openByState.map(({ state, name, count }) => (
          <li key={state}>
            <span className="clip">{inLocale(name, locale)}</span>
            <i style={{ width: `${(count / most) * 100}%` }} />
            <b className="num">{formatNumber(count, 0, locale)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One figure; opened, all that it is made of. */
function FigureReceipt({
  figure,
  detail,
  cursor,
}: {
  figure: SystemFigure;
  detail: SystemDetail;
  cursor: CursorStore;
}) {
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = Math.floor(useNowMs() / 60_000) * 60_000;
  const trend = periodTrend(detail, figure.code, nowMs);
  const { numerator, denominator, n, period, asOf, published } = figure;
  const count = (value: number | null): string => formatNumber(value, 0, locale);
  return (
    <details className="system-figure">
      <summary>
        <span className="clip">{inLocale(figure.name, locale)}</span>
        <FigureValue figure={figure} />
        <span className="system-figure-spark">
          {trend !== null && trend.spark.values.length > 1 && (
            <Sparkline spark={trend.spark} usual={toBand(trend)} />
          )}
        </span>
        <small className="muted clip">
          <TrendWords figure={figure} trend={trend} />
        </small>
      </summary>
      {trend !== null && trend.spark.values.length > 1 && (
        <figure className="system-spark">
          <PeriodSpark {...{ figure, trend, cursor }} />
        </figure>
      )}
      <dl className="system-facts">
        <dt>
          <Trans>Công thức</Trans>
        </dt>
        <dd>{inLocale(figure.formula, locale)}</dd>
        {numerator !== null && denominator !== null && (
          <>
            <dt>
              <Trans>Tử số / mẫu số</Trans>
            </dt>
            <dd className="num">
              {count(numerator)} / {count(denominator)}
            </dd>
          </>
        )}
        <dt>
          <Trans>Số hồ sơ (n)</Trans>
        </dt>
        <dd className="num">{n === null ? <Trans>hệ thống không gửi</Trans> : count(n)}</dd>
        <dt>
          <Trans>Kỳ</Trans>
        </dt>
        <dd className="num">{period === null ? <Trans>hiện tại</Trans> : period.id}</dd>
        <dt>
          <Trans>Tính đến</Trans>
        </dt>
        <dd className="num">{asOf === null ? NO_VALUE : formatDateTime(Date.parse(asOf), ground.zone)}</dd>
        {published !== null && (
          <>
            <dt>
              <Trans>Bản công bố</Trans>
            </dt>
            <dd className="num">
              {[published.vintage, published.status, published.territory].filter(Boolean).join(' · ')} (
              {published.vintages})
            </dd>
          </>
        )}
        <dt>
          <Trans>Căn cứ</Trans>
        </dt>
        <dd>{figure.source}</dd>
      </dl>
    </details>
  );
}
