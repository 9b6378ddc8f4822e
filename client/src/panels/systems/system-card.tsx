import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useNowMs } from '../../live/use-now.ts';
import { FreshMark } from '../../ui/fresh-mark.tsx';
import { formatNumber, NO_VALUE } from '../../ui/format.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { shownUnit } from '../../ui/shown-unit.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { PeriodSpark } from './period-spark.tsx';
import { periodTrend } from './period-trend.ts';
import { decimalsOf } from './system-answers.ts';
import type { SystemDetail, SystemFigure, SystemSummary } from './system-answers.ts';
import { StatusWords, TrendWords } from './system-words.tsx';

const ASK_EVERY_MS = 120_000;
const MOST_FIGURES = 4;
/** What most people of the city know the administration by: it has the room of four. */
const LARGE = 'one-stop';
const MOST_LARGE = 13;

/** One of the thirteen: whether it is heard, its first figure over its periods, and three more. */
export function SystemCard({
  system,
  isChosen,
  cursor,
}: {
  system: SystemSummary;
  isChosen: boolean;
  /** Of all cards: which period is pointed at. */
  cursor: CursorStore;
}) {
  const locale = useLocale();
  const { code, headline, status } = system;
  const { detail, problem } = useDetail(code);
  const isQuiet = status === 'silent' || status === 'never-heard';
  const isLarge = code === LARGE;
  const [first, ...others] = headline;
  const more = (isLarge ? detail?.figures : null) ?? others;
  const rest = more
    .filter((figure) => figure.code !== first?.code)
    .slice(0, (isLarge ? MOST_LARGE : MOST_FIGURES) - 1);
  return (
    <section
      className={`panel system-card ${isLarge ? 'is-large' : ''} ${status === 'silent' ? 'hatched' : ''} ${isQuiet ? 'is-quiet' : ''} ${isChosen ? 'is-chosen' : ''}`}
      data-system={code}
    >
      <header className="panel-head">
        <b className="system-number num">{String(system.number).padStart(2, '0')}</b>
        <h2 className="clip">
          <Link href={`/desk/systems/${code}`} aria-current={isChosen ? 'true' : undefined}>
            {inLocale(system.name, locale)}
          </Link>
        </h2>
        <span className="panel-marks">
          <SystemFresh system={system} />
        </span>
      </header>
      <div className="system-body">
        {first === undefined ? (
          <p className="system-none">
            <StatusWords system={system} />
          </p>
        ) : (
          <FirstFigure figure={first} detail={detail} cursor={cursor} />
        )}
        <p className="system-state clip">
          {problem !== null && detail === null ? (
            <>
              <Trans>Chưa hỏi được chi tiết:</Trans> <code>{problem.code}</code>
            </>
          ) : (
            first !== undefined && <StatusWords system={system} />
          )}
        </p>
      </div>
      <footer className="system-more">
        {rest.map((figure) => (
          <FigureLine key={figure.code} figure={figure} />
        ))}
      </footer>
    </section>
  );
}

export function useDetail(code: string) {
  const { api } = useCentre();
  const ask = useCallback(() => api.get<SystemDetail>(`/systems/${code}`), [api, code]);
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  return { detail: value, problem };
}

/** The centre measures itself at every question: its figures have no age that a message could tell. */
export function SystemFresh({ system: { lastEvent, silentAfterMs } }: { system: SystemSummary }) {
  if (lastEvent === null || silentAfterMs === null) return null;
  return <FreshMark eventTimeMs={Date.parse(lastEvent)} periodMs={silentAfterMs / 2} isShort />;
}

function FirstFigure({
  figure,
  detail,
  cursor,
}: {
  figure: SystemFigure;
  detail: SystemDetail | null;
  cursor: CursorStore;
}) {
  const locale = useLocale();
  const nowMs = Math.floor(useNowMs() / 60_000) * 60_000;
  const trend = detail === null ? null : periodTrend(detail, figure.code, nowMs);
  return (
    <div className="system-first">
      <div>
        <p className="clip">{inLocale(figure.name, locale)}</p>
        <FigureValue figure={figure} />
        <p className="system-trend-words">
          <TrendWords figure={figure} trend={trend} />
        </p>
      </div>
      {trend !== null && trend.spark.values.length > 1 && (
        <figure className="system-spark">
          <PeriodSpark {...{ figure, trend, cursor }} />
        </figure>
      )}
    </div>
  );
}

export function FigureValue({ figure: { value, unit } }: { figure: SystemFigure }) {
  const locale = useLocale();
  return (
    <p className="system-value num">
      <strong>{value === null ? NO_VALUE : formatNumber(value, decimalsOf(value), locale)}</strong>
      {value !== null && <span className="muted">{shownUnit(unit)}</span>}
    </p>
  );
}

function FigureLine({ figure }: { figure: SystemFigure }) {
  const locale = useLocale();
  return (
    <div>
      <p className="clip" title={inLocale(figure.name, locale)}>
        {inLocale(figure.name, locale)}
      </p>
      <FigureValue figure={figure} />
    </div>
  );
}
