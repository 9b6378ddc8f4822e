import { Trans } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { useAnswer } from '../live/use-answer.ts';
import { Paper, PAPERS } from '../panels/incident-page/paper.tsx';
import type { PaperAnswer } from '../panels/incident-page/paper.tsx';
import { useLocale } from '../ui/use-locale.ts';
import './paper-page.css';

/** One paper of an incident on white, ready for the printer. It says when it was made; asking again makes a new one. */
export function PaperPage({ incidentId, kind }: { incidentId: string; kind: string }) {
  const { api } = useCentre();
  const locale = useLocale();
  const paper = PAPERS.find((each) => each === kind);
  const ask = useCallback(
    () =>
      api.get<PaperAnswer>(
        `/incidents/${encodeURIComponent(incidentId)}/documents/${paper ?? PAPERS[0]}?language=${locale}`,
      ),
    [api, incidentId, paper, locale],
  );
  const { value, problem } = useAnswer(ask);
  return (
    <main className="paper-page incident-page">
      <nav>
        <Link className="button" href={`/desk/incidents/${incidentId}`}>
          <Trans>Về sự cố {incidentId}</Trans>
        </Link>
        <button className="button button-primary" type="button" onClick={() => window.print()}>
          <Printer className="icon" aria-hidden="true" /> <Trans>In</Trans>
        </button>
      </nav>
      {paper === undefined && (
        <p>
          <Trans>Không có loại giấy tờ này.</Trans>
        </p>
      )}
      {problem !== null && (
        <p role="alert">
          <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
        </p>
      )}
      {value !== null && paper !== undefined && <Paper answer={value} />}
    </main>
  );
}
