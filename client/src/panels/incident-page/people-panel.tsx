import { Trans, useLingui } from '@lingui/react/macro';
import type { CityState, IncidentRecord, PositionRecord } from '@metropane/live-state';
import type { ReactNode } from 'react';
import { useLive } from '../../live/use-live.ts';
import { usePresence } from '../../live/use-presence.ts';
import { ASSIGNMENT_WORDS } from '../../ui/incident-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { useAgencyName } from '../desk/agency-chips.tsx';
import { initials } from '../desk/presence-marks.tsx';
import { LEADER, SUPERVISOR } from './role-words.ts';

/** Who has to do with it: the post that has it, who took it, who was called, who looks at it now. */
export function PeoplePanel({ incident }: { incident: IncidentRecord }) {
  const timeText = useTimeText();
  const { i18n } = useLingui();
  const locale = useLocale();
  const agencyName = useAgencyName();
  const positions = useLive(selectPositions, POSITIONS);
  const colleagues = usePresence(incident.id);
  const timeOf = (atMs: number | undefined): string => (atMs === undefined ? '' : timeText(atMs));
  const post = positions.find(({ id }) => id === incident.position);
  const { claimedBy, acknowledgedBy, acknowledgedAtMs, escalations = [], assignments = [] } = incident;
  return (
    <section className="panel people-panel">
      <header className="panel-head">
        <h2>
          <Trans>Vai trò</Trans>
        </h2>
      </header>
      <ul>
        {post !== undefined && (
          <Person name={post.holder?.person ?? inLocale(post.name, locale)} side="">
            <Trans>vị trí {inLocale(post.name, locale)}</Trans>
            {post.holder === undefined && (
              <>
                {' · '}
                <Trans>chưa có người trực</Trans>
              </>
            )}
          </Person>
        )}
        {claimedBy !== undefined && (
          <Person name={claimedBy} side="">
            <Trans>chủ trì</Trans>
          </Person>
        )}
        {acknowledgedBy !== undefined && acknowledgedBy !== claimedBy && (
          <Person name={acknowledgedBy} side={timeOf(acknowledgedAtMs)}>
            <Trans>đã xác nhận</Trans>
          </Person>
        )}
        {assignments.map((each) => (
          <Person
            key={`${each.assignee} ${each.askedAtMs}`}
            name={agencyName(each)}
            side={timeOf(each.changedAtMs)}
          >
            {i18n._(ASSIGNMENT_WORDS[each.state])}
            {each.text !== undefined && ` · ${each.text}`}
          </Person>
        ))}
        {escalations.map(({ level, atMs }) => (
          <Person key={atMs} name={level >= 2 ? i18n._(LEADER) : i18n._(SUPERVISOR)} side={timeOf(atMs)}>
            <Trans>được chuyển lên</Trans>
          </Person>
        ))}
        {colleagues.map(({ id, name, isTyping }) => (
          <Person key={id} name={name} side="">
            {isTyping ? <Trans>đang ghi</Trans> : <Trans>đang xem</Trans>}
          </Person>
        ))}
      </ul>
      {post === undefined &&
        claimedBy === undefined &&
        acknowledgedBy === undefined &&
        assignments.length === 0 && (
          <p className="muted">
            <Trans>Chưa ai nhận sự cố này.</Trans>
          </p>
        )}
    </section>
  );
}

function Person({ name, side, children }: { name: string; side: string; children: ReactNode }) {
  return (
    <li>
      <span className="person-mark" aria-hidden="true">
        {initials(name)}
      </span>
      <span>
        <b className="clip">{name}</b>
        <small>{children}</small>
      </span>
      <time className="num">{side}</time>
    </li>
  );
}

const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

function selectPositions({ records }: CityState): PositionRecord[] {
  return [...records.position.values()];
}
