import { useLingui } from '@lingui/react/macro';
import type { WantedAct } from '../../live/outbox-entry.ts';
import { ALARM_ACT_WORDS } from '../../ui/act-words.ts';
import { TIMELINE_WORDS } from '../../ui/incident-words.ts';

/** An act in the operator's words, and the words that the operator typed. */
export function useActWords(): (act: WantedAct) => { name: string; text: string } {
  const { i18n } = useLingui();
  return (act) => {
    const words = ALARM_ACT_WORDS[act.action] ?? TIMELINE_WORDS[act.action];
    const said = [act['assignee'], act['to'], act['target'], act['title'], act['step'], act.reason, act.text];
    return {
      name: words === undefined ? act.action : i18n._(words),
      text: said.filter((each) => typeof each === 'string' && each !== '').join(' · '),
    };
  };
}
