import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import type { WantedAct } from '../../live/outbox-entry.ts';
import { ALARM_ACT_WORDS } from '../../ui/act-words.ts';
import { PAUSE_WORDS, STATE_WORDS, TIMELINE_WORDS } from '../../ui/incident-words.ts';
import { useAgencyName } from './agency-chips.tsx';

/** An act in the operator's words, and the words that the operator typed. */
export function useActWords(): (act: WantedAct) => { name: string; text: string } {
  const { i18n } = useLingui();
  const agencyName = useAgencyName();
  const known = (words: Readonly<Record<string, MessageDescriptor>>, code: unknown): unknown => {
    const found = typeof code === 'string' ? words[code] : undefined;
    return found === undefined ? code : i18n._(found);
  };
  return (act) => {
    const words = ALARM_ACT_WORDS[act.action] ?? TIMELINE_WORDS[act.action];
    const assignee = typeof act['assignee'] === 'string' ? agencyName({ assignee: act['assignee'] }) : '';
    const to = known(STATE_WORDS, act['to']);
    const reason = act.action === 'pause' ? known(PAUSE_WORDS, act.reason) : act.reason;
    const said = [assignee, to, act['target'], act['title'], act['step'], reason, act.text];
    return {
      name: words === undefined ? act.action : i18n._(words),
      text: said.filter((each) => typeof each === 'string' && each !== '').join(' · '),
    };
  };
}
