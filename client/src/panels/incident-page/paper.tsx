import { Trans } from '@lingui/react/macro';
import type { AfterActionReport, Ics201, Ics214 } from '@metropane/incidents';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { formatAge, formatDateTime, formatNumber, formatTime, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { PaperNetwork } from '../insight/paper-network.tsx';

/** What `GET /api/v1/incidents/{id}/documents/{form}` gives for each form. */
export type PaperAnswer = Ics201 | AfterActionReport | { items: readonly Ics214[] };

export const PAPERS = ['ics201', 'ics214', 'after-action'] as const;

/** A paper of an incident, laid out for a printer: the centre made it from the journalled history, nobody wrote it by hand. */
export function Paper({ answer }: { answer: PaperAnswer }) {
  if ('items' in answer) {
    if (answer.items.length === 0)
      return (
        <p>
          <Trans>Chưa ai làm việc gì trong sự cố này.</Trans>
        </p>
      );
    return answer.items.map((paper) => <ActivityLog key={paper.name} paper={paper} />);
  }
  return answer.form === 'ICS-201' ? <Briefing paper={answer} /> : <AfterAction paper={answer} />;
}

function Sheet({
  paper,
  children,
}: {
  paper: {
    title: string;
    incidentId: string;
    incidentName: string;
    preparedAtMs: number;
    preparedBy: string;
  };
  children: ReactNode;
}) {
  const time = useTime();
  return (
    <article className="paper">
      <header>
        <h2>{paper.title}</h2>
        <p>
          <b>{paper.incidentName}</b> · {paper.incidentId}
        </p>
        <p>
          <Trans>
            Lập lúc {time.full(paper.preparedAtMs)}, {paper.preparedBy}
          </Trans>
        </p>
      </header>
      {children}
    </article>
  );
}

function Briefing({ paper }: { paper: Ics201 }) {
  const time = useTime();
  return (
    <Sheet paper={paper}>
      <h3>
        <Trans>1. Nơi</Trans>
      </h3>
      <p>
        {paper.map.place}
        {paper.map.loc !== null && ` (${paper.map.loc[1].toFixed(5)}, ${paper.map.loc[0].toFixed(5)})`}
      </p>
      <h3>
        <Trans>2. Tình hình</Trans>
      </h3>
      <Fields fields={paper.situation} />
      <h3>
        <Trans>3. Mục tiêu còn lại</Trans>
      </h3>
      <ol>
        {paper.objectives.map(({ text, dueMs, by }) => (
          <li key={text}>
            {text} ({by}){dueMs !== null && <> · {time.full(dueMs)}</>}
          </li>
        ))}
      </ol>
      <h3>
        <Trans>4. Việc đã làm</Trans>
      </h3>
      <Log lines={paper.actions} />
      <h3>
        <Trans>5. Tổ chức</Trans>
      </h3>
      <Fields fields={paper.organisation} />
      <h3>
        <Trans>6. Lực lượng</Trans>
      </h3>
      <table>
        <tbody>
          {paper.resources.map(({ name, post, orderedAtMs, answeredAtMs, status }) => (
            <tr key={`${name} ${orderedAtMs}`}>
              <td>
                {name}
                {post !== null && ` · ${post}`}
              </td>
              <td>{time.short(orderedAtMs)}</td>
              <td>{time.short(answeredAtMs)}</td>
              <td>{status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function ActivityLog({ paper }: { paper: Ics214 }) {
  const time = useTime();
  return (
    <Sheet paper={paper}>
      <p>
        <b>{paper.name}</b>
        {paper.position !== null && ` · ${paper.position}`} · {time.full(paper.fromMs)} –{' '}
        {time.full(paper.toMs)}
      </p>
      <Log lines={paper.activities} />
    </Sheet>
  );
}

function AfterAction({ paper }: { paper: AfterActionReport }) {
  const time = useTime();
  const locale = useLocale();
  return (
    <Sheet paper={paper}>
      <p>
        {paper.isFinal ? (
          <Trans>Sự cố đã kết thúc.</Trans>
        ) : (
          <Trans>Chưa kết thúc: số liệu còn thay đổi.</Trans>
        )}{' '}
        <Trans>Kéo dài {formatAge(paper.durationMs, locale)}</Trans>
      </p>
      <h3>
        <Trans>Đồng hồ</Trans>
      </h3>
      <table>
        <tbody>
          {paper.clocks.map(({ name, reachedAtMs, dueMs, tookMs, lateByMs }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{time.short(reachedAtMs)}</td>
              <td>{tookMs === null ? NO_VALUE : formatAge(tookMs, locale)}</td>
              <td>≤ {time.short(dueMs)}</td>
              <td>{lateByMs !== null && <Trans>trễ {formatAge(lateByMs, locale)}</Trans>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>
        <Trans>Người và đơn vị</Trans>
      </h3>
      <ul>
        {paper.people.map(({ name, acts }) => (
          <li key={name}>
            {name}: <Trans>{acts} việc</Trans>
          </li>
        ))}
        {paper.agencies.map(({ name, status, askedAtMs, isLate }) => (
          <li key={`${name} ${askedAtMs}`}>
            {name}: {status}
            {isLate && (
              <>
                {' · '}
                <Trans>trả lời trễ</Trans>
              </>
            )}
          </li>
        ))}
      </ul>
      <h3>
        <Trans>Báo động và tin báo</Trans>
      </h3>
      <p>
        <Trans>
          {paper.alarms.joined} báo động, {paper.alarms.annunciated} gọi người trực; {paper.reports} tin báo
        </Trans>
      </p>
      <PaperNetwork incidentId={paper.incidentId} />
      {paper.procedure !== null && (
        <>
          <h3>{paper.procedure.name}</h3>
          <p>
            <Trans>
              {paper.procedure.done} bước xong, {paper.procedure.skipped} bỏ qua, {paper.procedure.open} còn
              lại
            </Trans>
            {paper.procedure.completeness !== null &&
              ` · ${formatNumber(100 * paper.procedure.completeness, 0, locale)} %`}
          </p>
        </>
      )}
    </Sheet>
  );
}

function Fields({ fields }: { fields: Ics201['situation'] }) {
  return (
    <dl>
      {fields.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Log({ lines }: { lines: Ics201['actions'] }) {
  const time = useTime();
  return (
    <table>
      <tbody>
        {lines.map(({ atMs, actor, what, journalSeq }, index) => (
          <tr key={`${atMs} ${index}`}>
            <td>{time.full(atMs)}</td>
            <td>{actor}</td>
            <td>{what}</td>
            <td>{journalSeq > 0 && `#${journalSeq}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useTime(): { full: (ms: number) => string; short: (ms: number | null) => string } {
  const { ground } = useCentre();
  return {
    full: (ms) => formatDateTime(ms, ground.zone),
    short: (ms) => (ms === null ? NO_VALUE : formatTime(ms, ground.zone)),
  };
}
