import { Plural, Trans } from '@lingui/react/macro';
import type { IncidentRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatAge, formatDateTime, formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { similarPast } from './similar.ts';

const MOST_SIMILAR = 5;
const LOOKED_AT = 500;

/** What happened here before, from what the centre still holds: same kind, same ward or within 2 km. */
export function SimilarPanel({ incident }: { incident: IncidentRecord }) {
  const { api, ground } = useCentre();
  const locale = useLocale();
  const ask = useCallback(
    () => api.get<{ items: IncidentRecord[] }>(`/incidents?limit=${LOOKED_AT}&state=closed`),
    [api],
  );
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  const similar = value === null ? [] : similarPast(incident, value.items, MOST_SIMILAR);
  return (
    <section className="panel similar-panel">
      <header className="panel-head">
        <h2>
          <Trans>Tương tự đã qua</Trans>
        </h2>
        <span className="panel-sub clip">
          <Trans>cùng loại, cùng phường hoặc dưới 2 km</Trans>
        </span>
      </header>
      {problem !== null && (
        <p className="muted">
          <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
        </p>
      )}
      {value !== null && similar.length === 0 && (
        <p className="muted">
          <Trans>Chưa có sự cố nào tương tự còn trong sổ.</Trans>
        </p>
      )}
      <ul>
        {similar.map(({ incident: other, distanceM }) => (
          <li key={other.id}>
            <Link href={`/desk/incidents/${other.id}`}>
              <span>
                <b className="num">{formatDateTime(other.openedAtMs, ground.zone)}</b>
                <span className="num">
                  {formatAge((other.closedAtMs ?? other.updatedAtMs) - other.openedAtMs, locale)}
                </span>
              </span>
              <span>
                <small className="clip">{other.title}</small>
                <small className="num">
                  <Plural value={other.reports} one="# tin báo" other="# tin báo" />
                  {distanceM !== null && ` · ${formatNumber(distanceM / 1_000, 1, locale)} km`}
                </small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const ASK_EVERY_MS = 300_000;
