import { Trans, useLingui } from '@lingui/react/macro';
import type { Rule } from '@metropane/city';
import { inputSummary } from './input-words.ts';
import { useRuleEditing } from './rule-editing.ts';
import { ChoiceField, DurationField, NumberField } from './rule-fields.tsx';
import type { Choice } from './rule-fields.tsx';
import { FormPart } from './rule-part.tsx';

/** The choices of a limit that are no input; no input can have these names. */
const NONE = '';
const NUMBER = '#';

/** The figure that stands beside the alarm, and the limit that it is held against. */
export function RuleShows() {
  const { t } = useLingui();
  const { rule, set } = useRuleEditing();
  const inputs = useInputChoices();
  const { shows } = rule;
  const put = (next: Rule['shows']): void => set('shows', next);
  const limit = shows?.limit;
  return (
    <FormPart title={<Trans>Báo động cho thấy gì</Trans>}>
      <ChoiceField
        label={<Trans>Giá trị</Trans>}
        field="shows.value"
        value={shows?.value ?? NONE}
        choices={inputs}
        none={t`không giá trị nào`}
        onChange={(value) => put(value === NONE ? undefined : { ...shows, value })}
      />
      {shows !== undefined && (
        <ChoiceField
          label={<Trans>Giới hạn bên cạnh</Trans>}
          field="shows.limit"
          value={limit === undefined ? NONE : typeof limit === 'number' ? NUMBER : limit}
          choices={[...inputs, { value: NUMBER, words: t`con số…` }]}
          none={t`không giới hạn`}
          onChange={(value) =>
            put(withLimit(shows, value === NONE ? undefined : value === NUMBER ? 0 : value))
          }
        />
      )}
      {shows !== undefined && typeof limit === 'number' && (
        <LimitNumber shows={{ ...shows, limit }} onChange={put} />
      )}
    </FormPart>
  );
}

function LimitNumber({
  shows,
  onChange,
}: {
  shows: { value: string; limit: number };
  onChange: (shows: Rule['shows']) => void;
}) {
  const { rule } = useRuleEditing();
  const label = <Trans>Con số của giới hạn</Trans>;
  const take = (limit: number | null): void => {
    if (limit !== null) onChange({ ...shows, limit });
  };
  return rule.inputs[shows.value]?.kind === 'silence' ? (
    <DurationField label={label} field="shows.limit" ms={shows.limit} onChange={take} />
  ) : (
    <NumberField label={label} field="shows.limit" value={shows.limit} onChange={take} />
  );
}

function withLimit(shows: NonNullable<Rule['shows']>, limit: string | number | undefined): Rule['shows'] {
  const { limit: _, ...rest } = shows;
  return limit === undefined ? rest : { ...shows, limit };
}

function useInputChoices(): Choice[] {
  const { i18n } = useLingui();
  const { rule } = useRuleEditing();
  return Object.entries(rule.inputs).map(([name, input]) => {
    const { words, more } = inputSummary(input);
    return { value: name, words: `${name} · ${i18n._(words)} ${more}` };
  });
}
