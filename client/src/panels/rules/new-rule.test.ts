import type { Rule } from '@metropane/city';
import { expect, test } from 'vitest';
import { keepRuleDraft, keptRuleDraft } from './kept-rule-draft.ts';
import { draftKey, keptNewRule, newIdFault, newRule } from './new-rule.ts';

const rule = { id: 'deep', isEnabled: true, when: 'depth > 3', inputs: {} } as unknown as Rule;
const known = { ...newRule(rule, 'deep', 0), revision: 4 };

test('a new rule is a copy that is switched off, at revision 0, and shares nothing with what it was made from', () => {
  const made = newRule(rule, 'deeper', 1_000);
  expect(made).toMatchObject({ revision: 0, rule: { id: 'deeper', isEnabled: false, when: 'depth > 3' } });
  made.rule.inputs['x'] = { kind: 'silence' };
  expect(rule.inputs).toEqual({});
});

test('an id is taken once, and is of letters that an address has', () => {
  expect(newIdFault('deeper', [known])).toBeNull();
  expect(newIdFault('deep', [known])).toBe('taken');
  for (const id of ['', 'Deep', 'đường', '-a', 'a/b', 'a'.repeat(65)])
    expect(newIdFault(id, [])).toBe('bad-id');
});

test('what was begun and not saved is found again, of its own realm only; a draft of a known rule is no new rule', () => {
  const made = newRule(rule, 'kept', 1_000);
  keepRuleDraft(draftKey('live', 'kept'), { base: made, text: '{' });
  expect(keptNewRule('live', 'kept')).toEqual(made);
  expect(keptNewRule('drill', 'kept')).toBeNull();
  keepRuleDraft(draftKey('live', 'deep'), { base: known, text: '{}' });
  expect(keptNewRule('live', 'deep')).toBeNull();
  expect(keptRuleDraft(draftKey('live', 'deep'))).toEqual({ base: known, text: '{}' });
  keepRuleDraft(draftKey('live', 'deep'), null);
  expect(keptRuleDraft(draftKey('live', 'deep'))).toBeNull();
});
