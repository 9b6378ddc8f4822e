import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { FileText, Link2 } from 'lucide-react';
import type { IncidentRecord } from '@metropane/live-state';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { categoryName, placeOf, STATE_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { IncidentClocks } from '../incident-clocks.tsx';
import { PAPERS } from './paper.tsx';

/** The top of an incident's page: what it is, its six clocks, and its papers. */
export function IncidentHead({ incident }: { incident: IncidentRecord }) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const place = placeOf(incident);
  const alarms = incident.alarms?.length ?? 0;
  return (
    <header
      className={`panel incident-head detail-p${incident.priority} ${incident.state === 'closed' ? 'is-closed' : ''}`}
    >
      <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
      <div className="incident-title">
        <h2 className="clip">{incident.title}</h2>
        <p className="clip">
          {incident.id} · P{incident.priority} · {categoryName(incident.category, ground, locale)}
          {place !== null && ` · ${place}`}
          {alarms > 0 && (
            <>
              {' · '}
              <Plural value={alarms} one="# báo động" other="# báo động" />
            </>
          )}{' '}
          · <b>{i18n._(STATE_WORDS[incident.state])}</b>
        </p>
      </div>
      <nav className="incident-papers">
        <Link className="button" href={`/desk/${incident.id}`}>
          <Link2 className="icon" aria-hidden="true" /> <Trans>Về bàn trực</Trans>
        </Link>
        {PAPERS.map((kind) => (
          <Link key={kind} className="button" href={`/desk/incidents/${incident.id}/${kind}`}>
            <FileText className="icon" aria-hidden="true" />
            {kind === 'after-action' ? (
              <Trans>Rút kinh nghiệm</Trans>
            ) : (
              kind.toUpperCase().replace('ICS', 'ICS ')
            )}
          </Link>
        ))}
      </nav>
      <IncidentClocks incident={incident} />
    </header>
  );
}
