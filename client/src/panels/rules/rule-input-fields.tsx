import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { RuleInput } from '@metropane/city';
import { formatUpTo } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { BOUND_WORDS, COMBINE_WORDS, STATISTIC_WORDS, WINDOW_WORDS } from './input-words.ts';
import { metricsOf } from './rule-choices.ts';
import { useCategoryChoices, useRuleNames } from './rule-choice-lists.ts';
import { withPart } from './rule-edits.ts';
import { useRuleEditing } from './rule-editing.ts';
import { ChoiceField, DurationField, NamedField, NumberField } from './rule-fields.tsx';
import type { Choice } from './rule-fields.tsx';
import { useDomainChoices } from './rule-scope.tsx';

type Input<K extends RuleInput['kind']> = Extract<RuleInput, { kind: K }>;
interface Fields<I> {
  /** `inputs.level` */
  path: string;
  input: I;
  onChange: (input: RuleInput) => void;
}

/** What an input measures: the fields that its kind has, and no other. */
export function RuleInputFields({ path, input, onChange }: Fields<RuleInput>) {
  switch (input.kind) {
    case 'window':
      return <WindowFields path={path} input={input} onChange={onChange} />;
    case 'near':
      return <NearFields path={path} input={input} onChange={onChange} />;
    case 'rate':
      return (
        <>
          <MetricField path={path} input={input} onChange={onChange} />
          <SpanField path={path} input={input} onChange={onChange} />
        </>
      );
    case 'silence':
      return <SilenceFields path={path} input={input} onChange={onChange} />;
    case 'repeat':
      return <RepeatFields path={path} input={input} onChange={onChange} />;
    case 'reports':
      return <ReportsFields path={path} input={input} onChange={onChange} />;
    case 'threshold':
      return <ThresholdFields path={path} input={input} onChange={onChange} />;
    case 'baseline':
      return <BaselineFields path={path} input={input} onChange={onChange} />;
    case 'indicator':
      return <IndicatorFields path={path} input={input} onChange={onChange} />;
    case 'number':
      return (
        <NumberField
          label={<Trans>Giá trị</Trans>}
          field={`${path}.value`}
          value={input.value}
          onChange={(value) => value !== null && onChange({ ...input, value })}
        />
      );
  }
}

function WindowFields({ path, input, onChange }: Fields<Input<'window'>>) {
  const { t } = useLingui();
  const locale = useLocale();
  const { rule, choices } = useRuleEditing();
  const domains = useDomainChoices();
  const of = input.domain ?? rule.domain;
  const entities = choices.domains.find(({ code }) => code === of)?.entities ?? [];
  return (
    <>
      <MetricField path={path} input={input} onChange={onChange} />
      <AverageFields path={path} input={input} onChange={onChange} />
      <ChoiceField
        label={<Trans>Của lĩnh vực</Trans>}
        field={`${path}.domain`}
        value={input.domain}
        choices={domains}
        none={t`lĩnh vực của luật`}
        onChange={(domain) => onChange(withPart(input, 'domain', domain === '' ? undefined : domain))}
      />
      <ChoiceField
        label={<Trans>Của điểm đo</Trans>}
        field={`${path}.entity`}
        value={input.entity}
        choices={entities.map(({ id, name }) => ({
          value: id,
          words: name === null ? id : inLocale(name, locale),
        }))}
        none={rule.per === 'entity' ? t`chính điểm đang xét` : t`mọi điểm trong vùng đang xét`}
        onChange={(entity) => onChange(withPart(input, 'entity', entity === '' ? undefined : entity))}
      />
    </>
  );
}

function NearFields({ path, input, onChange }: Fields<Input<'near'>>) {
  const domains = useDomainChoices();
  return (
    <>
      <ChoiceField
        label={<Trans>Của lĩnh vực</Trans>}
        field={`${path}.domain`}
        value={input.domain}
        choices={domains}
        onChange={(domain) => onChange({ ...input, domain })}
      />
      <MetricField path={path} input={input} onChange={onChange} />
      <AverageFields path={path} input={input} onChange={onChange} />
      <NumberField
        label={<Trans>Trong bán kính (m)</Trans>}
        field={`${path}.radiusM`}
        value={input.radiusM}
        min={1}
        onChange={(radiusM) => radiusM !== null && onChange({ ...input, radiusM })}
      />
      <ChoiceField
        label={<Trans>Gộp các điểm</Trans>}
        field={`${path}.combine`}
        value={input.combine}
        choices={useWords(COMBINE_WORDS)}
        onChange={(combine) => onChange({ ...input, combine: combine as typeof input.combine })}
      />
    </>
  );
}

function AverageFields({ path, input, onChange }: Fields<Input<'window'> | Input<'near'>>) {
  return (
    <>
      <ChoiceField
        label={<Trans>Khoảng</Trans>}
        field={`${path}.window`}
        value={input.window}
        choices={useWords(WINDOW_WORDS)}
        onChange={(window) => onChange({ ...input, window: window as typeof input.window })}
      />
      <ChoiceField
        label={<Trans>Thống kê</Trans>}
        field={`${path}.statistic`}
        value={input.statistic}
        choices={useWords(STATISTIC_WORDS)}
        onChange={(statistic) => onChange({ ...input, statistic: statistic as typeof input.statistic })}
      />
    </>
  );
}

function MetricField({
  path,
  input,
  onChange,
}: Fields<Input<'window'> | Input<'near'> | Input<'rate'> | Input<'baseline'>>) {
  const { rule, choices } = useRuleEditing();
  const domain = ('domain' in input ? input.domain : undefined) ?? rule.domain;
  return (
    <NamedField
      label={<Trans>Đại lượng</Trans>}
      field={`${path}.metric`}
      value={input.metric}
      names={metricsOf(choices, domain, rule)}
      onChange={(metric) => onChange({ ...input, metric })}
    />
  );
}

function SpanField({ path, input, onChange }: Fields<Input<'rate'> | Input<'repeat'> | Input<'reports'>>) {
  return (
    <DurationField
      label={<Trans>Trong bao lâu</Trans>}
      field={`${path}.spanMs`}
      ms={input.spanMs}
      onChange={(spanMs) => spanMs !== null && onChange({ ...input, spanMs })}
    />
  );
}

function SilenceFields({ path, input, onChange }: Fields<Input<'silence'>>) {
  const { rule, choices } = useRuleEditing();
  return (
    <NamedField
      label={<Trans>Đại lượng (trống: bất kỳ)</Trans>}
      field={`${path}.metric`}
      value={input.metric ?? ''}
      names={metricsOf(choices, rule.domain, rule)}
      onChange={(metric) => onChange(withPart(input, 'metric', metric === '' ? undefined : metric))}
    />
  );
}

function RepeatFields({ path, input, onChange }: Fields<Input<'repeat'>>) {
  return (
    <>
      <ChoiceField
        label={<Trans>Luật nào bắt đầu</Trans>}
        field={`${path}.rule`}
        value={input.rule}
        choices={useRuleNames()}
        onChange={(rule) => onChange({ ...input, rule })}
      />
      <SpanField path={path} input={input} onChange={onChange} />
    </>
  );
}

function ReportsFields({ path, input, onChange }: Fields<Input<'reports'>>) {
  return (
    <>
      <ChoiceField
        label={<Trans>Loại tin báo</Trans>}
        field={`${path}.category`}
        value={input.category}
        choices={useCategoryChoices()}
        onChange={(category) => onChange({ ...input, category })}
      />
      <SpanField path={path} input={input} onChange={onChange} />
      <NumberField
        label={<Trans>Trong bán kính (m; trống: cùng phường)</Trans>}
        field={`${path}.radiusM`}
        value={input.radiusM}
        min={1}
        onChange={(radiusM) => onChange(withPart(input, 'radiusM', radiusM ?? undefined))}
      />
    </>
  );
}

function ThresholdFields({ path, input, onChange }: Fields<Input<'threshold'>>) {
  const locale = useLocale();
  const { choices } = useRuleEditing();
  const levels = choices.thresholds.find(({ id }) => id === input.threshold)?.levels ?? [];
  return (
    <>
      <ChoiceField
        label={<Trans>Bảng mức</Trans>}
        field={`${path}.threshold`}
        value={input.threshold}
        choices={choices.thresholds.map(({ id }) => ({ value: id, words: id }))}
        onChange={(threshold) => onChange({ ...input, threshold })}
      />
      <ChoiceField
        label={<Trans>Mức (theo văn bản đang có hiệu lực)</Trans>}
        field={`${path}.level`}
        value={input.level}
        choices={levels.map(({ name, value }) => ({
          value: name,
          words: `${name} = ${formatUpTo(value, 3, locale)}`,
        }))}
        onChange={(level) => onChange({ ...input, level })}
      />
    </>
  );
}

function BaselineFields({ path, input, onChange }: Fields<Input<'baseline'>>) {
  return (
    <>
      <MetricField path={path} input={input} onChange={onChange} />
      <ChoiceField
        label={<Trans>Cạnh nào của mức thường</Trans>}
        field={`${path}.bound`}
        value={input.bound}
        choices={useWords(BOUND_WORDS)}
        onChange={(bound) => onChange({ ...input, bound: bound as typeof input.bound })}
      />
    </>
  );
}

function IndicatorFields({ path, input, onChange }: Fields<Input<'indicator'>>) {
  const locale = useLocale();
  const { choices } = useRuleEditing();
  return (
    <ChoiceField
      label={<Trans>Chỉ số</Trans>}
      field={`${path}.indicator`}
      value={input.indicator}
      choices={choices.indicators.map(({ id, name, unit }) => ({
        value: id,
        words: `${inLocale(name, locale)} (${unit})`,
      }))}
      onChange={(indicator) => onChange({ ...input, indicator })}
    />
  );
}

function useWords(words: Readonly<Record<string, MessageDescriptor>>): Choice[] {
  const { i18n } = useLingui();
  return Object.entries(words).map(([value, one]) => ({ value, words: i18n._(one) }));
}
