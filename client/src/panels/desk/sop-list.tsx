import { Trans } from '@lingui/react/macro';
import { Check, Minus } from 'lucide-react';
import type { IncidentRecord } from '@metropane/live-state';
import type { Acting } from '../../live/use-acting.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatElapsed } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';

type Sop = NonNullable<IncidentRecord['sop']>;
type Step = Sop['steps'][number];

/** The checklist of an incident: what is done and by whom, the step that is next with its clock, and what is still to do. */
export function SopList({ incident, acting }: { incident: IncidentRecord; acting: Acting }) {
  const locale = useLocale();
  const { sop } = incident;
  if (sop === undefined || sop.steps.length === 0) return null;
  const done = sop.steps.filter(({ state }) => state !== 'open').length;
  const current = currentStep(sop);
  return (
    <section className="sop" id="sop" tabIndex={-1}>
      <h3>
        <Trans>Quy trình {sop.sop}</Trans>
        <span className="section-sub">
          {inLocale(sop.name, locale)} ·{' '}
          <span className="num">
            {done} / {sop.steps.length}
          </span>
        </span>
        <kbd className="keycap">S</kbd>
      </h3>
      <ol>
        {sop.steps.map((step, index) => (
          <StepRow
            key={step.id}
            {...{ step, index, acting }}
            isCurrent={step === current && incident.state !== 'closed'}
            sinceMs={sinceMs(incident, index)}
          />
        ))}
      </ol>
    </section>
  );
}

/** The first step that is still open. */
export function currentStep(sop: Sop | undefined): Step | null {
  return sop?.steps.find(({ state }) => state === 'open') ?? null;
}

/** From when the clock of a step runs: the last confirmation before it. */
function sinceMs({ sop, acknowledgedAtMs, knownAtMs }: IncidentRecord, index: number): number {
  const before = sop!.steps.slice(0, index).flatMap(({ confirmed }) => confirmed.map(({ atMs }) => atMs));
  return Math.max(acknowledgedAtMs ?? knownAtMs, ...before);
}

function StepRow({
  step,
  index,
  acting,
  isCurrent,
  sinceMs: fromMs,
}: {
  step: Step;
  index: number;
  acting: Acting;
  isCurrent: boolean;
  sinceMs: number;
}) {
  const locale = useLocale();
  const isSaving = acting.entries.some(({ act }) => act['step'] === step.id);
  const need = step.isTwoPerson ? 2 : 1;
  return (
    <li className={`sop-step is-${step.state} ${isCurrent ? 'is-current' : ''}`}>
      <span className="sop-box num" aria-hidden="true">
        {step.state === 'done' ? <Check /> : step.state === 'skipped' ? <Minus /> : index + 1}
      </span>
      <span className="sop-text">
        {inLocale(step.text, locale)}
        {step.isTwoPerson && (
          <em>
            {' '}
            <Trans>
              (cần 2 người, đã {step.confirmed.length}/{need})
            </Trans>
          </em>
        )}
        {step.state === 'skipped' && step.reason !== undefined && <em> – {step.reason}</em>}
      </span>
      <span className="sop-side">
        {step.state === 'open' ? (
          isCurrent && <StepClock step={step} fromMs={fromMs} />
        ) : (
          <Confirmed step={step} />
        )}
        {isCurrent && (
          <button
            className="button button-primary"
            type="button"
            disabled={isSaving}
            onClick={() => void acting.send({ action: 'sop-step', step: step.id, outcome: 'done' })}
          >
            {isSaving ? <Trans>đang lưu…</Trans> : <Trans>Xong</Trans>} <kbd className="keycap">X</kbd>
          </button>
        )}
      </span>
    </li>
  );
}

function Confirmed({ step: { confirmed } }: { step: Step }) {
  const timeText = useTimeText();
  return (
    <span className="num">{confirmed.map(({ by, atMs }) => `${by} · ${timeText(atMs)}`).join(', ')}</span>
  );
}

function StepClock({ step: { dueMs }, fromMs }: { step: Step; fromMs: number }) {
  const nowMs = useNowMs();
  const locale = useLocale();
  const isLate = dueMs !== undefined && nowMs > dueMs;
  return (
    <time className={`num ${isLate ? 'is-late' : ''}`}>
      {formatElapsed(nowMs - fromMs, locale)}
      {isLate && (
        <>
          {' '}
          <Trans>quá hạn</Trans>
        </>
      )}
    </time>
  );
}
