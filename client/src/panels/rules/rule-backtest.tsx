import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { CivilField } from '../../ui/civil-field.tsx';
import { civilInput, parseCivilInput } from '../../ui/civil-input.ts';
import { formatDateTime } from '../../ui/format.ts';
import { FaultPlace } from './fault-place.tsx';
import { BacktestResult } from './backtest-result.tsx';
import type { BacktestAnswer } from './backtest-answers.ts';
import { rulePath } from './rule-answers.ts';
import type { RuleFaultAnswer } from './rule-answers.ts';
import type { RuleDraft } from './use-rule-draft.ts';
import './rule-backtest.css';

const HOUR_MS = 3_600_000;
const HOURS = [1, 6, 24] as const;

type Run =
  | { phase: 'idle' }
  | { phase: 'running' }
  | { phase: 'done'; answer: BacktestAnswer; text: string }
  | { phase: 'failed'; problem: Problem };

/** What the draft would have raised over recorded hours, beside the rule in force: before anybody has to live with it. */
export function RuleBacktest({
  draft,
  id,
  isReadOnly,
}: {
  draft: RuleDraft;
  id: string;
  isReadOnly: boolean;
}) {
  const { api, live, ground } = useCentre();
  const [to, setTo] = useState(() => civilInput(live.clock.nowMs(), ground.zone));
  const [hours, setHours] = useState<number>(6);
  const [run, setRun] = useState<Run>({ phase: 'idle' });
  const toMs = parseCivilInput(to, ground.zone);
  const start = async (): Promise<void> => {
    if (!draft.read.ok || toMs === null) return;
    setRun({ phase: 'running' });
    try {
      const body = { rule: draft.read.rule, from: iso(toMs - hours * HOUR_MS), to: iso(toMs) };
      const answer = await api.post<BacktestAnswer>(`${rulePath(id)}/backtest`, body);
      setRun({ phase: 'done', answer, text: draft.text });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRun({ phase: 'failed', problem: error });
    }
  };
  if (isReadOnly)
    return (
      <p>
        <Trans>Chỉ trưởng ca chạy thử được luật.</Trans>
      </p>
    );
  return (
    <div className="backtest">
      <form
        className="backtest-form"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Choice label={<Trans>Bao lâu</Trans>}>
          <select className="field" value={hours} onChange={(event) => setHours(Number(event.target.value))}>
            {HOURS.map((each) => (
              <option key={each} value={each}>
                {each} h
              </option>
            ))}
          </select>
        </Choice>
        <CivilField
          className="rule-field"
          label={<Trans>Tới lúc</Trans>}
          kind="date-time"
          value={to}
          onChange={setTo}
        />
        <button
          className="button button-primary"
          type="submit"
          disabled={run.phase === 'running' || !draft.read.ok || toMs === null}
        >
          {run.phase === 'running' ? <Trans>đang chạy…</Trans> : <Trans>Chạy thử bản đang sửa</Trans>}
        </button>
      </form>
      <RunState run={run} draft={draft} />
    </div>
  );
}

function Choice({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <label className="rule-field">
      <span className="rule-language">{label}</span>
      {children}
    </label>
  );
}

function RunState({ run, draft }: { run: Run; draft: RuleDraft }) {
  const { ground } = useCentre();
  const { t } = useLingui();
  switch (run.phase) {
    case 'idle':
      return (
        <p className="muted">
          <Trans>Chạy lại số liệu đã ghi qua bản đang sửa; không báo động nào được phát ra.</Trans>
        </p>
      );
    case 'running':
      return (
        <p role="status" aria-busy="true">
          <Trans>Đang chạy lại số liệu đã ghi…</Trans>
        </p>
      );
    case 'failed':
      return <Failed problem={run.problem} draft={draft} />;
    case 'done': {
      const [from, to] = [run.answer.from, run.answer.to].map((at) =>
        formatDateTime(Date.parse(at), ground.zone),
      );
      return (
        <>
          {run.text !== draft.text && (
            <p className="rule-notice" role="status">
              <Trans>Luật đã sửa tiếp sau lần chạy này.</Trans>
            </p>
          )}
          <p className="num">
            {from} – {to}
          </p>
          <div className="backtest-sides">
            <BacktestResult title={t`Bản đang sửa`} side={run.answer.tried} />
            {run.answer.inForce === null ? (
              <p className="muted">
                <Trans>Chưa có bản nào đang dùng để so.</Trans>
              </p>
            ) : (
              <BacktestResult title={t`Bản đang dùng`} side={run.answer.inForce} />
            )}
          </div>
        </>
      );
    }
  }
}

function Failed({ problem, draft }: { problem: Problem; draft: RuleDraft }) {
  const fault = problem.extra['fault'] as RuleFaultAnswer | undefined;
  const text = draft.read.ok && fault?.field === 'when' ? draft.read.rule.when : '';
  return (
    <div role="alert">
      <p>
        <b>
          <Trans>Chưa chạy thử được.</Trans>
        </b>{' '}
        {problem.message} <code>{problem.code}</code>
      </p>
      {fault !== undefined && <FaultPlace text={text} fault={fault} />}
    </div>
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
