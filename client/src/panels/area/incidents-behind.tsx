import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { formatAge, formatDateTime, NO_VALUE } from '../../ui/format.ts';
import { categoryName } from '../../ui/incident-words.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { CLOCK_WORDS } from './clock-words.ts';
import { CLOCKS } from './group-answers.ts';
import type { ClockName, CountedIncident, GroupAnswer } from './group-answers.ts';

/** The incidents that the figures were counted from: each leads to its course of events, and that to the journal. */
export function IncidentsBehind({
  answer: { incidents, incidentsInAll },
  show,
  onShow,
}: {
  answer: GroupAnswer;
  /** Only those that count for the share of this clock; null: all. */
  show: ClockName | null;
  onShow: (show: ClockName | null) => void;
}) {
  const { i18n } = useLingui();
  const shown = incidents.filter(({ clocks }) => show === null || (clocks[show]?.isInTime ?? null) !== null);
  const late = show === null ? 0 : shown.filter(({ clocks }) => clocks[show]!.isInTime === false).length;
  return (
    <section className="panel incidents-behind" id="behind">
      <header className="panel-head">
        <h2>
          <Trans>Sự cố đứng sau các số</Trans>
        </h2>
        <span className="panel-sub clip num">
          {show === null ? (
            <Trans>
              {shown.length}/{incidentsInAll} sự cố mở trong khoảng
            </Trans>
          ) : (
            <Trans>
              {shown.length} vụ đã rõ, {late} trễ
            </Trans>
          )}
        </span>
        <span className="panel-marks">
          <button
            className="queue-chip"
            type="button"
            aria-pressed={show === null}
            onClick={() => onShow(null)}
          >
            <Trans>Tất cả</Trans>
          </button>
          {CLOCKS.map((name) => (
            <button
              key={name}
              className="queue-chip"
              type="button"
              aria-pressed={show === name}
              onClick={() => onShow(name)}
            >
              {i18n._(CLOCK_WORDS[name])}
            </button>
          ))}
        </span>
      </header>
      {shown.length === 0 ? (
        <p className="muted">
          <Trans>Không có sự cố nào.</Trans>
        </p>
      ) : (
        <div className="groups-scroll" tabIndex={0} role="region" aria-labelledby="behind-caption">
          <table className="groups-table">
            <caption id="behind-caption" className="sr-only">
              <Trans>Sự cố đứng sau các số</Trans>
            </caption>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Sự cố</Trans>
                </th>
                <th scope="col">
                  <Trans>Biết lúc</Trans>
                </th>
                {CLOCKS.map((name) => (
                  <th key={name} scope="col">
                    {i18n._(CLOCK_WORDS[name])}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((incident) => (
                <BehindRow key={incident.id} incident={incident} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function BehindRow({ incident }: { incident: CountedIncident }) {
  const { ground } = useCentre();
  const locale = useLocale();
  return (
    <tr>
      <th scope="row">
        <Link href={`/desk/incidents/${incident.id}`}>
          <span className="num">{incident.id}</span> {incident.title}
        </Link>{' '}
        <small className="muted">{categoryName(incident.category, ground, locale)}</small>
      </th>
      <td className="num">{formatDateTime(Date.parse(incident.knownAt), ground.zone)}</td>
      {CLOCKS.map((name) => (
        <td key={name} className="num">
          <TookCell took={incident.clocks[name]} />
        </td>
      ))}
    </tr>
  );
}

function TookCell({ took }: { took: CountedIncident['clocks'][ClockName] }) {
  const locale = useLocale();
  if (took === null) return NO_VALUE;
  return (
    <>
      {took.isReached ? formatAge(took.ms, locale) : <Trans>chờ {formatAge(took.ms, locale)}</Trans>}
      {took.isInTime === false && (
        <b className="is-late">
          {' '}
          <Trans>trễ</Trans>
        </b>
      )}
    </>
  );
}
