import { Trans, useLingui } from '@lingui/react/macro';
import { answersOf } from '@metropane/incidents';
import type { Assignment } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { Acting } from '../../live/use-acting.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatElapsed, formatMinute } from '../../ui/format.ts';
import { ASSIGNMENT_WORDS } from '../../ui/incident-words.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';

/** Who was asked to act, and what each has answered: a filled dot has accepted, a hollow dashed one is waited for. */
export function AgencyChips({ incident, acting }: { incident: IncidentRecord; acting: Acting }) {
  const { t } = useLingui();
  const assignments = incident.assignments ?? [];
  if (assignments.length === 0) return null;
  return (
    <section className="agencies">
      <h3>
        <Trans>Giao cho đơn vị</Trans>
        <kbd className="keycap">G</kbd>
      </h3>
      <ul aria-label={t`Đơn vị được giao`}>
        {assignments.map((assignment) => (
          <AgencyChip
            key={`${assignment.assignee} ${assignment.post ?? ''} ${assignment.askedAtMs}`}
            {...{ assignment, acting }}
          />
        ))}
      </ul>
    </section>
  );
}

function AgencyChip({ assignment, acting }: { assignment: Assignment; acting: Acting }) {
  const { i18n, t } = useLingui();
  const { ground } = useCentre();
  const name = useAgencyName()(assignment);
  const answers = answersOf(assignment);
  const isWaiting = assignment.state === 'waiting';
  return (
    <li className={`agency is-${assignment.state}`}>
      <span className="agency-dot" aria-hidden="true" />
      <b className="clip">{name}</b>
      <span className="num">
        {isWaiting ? (
          <WaitClock assignment={assignment} />
        ) : (
          `${i18n._(ASSIGNMENT_WORDS[assignment.state])} ${formatMinute(assignment.changedAtMs, ground.zone)}`
        )}
      </span>
      {answers.length > 0 && (
        <select
          aria-label={t`Trả lời của ${name}`}
          value=""
          onChange={({ target }) => {
            const { assignee, post } = assignment;
            const who = { assignee, ...(post === undefined ? {} : { post }) };
            void acting.send({ action: 'answer', answer: target.value, ...who });
          }}
        >
          <option value="" />
          {answers.map((answer) => (
            <option key={answer} value={answer}>
              {i18n._(ASSIGNMENT_WORDS[answer])}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}

function WaitClock({ assignment: { askedAtMs, dueMs } }: { assignment: Assignment }) {
  const nowMs = useNowMs();
  const locale = useLocale();
  const waited = formatElapsed(nowMs - askedAtMs, locale);
  if (dueMs === undefined) return <Trans>chờ {waited}</Trans>;
  return (
    <b className={nowMs > dueMs ? 'is-late' : ''}>
      <Trans>
        chờ {waited}/{formatElapsed(dueMs - askedAtMs, locale)}
      </Trans>
    </b>
  );
}

/** The name from the city pack, or what was typed. */
export function useAgencyName(): (assignment: { assignee: string; post?: string }) => string {
  const { ground } = useCentre();
  const locale = useLocale();
  return ({ assignee, post }) => {
    const agency = ground.agencies?.find(({ id }) => id === assignee);
    const at = ground.posts?.find(({ id }) => id === post);
    const name = agency === undefined ? assignee : inLocale(agency.name, locale);
    return at === undefined ? name : `${name} · ${inLocale(at.name, locale)}`;
  };
}
