import { useLingui } from '@lingui/react';
import type { Problem } from '../../live/centre-port.ts';
import { ACCOUNT_REFUSALS, ROLE_WORDS } from './account-words.ts';

/** A refusal in words, with its code. */
export function ActProblem({ problem }: { problem: Problem | null }) {
  const { i18n } = useLingui();
  if (problem === null) return null;
  const words = ACCOUNT_REFUSALS[problem.code];
  return (
    <p className="account-problem" role="alert">
      {words === undefined ? problem.message : i18n._(words)} <code>{problem.code}</code>
    </p>
  );
}

/** A role as people call it. */
export function useRoleName(): (role: string) => string {
  const { i18n } = useLingui();
  return (role) => {
    const words = ROLE_WORDS[role];
    return words === undefined ? role : i18n._(words);
  };
}
