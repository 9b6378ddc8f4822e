import { Trans } from '@lingui/react/macro';
import type { Rule } from '@metropane/city';
import type { AlarmRecord } from '@metropane/live-state';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import type { Answer } from '../../live/use-answer.ts';
import { formatAge } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';

/** A rule as `GET /api/v1/rules/{id}` gives it. */
export interface RuleAnswer {
  rule: Rule;
  revision: number;
  disabled?: { reason: string };
}

export function useRule(ruleId: string): Answer<RuleAnswer> {
  const { api } = useCentre();
  const ask = useCallback(() => api.get<RuleAnswer>(`/rules/${encodeURIComponent(ruleId)}`), [api, ruleId]);
  return useAnswer(ask);
}

/** Why there is this alarm and what to do, from its rule: cause, consequence, response, and how long there is. */
export function RuleWords({ alarm: { ruleId, ruleRevision } }: { alarm: AlarmRecord }) {
  const locale = useLocale();
  const { value, problem } = useRule(ruleId);
  if (value === null)
    return (
      <section className="rule-words">
        <h3>
          <Trans>Quy tắc {ruleId}</Trans>
        </h3>
        <p className="muted">
          {problem === null ? (
            <Trans>Đang hỏi trung tâm…</Trans>
          ) : (
            <>
              <Trans>Chưa lấy được quy tắc:</Trans> <code>{problem.code}</code>
            </>
          )}
        </p>
      </section>
    );
  const { rule, revision } = value;
  return (
    <section className="rule-words">
      <h3>
        <Trans>Quy tắc {inLocale(rule.name, locale)}</Trans>
        <span className="section-sub num">
          <Trans>bản {ruleRevision}</Trans>
          {revision !== ruleRevision && (
            <>
              {' · '}
              <Trans>nay là bản {revision}</Trans>
            </>
          )}
        </span>
      </h3>
      <dl>
        <dt>
          <Trans>Nguyên nhân</Trans>
        </dt>
        <dd>{inLocale(rule.cause, locale)}</dd>
        <dt>
          <Trans>Hậu quả</Trans>
        </dt>
        <dd>{inLocale(rule.consequence, locale)}</dd>
        <dt>
          <Trans>Ứng phó</Trans>
        </dt>
        <dd>{inLocale(rule.response, locale)}</dd>
        <dt>
          <Trans>Trong vòng</Trans>
        </dt>
        <dd className="num">{formatAge(rule.respondWithinMs, locale)}</dd>
        <dt>
          <Trans>Ngưỡng theo</Trans>
        </dt>
        <dd>{rule.source}</dd>
      </dl>
    </section>
  );
}
