import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { formatAge, formatDate, formatDateTime, formatNumber } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { InsightAnswer, SimilarIncident } from './insight-answers.ts';

/** Ended incidents like this one with a score, and what makes it: a person may disagree with a part. */
export function SimilarPastPanel({ answer: { similar, compared } }: { answer: InsightAnswer }) {
  const { ground } = useCentre();
  return (
    <section className="panel insight-panel similar-past">
      <header className="panel-head">
        <h2>
          <Trans>Tương tự đã qua</Trans>
        </h2>
        <span className="panel-sub clip">
          <Trans>loại, nơi, giờ, báo động</Trans>
        </span>
      </header>
      {similar.length === 0 && (
        <p className="muted">
          <Trans>Chưa có sự cố nào tương tự còn trong sổ.</Trans>
        </p>
      )}
      <ol>
        {similar.map((each) => (
          <li key={each.id}>
            <SimilarRow similar={each} />
          </li>
        ))}
      </ol>
      <p className="muted insight-foot num">
        <Trans>
          tìm trong {compared.incidents} sự cố còn giữ, từ {formatDate(compared.oldestMs, ground.zone)}
        </Trans>
        {compared.forgotten > 0 && (
          <>
            {' · '}
            <Trans>{compared.forgotten} sự cố cũ hơn chỉ còn trong nhật ký</Trans>
          </>
        )}
      </p>
    </section>
  );
}

function SimilarRow({ similar }: { similar: SimilarIncident }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const { parts, distanceM, agencies, sharedRules } = similar;
  const percent = (share: number): string => `${formatNumber(100 * share, 0, locale)} %`;
  const names = agencies.map((id) => {
    const known = ground.agencies?.find((agency) => agency.id === id);
    return known === undefined ? id : inLocale(known.name, locale);
  });
  return (
    <Link href={`/desk/incidents/${similar.id}`}>
      <span className="similar-line">
        <b className="num">{percent(similar.score)}</b>
        <span className="clip">{similar.title}</span>
        <span className="num">{formatAge(similar.tookMs, locale)}</span>
      </span>
      <small className="muted num">
        {formatDateTime(similar.openedAtMs, ground.zone)} ·{' '}
        <Plural value={similar.reports} one="# tin báo" other="# tin báo" />
        {distanceM !== undefined && ` · ${formatNumber(distanceM / 1_000, 1, locale)} km`}
        {names.length > 0 && ` · ${names.join(', ')}`}
      </small>
      <small className="muted num">
        <Trans>loại {percent(parts.category)}</Trans>
        {parts.place !== undefined && (
          <>
            {' · '}
            <Trans>nơi {percent(parts.place)}</Trans>
          </>
        )}
        {' · '}
        <Trans>giờ {percent(parts.time)}</Trans>
        {parts.alarms !== undefined && (
          <>
            {' · '}
            <Trans>báo động {percent(parts.alarms)}</Trans>
          </>
        )}
        {sharedRules.length > 0 && ` (${sharedRules.join(', ')})`}
      </small>
    </Link>
  );
}
