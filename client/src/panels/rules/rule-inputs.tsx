import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Rule, RuleInput } from '@metropane/city';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { ChoiceField, NumberField, TextField } from './rule-fields.tsx';

const MINUTE_MS = 60_000;
const WINDOWS = ['PT10S', 'PT1M', 'PT5M', 'PT1H'] as const;
const STATISTICS = ['last', 'mean', 'min', 'max', 'sum', 'n', 'first'] as const;
const BOUNDS = ['low', 'mid', 'high'] as const;
const KIND_WORDS: Record<RuleInput['kind'], MessageDescriptor> = {
  window: msg`số đo trong một khoảng`,
  rate: msg`mức thay đổi mỗi giờ`,
  near: msg`điểm đo lân cận`,
  silence: msg`im lặng bao lâu (ms)`,
  repeat: msg`số lần luật khác bắt đầu`,
  reports: msg`số tin báo của dân`,
  threshold: msg`mức của thành phố`,
  baseline: msg`mức thường theo giờ và thứ`,
  indicator: msg`chỉ số của trung tâm`,
  number: msg`con số`,
};

/** What the conditions may name, and the numbers in each; which measurement it is stays with the text. */
export function RuleInputs({
  inputs,
  fault,
  onChange,
}: {
  inputs: Rule['inputs'];
  fault: RuleFaultAnswer | null;
  onChange: (inputs: Rule['inputs']) => void;
}) {
  const { i18n } = useLingui();
  return (
    <ul className="rule-inputs">
      {Object.entries(inputs).map(([name, input]) => (
        <li key={name}>
          <p>
            <code>{name}</code> {i18n._(KIND_WORDS[input.kind])}
            {'metric' in input && input.metric !== undefined && (
              <span className="muted"> {input.metric}</span>
            )}
          </p>
          <div className="rule-fields">
            <InputFields input={input} onChange={(next) => onChange({ ...inputs, [name]: next })} />
          </div>
          {fault?.field.startsWith(`inputs.${name}`) === true && (
            <p className="rule-fault" role="alert">
              {fault.message}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function InputFields({ input, onChange }: { input: RuleInput; onChange: (input: RuleInput) => void }) {
  switch (input.kind) {
    case 'window':
    case 'near':
      return (
        <>
          <ChoiceField
            label={<Trans>Khoảng</Trans>}
            value={input.window}
            choices={WINDOWS}
            onChange={(window) => onChange({ ...input, window })}
          />
          <ChoiceField
            label={<Trans>Thống kê</Trans>}
            value={input.statistic}
            choices={STATISTICS}
            onChange={(statistic) => onChange({ ...input, statistic })}
          />
          {input.kind === 'near' && (
            <NumberField
              label={<Trans>Trong bán kính (m)</Trans>}
              value={input.radiusM}
              min={1}
              onChange={(radiusM) => radiusM !== null && onChange({ ...input, radiusM })}
            />
          )}
        </>
      );
    case 'rate':
    case 'repeat':
    case 'reports':
      return (
        <NumberField
          label={<Trans>Trong bao lâu (phút)</Trans>}
          value={input.spanMs / MINUTE_MS}
          min={1}
          onChange={(minutes) => minutes !== null && onChange({ ...input, spanMs: minutes * MINUTE_MS })}
        />
      );
    case 'baseline':
      return (
        <ChoiceField
          label={<Trans>Cạnh nào của mức thường</Trans>}
          value={input.bound}
          choices={BOUNDS}
          onChange={(bound) => onChange({ ...input, bound })}
        />
      );
    case 'threshold':
      return (
        <TextField
          label={<Trans>Mức</Trans>}
          value={input.level}
          onChange={(level) => onChange({ ...input, level })}
        />
      );
    case 'number':
      return (
        <NumberField
          label={<Trans>Giá trị</Trans>}
          value={input.value}
          onChange={(value) => value !== null && onChange({ ...input, value })}
        />
      );
    case 'silence':
    case 'indicator':
      return null;
  }
}
