import { Plural, Trans } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { Rule } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { useAnswer } from '../../live/use-answer.ts';

const EVERY_MS = 30_000;

/** `GET /baselines?rule=`: what is usual for each key of a rule. */
interface BaselinesAnswer {
  items: {
    series: string;
    state: 'ready' | 'stale' | 'refused' | 'waiting';
    refused: { code: string } | null;
  }[];
  /** Keys of which the rule judges nothing: no baseline was ever fitted. */
  notJudged: number;
}

export function asksBaseline({ inputs }: Rule): boolean {
  return Object.values(inputs ?? {}).some(({ kind }) => kind === 'baseline');
}

/** How many keys the rule cannot judge because nobody knows yet what is usual for them. */
export function RuleBaselines({ id, isReadOnly }: { id: string; isReadOnly: boolean }) {
  const { api } = useCentre();
  const question = useCallback(
    () => api.get<BaselinesAnswer>(`/baselines?rule=${encodeURIComponent(id)}`),
    [api, id],
  );
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  if (value === null)
    return problem === null ? null : (
      <p className="rule-notice" role="alert">
        <Trans>Chưa biết mức thường ra sao: {problem.message}</Trans>
      </p>
    );
  const { items, notJudged } = value;
  const codes = [...new Set(items.flatMap(({ refused }) => refused?.code ?? []))].join(', ');
  const ready = items.length - notJudged;
  return (
    <div className={notJudged > 0 || items.length === 0 ? 'rule-notice' : 'muted'} role="status">
      <p>
        {items.length === 0 ? (
          <Trans>Luật so với mức thường, nhưng chưa điểm đo nào cần tính.</Trans>
        ) : (
          <Trans>
            Mức thường: đã có của {ready} trên {items.length} điểm đo.
          </Trans>
        )}{' '}
        {notJudged > 0 && (
          <b>
            <Plural value={notJudged} other="# điểm đo chưa được phán đoán." />
          </b>
        )}{' '}
        {codes !== '' && <code>{codes}</code>}
      </p>
      {!isReadOnly && items.length > 0 && <FitNow id={id} onDone={ask} />}
    </div>
  );
}

function FitNow({ id, onDone }: { id: string; onDone: () => void }) {
  const { api } = useCentre();
  const [state, setState] = useState<'idle' | 'busy' | Problem>('idle');
  const fit = async (): Promise<void> => {
    setState('busy');
    try {
      await api.post('/baselines/fit', { rule: id });
      setState('idle');
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setState(error);
    }
  };
  return (
    <p className="rule-ways">
      <button className="button" type="button" disabled={state === 'busy'} onClick={() => void fit()}>
        {state === 'busy' ? <Trans>đang tính mức thường…</Trans> : <Trans>Tính mức thường ngay</Trans>}
      </button>
      {state instanceof Problem && (
        <span role="alert">
          {state.message} <code>{state.code}</code>
        </span>
      )}
    </p>
  );
}
