import { useCallback } from 'react';
import { CITY_DOMAINS } from '@metropane/city';
import type { Rule } from '@metropane/city';
import type { Text } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import type { Problem } from '../../live/centre-port.ts';

/** `GET /rule-choices`: what a rule may name in this room now. */
export interface RuleChoices {
  domains: DomainChoice[];
  /** Levels as of now. */
  thresholds: { id: string; levels: { name: string; value: number }[] }[];
  indicators: { id: string; name: Text; unit: string }[];
  sops: { id: string; name: Text; categories: string[] }[];
  positions: { id: string; name: Text }[];
}

export interface DomainChoice {
  code: string;
  metrics: string[];
  entities: EntityChoice[];
  /** Beyond 5,000 not all are in `entities`. */
  total: number;
}

export interface EntityChoice {
  id: string;
  name: Text | null;
  ward: { code: string; name: string } | null;
}

export const NO_CHOICES: RuleChoices = {
  domains: [],
  thresholds: [],
  indicators: [],
  sops: [],
  positions: [],
};

/** Asked once per page of a rule: names come and go slowly. Who may not edit does not ask. */
export function useRuleChoices(isAsked: boolean): { choices: RuleChoices; problem: Problem | null } {
  const { api } = useCentre();
  const question = useCallback(
    () => (isAsked ? api.get<RuleChoices>('/rule-choices') : Promise.resolve(NO_CHOICES)),
    [api, isAsked],
  );
  const { value, problem } = useAnswer(question);
  return { choices: value ?? NO_CHOICES, problem };
}

/** Domains with something in them, then all others that have a name. */
export function domainCodes({ domains }: RuleChoices): string[] {
  return [...new Set([...domains.map(({ code }) => code), ...CITY_DOMAINS.map(({ code }) => code)])];
}

/** Metrics of a domain: what is heard there, and what the rule asks of it already. */
export function metricsOf({ domains }: RuleChoices, domain: string, rule: Rule): string[] {
  const heard = domains.find(({ code }) => code === domain)?.metrics ?? [];
  const asked = Object.values(rule.inputs).flatMap((input) =>
    'metric' in input && input.metric !== undefined && domainAsked(input, rule) === domain
      ? [input.metric]
      : [],
  );
  return [...new Set([...heard, ...asked])].filter((metric) => metric !== '');
}

function domainAsked(input: Rule['inputs'][string], rule: Rule): string {
  return ('domain' in input ? input.domain : undefined) ?? rule.domain;
}
