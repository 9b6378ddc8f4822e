import { Trans, useLingui } from '@lingui/react/macro';
import type { RelatedIncident } from '@metropane/incidents';
import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { formatNumber } from '../../ui/format.ts';
import { WHY_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';

/** Other incidents that may have to do with this one: reason in words, and how sure the centre is. */
export function RelatedRows({
  incident: { id, revision },
  onSelect,
}: {
  incident: IncidentRecord;
  onSelect: (id: string) => void;
}) {
  const { api } = useCentre();
  const ask = useCallback(
    // A new revision may have changed what is related.
    () => {
      void revision;
      return api.get<{ items: RelatedIncident[] }>(`/incidents/${encodeURIComponent(id)}/related`);
    },
    [api, id, revision],
  );
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  return (
    <section className="related">
      <h3>
        <Trans>Liên quan</Trans>
        <span className="section-sub">
          <Trans>điểm = gần + cùng lúc + cùng mạng</Trans>
        </span>
      </h3>
      {problem !== null && (
        <p className="muted">
          <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
        </p>
      )}
      {value !== null && value.items.length === 0 && (
        <p className="muted">
          <Trans>Không có sự cố nào liên quan.</Trans>
        </p>
      )}
      <ul>
        {(value?.items ?? []).map((related) => (
          <RelatedRow key={related.incidentId} related={related} onSelect={onSelect} />
        ))}
      </ul>
    </section>
  );
}

const ASK_EVERY_MS = 30_000;

function RelatedRow({ related, onSelect }: { related: RelatedIncident; onSelect: (id: string) => void }) {
  const locale = useLocale();
  const { incidentId, score, why } = related;
  const select = useCallback(
    ({ records }: CityState) => records.incident.get(incidentId) ?? null,
    [incidentId],
  );
  const incident = useLive(select, INCIDENTS);
  return (
    <li>
      <button type="button" onClick={() => onSelect(incidentId)}>
        {incident === null ? <span /> : <PriorityGlyph priority={incident.priority} isSmall />}
        <span className="clip">
          <b>{incident?.title ?? incidentId}</b>{' '}
          <span className="muted">
            <Why why={why} />
          </span>
        </span>
        <svg className="related-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect className="related-track" width="100" height="10" />
          <rect className="related-score" width={score * 100} height="10" />
        </svg>
        <span className="num">{formatNumber(score, 2, locale)}</span>
      </button>
    </li>
  );
}

/** `cùng lộ điện · 400 m · sau 6′` */
export function Why({ why }: { why: RelatedIncident['why'] }) {
  const { i18n } = useLingui();
  const locale = useLocale();
  const words = WHY_WORDS[why.kind];
  const far =
    why.distanceM === undefined
      ? null
      : why.distanceM < 1_000
        ? `${formatNumber(why.distanceM, 0, locale)} m`
        : `${formatNumber(why.distanceM / 1_000, 1, locale)} km`;
  const minutes = why.afterMs === undefined ? null : Math.round(Math.abs(why.afterMs) / 60_000);
  return (
    <>
      {words === undefined ? why.kind : i18n._(words)}
      {far !== null && ` · ${far}`}
      {minutes !== null && (
        <>
          {' · '}
          {minutes === 0 ? (
            <Trans>cùng lúc</Trans>
          ) : (why.afterMs ?? 0) > 0 ? (
            <Trans>sau {minutes}′</Trans>
          ) : (
            <Trans>trước {minutes}′</Trans>
          )}
        </>
      )}
    </>
  );
}

const INCIDENTS = { tables: ['incident'], maxHz: 1 } as const;
